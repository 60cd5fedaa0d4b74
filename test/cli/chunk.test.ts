import { describe, expect, test } from 'vitest';
import { createChunker } from '../../src/cli/chunk.ts';

const chunksOf = (texts: readonly string[], options: Parameters<typeof createChunker>[0]) => {
  const chunker = createChunker(options);
  return [...texts.flatMap((text) => [...chunker.add(text)]), ...chunker.end()];
};

describe('parley chunk', () => {
  test('tells after how many code points each sentence was let go', () => {
    const chunks = chunksOf(['Hi 🎉. Dr. L', 'ee is in.'], { piece: 1, mode: 'sentence' });
    expect(chunks).toEqual([
      { text: 'Hi 🎉.', atChar: 7 },
      { text: 'Dr. Lee is in.', atChar: 20 },
    ]);
  });

  test('hands the input on in pieces of the size asked for', () => {
    const chunks = chunksOf(['Hi there. We go.'], { piece: 4, mode: 'sentence' });
    expect(chunks).toEqual([
      { text: 'Hi there.', atChar: 12 },
      { text: 'We go.', atChar: 16 },
    ]);
  });

  test('shows in speech mode what the synthesiser gets', () => {
    const text = 'Sure, it is **5%**.\n---\nBye. ';
    const chunks = chunksOf([text], { piece: 4, mode: 'speech' });
    expect(chunks.map((chunk) => chunk.text)).toEqual([
      'Sure,',
      expect.stringMatching(/^it is (?:5|five) percent\.$/u),
      'Bye.',
    ]);
  });
});
