/** Which member sits at which leaf of the group's tree. */

export interface Tree {
  /** In the order of their leaves. */
  readonly members: readonly string[];
  leafOf(userId: string): number | undefined;
  /** Takes the leftmost blank leaf, as an MLS Add does (RFC 9420, section 12.1.1). */
  add(userId: string): void;
  remove(userId: string): void;
}

export function createTree(): Tree {
  const leaves: (string | undefined)[] = [];
  return {
    get members() {
      return leaves.filter((leaf) => leaf !== undefined);
    },
    leafOf(userId) {
      const leaf = leaves.indexOf(userId);
      return leaf === -1 ? undefined : leaf;
    },
    add(userId) {
      const blank = leaves.indexOf(undefined);
      leaves[blank === -1 ? leaves.length : blank] = userId;
    },
    remove(userId) {
      const leaf = leaves.indexOf(userId);
      if (leaf !== -1) leaves[leaf] = undefined;
    },
  };
}
