import { describe, expect, test } from 'vitest';
import { chunksOf } from '../../src/cli/chunk.ts';

const never = new AbortController().signal;

async function* input(...texts: readonly string[]) {
  yield* texts;
}

describe('parley chunk', () => {
  test('tells after how many code points each sentence was let go', async () => {
    const chunks = chunksOf(
      input('Hi 🎉. Dr. L', 'ee is in.'),
      { piece: 1, mode: 'sentence' },
      never,
    );
    expect(await Array.fromAsync(chunks)).toEqual([
      { text: 'Hi 🎉.', atChar: 7 },
      { text: 'Dr. Lee is in.', atChar: 20 },
    ]);
  });

  test('hands the input on in pieces of the size asked for', async () => {
    const chunks = chunksOf(input('Hi there. We go.'), { piece: 4, mode: 'sentence' }, never);
    expect(await Array.fromAsync(chunks)).toEqual([
      { text: 'Hi there.', atChar: 12 },
      { text: 'We go.', atChar: 16 },
    ]);
  });

  test('shows in speech mode what the synthesiser gets', async () => {
    const text = 'Sure, it is **5%**.\n---\nBye. ';
    const chunks = chunksOf(input(text), { piece: 4, mode: 'speech' }, never);
    expect((await Array.fromAsync(chunks)).map((chunk) => chunk.text)).toEqual([
      'Sure,',
      expect.stringMatching(/^it is (?:5|five) percent\.$/u),
      'Bye.',
    ]);
  });
});
