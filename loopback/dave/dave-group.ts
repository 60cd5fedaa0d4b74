/**
 * The delivery service of one channel's end-to-end encryption (DAVE over MLS).
 *
 * Members make and join the group themselves; this only proposes who should be in it, and says
 * whose commit counts. Rules, in order:
 *
 * - One change at a time: the first group is two members, then one is added or removed a commit.
 *   So the leaf of each member is known without an MLS library: creator 0, an Add takes the
 *   leftmost blank.
 * - Every member commits the same proposals, and the first commit of an epoch wins; the epoch is
 *   then locked and later ones are ignored.
 * - A group that shrinks to one member starts over; so does one whose members all fell out of it,
 *   or answer nothing in time.
 */
import { u16, u8, vector } from './mls-bytes.ts';
import { splitCommit, type SplitCommit } from './split-commit.ts';
import type { ExternalSender } from './external-sender.ts';
import { createTransition, type Transition } from './transition.ts';
import { createTree, type Tree } from './tree.ts';
import { DAVE_OP, type DaveMember } from './dave-member.ts';

export interface DaveGroupOptions {
  readonly channelId: string;
  readonly sender: ExternalSender;
  /** A simulated caller's commit counts only where no real client could make one. */
  readonly botCommits: boolean;
  readonly trace: (line: string) => void;
}

export interface DaveGroup {
  /** 0 while there is no group. */
  readonly epoch: number;
  readonly memberIds: readonly string[];
  /** Commits that came after their epoch was locked, or could not be read. */
  readonly ignoredCommits: number;
  /** A client is ready for DAVE: it is told of the external sender, and answers with a key package. */
  connect(member: DaveMember): void;
  disconnect(userId: string): void;
  keyPackage(userId: string, keyPackage: Buffer): void;
  commit(userId: string, payload: Buffer): void;
  transitionReady(userId: string, transitionId: number): void;
  /** Throws the group away; everyone starts anew. */
  reset(): void;
  [Symbol.dispose](): void;
}

/** Key packages of people who come together are looked at together. */
const GATHER_MS = 20;
/** Ours: a member that has not committed by then never will. */
const COMMIT_TIMEOUT_MS = 2_000;

interface Change {
  readonly added: string | undefined;
  readonly removed: string | undefined;
  readonly committers: Set<string>;
  readonly timer: NodeJS.Timeout;
}

