import { describe, expect, test } from 'vitest';
import { createTree } from '../../../loopback/dave/tree.ts';

describe('createTree()', () => {
  test('gives a newcomer the leftmost blank leaf', () => {
    const tree = createTree();
    for (const id of ['a', 'b', 'c', 'd']) tree.add(id);
    tree.remove('b');
    tree.remove('c');
    tree.add('e');
    expect(tree.members).toEqual(['a', 'e', 'd']);
    expect([tree.leafOf('e'), tree.leafOf('d'), tree.leafOf('b')]).toEqual([1, 3, undefined]);
  });
});
