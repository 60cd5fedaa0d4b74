/**
 * Where a reply is cut while it is still being written, against a person's cuts: the texts of
 * test/texts, one code point at a time. And how fast, in tokens of four characters.
 */
import { createChunker } from '../src/cli/chunk.ts';
import { systemClock as clock } from '../src/async/clock.ts';
import { describeMachine, untilQuiet } from './machine.ts';
import type { Bench, BenchRow } from './result.ts';
import { readSplitTexts, scoreSplitter, type SplitText } from './split-score.ts';
import { SPLITTERS } from './splitters.ts';
import { summarise } from './statistics.ts';

const FILES = ['sentences', 'sentences-held-out', 'sentences-unseen', 'sentences-of-chats'];
const TOKEN_CHARS = 4;
const ROUNDS = 5;
const MEGABYTE = 1_000_000;

export const chunk: Bench = {
  name: 'chunk',
  description: 'sentence boundaries in a text that is still being written',

  async run(options) {
    const texts = (await Promise.all(FILES.map(textsOf))).flat();
    await untilQuiet(options);
    const machine = describeMachine();
    const rows: BenchRow[] = [];
    for (const { name, split } of SPLITTERS) {
      options.say(`${name} …`);
      options.signal.throwIfAborted();
      const score = await scoreSplitter(texts, split);
      const isOurs = name === SPLITTERS[0]?.name;
      const one = (measure: string, value: number, rest: Partial<BenchRow> = {}) =>
        rows.push({ measure, of: name, ...summarise([value]), n: score.of, ...rest });
      one('texts cut right', (100 * score.exact) / score.of, { unit: '%' });
      one('texts cut wrong', (100 * (score.of - score.exact)) / score.of, {
        unit: '%',
        ...(isOurs ? { target: { median: 3 } } : {}),
      });
      one('false cuts', score.falseCuts, { unit: 'cuts' });
      one('missed cuts', score.missed, { unit: 'cuts' });
      const altered = score.faults.filter(({ isAltered }) => isAltered).length;
      if (altered > 0) options.say(`${name}: ${altered} texts altered`);
      rows.push({
        measure: 'read past a boundary',
        of: name,
        unit: 'code points',
        ...summarise(score.lookahead),
        ...(isOurs ? { target: { median: 3 } } : {}),
      });
    }
    for (const { name, pieces } of SPLITTERS) {
      const perToken = await rounds(() => usPerToken(texts, pieces));
      rows.push({ measure: 'a token', of: name, unit: 'µs', ...perToken });
    }
    const text = megabyteOf(texts);
    for (const mode of ['sentence', 'speech'] as const) {
      options.say(`a megabyte, ${mode} …`);
      const taken = await rounds(() =>
        msFor(async function* () {
          const chunker = createChunker({ piece: TOKEN_CHARS, mode });
          yield* chunker.add(text);
          yield* chunker.end();
        }),
      );
      rows.push({
        measure: 'a megabyte of text',
        of: `parley chunk --mode ${mode}`,
        ...taken,
        target: { median: 1000 },
      });
    }
    return {
      name: chunk.name,
      machine,
      unit: 'ms',
      rows,
      notes: [
        'The texts are hard ones, each about one thing that a full stop may mean, in seven languages: everyday text is easier for every splitter.',
        'Parley was corrected by these texts: at first sight 130 of 174 were right, then 181 of the 192 held-out ones, then 501 of 517 others, of which the failed ones are here, and 145 of 149 of what chats are like.',
        'Intl.Segmenter is given what is held each time a character comes, and lets go all but the last segment.',
      ],
    };
  },
};

function textsOf(name: string): Promise<readonly SplitText[]> {
  return readSplitTexts(new URL(`../test/texts/${name}.yaml`, import.meta.url));
}

async function* tokensOf(text: string) {
  for (let at = 0; at < text.length; at += TOKEN_CHARS) yield text.slice(at, at + TOKEN_CHARS);
}

async function rounds(measure: () => Promise<number>) {
  const values: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) values.push(await measure());
  // The first one compiles the code.
  return summarise(values.slice(1));
}

async function usPerToken(
  texts: readonly SplitText[],
  pieces: (tokens: AsyncIterable<string>) => AsyncIterable<string>,
): Promise<number> {
  let tokens = 0;
  const ms = await msFor(async function* () {
    for (const { text } of texts) {
      tokens += Math.ceil(text.length / TOKEN_CHARS);
      yield* pieces(tokensOf(text));
    }
  });
  return (1000 * ms) / tokens;
}

async function msFor(run: () => AsyncIterable<unknown>): Promise<number> {
  const startMs = clock.nowMs();
  for await (const _ of run());
  return clock.nowMs() - startMs;
}

function megabyteOf(texts: readonly SplitText[]): string {
  const once = texts.map(({ text }) => text).join('\n\n');
  return `${once}\n\n`.repeat(Math.ceil(MEGABYTE / once.length)).slice(0, MEGABYTE);
}