export function createDaveGroup(options: DaveGroupOptions): DaveGroup {
  const { sender, trace } = options;
  const groupId = BigInt(options.channelId);
  const connected = new Map<string, DaveMember>();
  const keyPackages = new Map<string, Buffer>();
  let tree: Tree = createTree();
  let epoch = 0;
  let lastTransitionId = 0;
  let ignoredCommits = 0;
  let change: Change | undefined;
  let transition: Transition | undefined;
  let gathering: NodeJS.Timeout | undefined;

  function gather(): void {
    gathering ??= after(GATHER_MS, () => {
      gathering = undefined;
      changeNext();
    });
  }

  /** Compares who is in the group with who should be, and begins one step from one to the other. */
  function changeNext(): void {
    if (change !== undefined || transition !== undefined) return;
    if (epoch === 0) {
      const [first, second] = [...keyPackages.keys()];
      if (first !== undefined && second !== undefined) proposeFirst(first, second);
      return;
    }
    const able = tree.members.filter((id) => connected.has(id) && !keyPackages.has(id));
    const present = tree.members.filter((id) => connected.has(id));
    if (present.length <= 1 || able.length === 0) {
      reset();
      return;
    }
    const gone = tree.members.find((id) => !connected.has(id));
    const [joining] = keyPackages.keys();
    if (gone !== undefined) propose({ removed: gone, committers: able });
    else if (joining !== undefined) {
      // Whoever fell out of the group is still in its tree: out with the old leaf, in with the new.
      const removed = tree.leafOf(joining) === undefined ? undefined : joining;
      propose({ added: joining, removed, committers: able });
    }
  }

  function proposeFirst(first: string, second: string): void {
    const pair = [
      { to: first, added: second },
      { to: second, added: first },
    ];
    begin({ added: undefined, removed: undefined, committers: [first, second] });
    for (const { to, added } of pair) send27(to, [sender.add(groupId, 0n, keyPackageOf(added))]);
  }

  function propose(wanted: {
    readonly added?: string;
    readonly removed?: string | undefined;
    readonly committers: readonly string[];
  }): void {
    const { added, removed, committers } = wanted;
    const leaf = removed === undefined ? undefined : tree.leafOf(removed);
    const proposals = [
      ...(leaf === undefined ? [] : [sender.remove(groupId, BigInt(epoch), leaf)]),
      ...(added === undefined ? [] : [sender.add(groupId, BigInt(epoch), keyPackageOf(added))]),
    ];
    begin({ added, removed, committers });
    for (const to of committers) send27(to, proposals);
  }

  function begin(wanted: {
    readonly added: string | undefined;
    readonly removed: string | undefined;
    readonly committers: readonly string[];
  }): void {
    trace(`dave: epoch ${epoch}, add ${wanted.added ?? '-'}, remove ${wanted.removed ?? '-'}`);
    change = {
      ...wanted,
      committers: new Set(wanted.committers),
      timer: after(COMMIT_TIMEOUT_MS, () => {
        trace('dave: nobody committed in time');
        reset();
      }),
    };
  }

  function send27(to: string, proposals: readonly Buffer[]): void {
    const append = u8(0);
    connected.get(to)?.sendDave(DAVE_OP.proposals, Buffer.concat([append, vector(...proposals)]));
  }

  function keyPackageOf(userId: string): Buffer {
    const keyPackage = keyPackages.get(userId);
    if (keyPackage === undefined) throw new Error(`No key package of ${userId} is waiting`);
    return keyPackage;
  }

  function commit(userId: string, payload: Buffer): void {
    const split = acceptable(userId, payload);
    if (change === undefined || split === undefined) {
      ignoredCommits += 1;
      return;
    }
    const { added: addedLater, removed, committers, timer } = change;
    clearTimeout(timer);
    change = undefined;
    const isFirst = epoch === 0;
    const added = isFirst ? [...committers].find((id) => id !== userId) : addedLater;
    const informed = isFirst ? [userId] : tree.members.filter((id) => id !== removed);
    const transitionId = isFirst ? 0 : nextTransitionId();

    if (isFirst) tree.add(userId);
    if (removed !== undefined) tree.remove(removed);
    if (added !== undefined) tree.add(added);
    epoch += 1;
    if (isFirst) keyPackages.delete(userId);
    if (added !== undefined) keyPackages.delete(added);
    trace(`dave: epoch ${epoch}, committed by ${userId}, members ${tree.members.join(' ')}`);
    // Before anything is sent: an answer may come at once.
    if (transitionId !== 0) beginTransition(transitionId);

    const announce = Buffer.concat([u16(transitionId), split.commit]);
    for (const id of informed) connected.get(id)?.sendDave(DAVE_OP.announceCommit, announce);
    if (added !== undefined && split.welcome !== undefined) {
      const welcome = Buffer.concat([u16(transitionId), split.welcome]);
      connected.get(added)?.sendDave(DAVE_OP.welcome, welcome);
    }
    if (transitionId === 0) gather();
  }

  /** The commit that `userId` sent, when it is one that can win the epoch. */
  function acceptable(userId: string, payload: Buffer): SplitCommit | undefined {
    if (change?.committers.has(userId) !== true) return undefined;
    const others = [...change.committers].map((id) => connected.get(id));
    const isSimulated = connected.get(userId)?.isSimulated === true;
    const hasReal = others.some((member) => member?.isSimulated === false);
    if (options.botCommits && isSimulated && hasReal) return undefined;
    try {
      const split = splitCommit(payload);
      const mustWelcome = epoch === 0 || change.added !== undefined;
      const isComplete = !mustWelcome || split.welcome !== undefined;
      return split.epoch === BigInt(epoch) && isComplete ? split : undefined;
    } catch (error) {
      trace(`dave: cannot read a commit of ${userId}: ${String(error)}`);
      return undefined;
    }
  }

  /** 1…65,535: 0 is the transition that needs no answer. */
  function nextTransitionId(): number {
    lastTransitionId = (lastTransitionId % 0xffff) + 1;
    return lastTransitionId;
  }

  function beginTransition(id: number): void {
    const awaited = tree.members.filter((member) => connected.has(member));
    transition = createTransition(id, awaited, () => {
      transition = undefined;
      for (const member of tree.members) {
        connected.get(member)?.sendJson(DAVE_OP.executeTransition, { transition_id: id });
      }
      gather();
    });
  }

  function forget(): void {
    clearTimeout(change?.timer);
    transition?.[Symbol.dispose]();
    clearTimeout(gathering);
    change = undefined;
    transition = undefined;
    gathering = undefined;
    tree = createTree();
    epoch = 0;
    keyPackages.clear();
  }

  function reset(): void {
    forget();
    trace(`dave: start over with ${[...connected.keys()].join(' ') || 'nobody'}`);
    for (const member of connected.values()) {
      member.sendJson(DAVE_OP.prepareEpoch, { protocol_version: 1, epoch: 1, transition_id: 0 });
      member.sendJson(DAVE_OP.prepareTransition, { protocol_version: 1, transition_id: 0 });
    }
  }

  return {
    get epoch() {
      return epoch;
    },
    get memberIds() {
      return tree.members;
    },
    get ignoredCommits() {
      return ignoredCommits;
    },

    connect(member) {
      connected.set(member.userId, member);
      member.sendDave(DAVE_OP.externalSender, sender.package);
    },

    disconnect(userId) {
      connected.delete(userId);
      keyPackages.delete(userId);
      transition?.noLongerAwaits(userId);
      if (change?.committers.delete(userId) === true) {
        // Half of a first pair is gone, or the last who could commit: what is left of it is void.
        if (epoch === 0 || change.committers.size === 0) reset();
      }
      gather();
    },

    keyPackage(userId, keyPackage) {
      if (!connected.has(userId)) return;
      keyPackages.set(userId, keyPackage);
      gather();
    },

    commit,
    transitionReady(userId, transitionId) {
      if (transition?.id === transitionId) transition.noLongerAwaits(userId);
    },
    reset,
    [Symbol.dispose]: forget,
  };
}

/** Never keeps the process alive. */
function after(ms: number, callback: () => void): NodeJS.Timeout {
  return setTimeout(callback, ms).unref();
}
