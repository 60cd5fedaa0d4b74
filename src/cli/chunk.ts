/** `parley chunk`: standard input through the chunker, one JSON object a line. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { createSpeakable } from '../pipeline/speaking/speakable/speakable.ts';
import { TextToPieces } from '../pipeline/speaking/text-to-pieces.ts';
import { createSentenceCutter } from '../pipeline/speaking/tokens-to-sentences.ts';

/** One piece, and how many code points of the input were read when it was let go. */
interface Chunk {
  readonly text: string;
  readonly atChar: number;
}

interface ChunkOptions {
  /** Code points handed on at a time. */
  readonly piece: number;
  readonly mode: 'sentence' | 'speech';
}

export function registerChunk(program: Command): void {
  program
    .command('chunk')
    .description('cut standard input into sentences, or into pieces for the voice')
    .option('--piece <n>', 'code points handed on at a time', parseCount, 4)
    .addOption(
      new Option(
        '--mode <mode>',
        'sentence: exact sentences; speech: what the synthesiser gets from a model that writes at once, the first piece as early as can be, the others with plenty of time',
      )
        .choices(['sentence', 'speech'])
        .default('sentence'),
    )
    .action(async (options: ChunkOptions) => {
      const chunker = createChunker(options);
      for await (const text of process.stdin.setEncoding('utf8')) await write(chunker.add(text));
      await write(chunker.end());
    });
}

interface Chunker {
  /** @returns the pieces that are certain with this much more of the text. */
  add(text: string): Iterable<Chunk>;
  /** @returns the rest. */
  end(): Iterable<Chunk>;
}

/** A sentence, or a piece with what is said of it. */
interface Cut {
  readonly written: string;
  readonly spoken?: string;
}

interface TextCutter {
  add(token: string): Iterable<Cut>;
  end(): Iterable<Cut>;
}

/** Gives pieces with something in them; in `speech` mode only those with something to say. */
export function createChunker({ piece, mode }: ChunkOptions): Chunker {
  const cutter: TextCutter =
    mode === 'sentence'
      ? createSentenceCutter()
      : new TextToPieces(createSpeakable({ language: 'en', pronunciations: new Map() }));
  let held = '';
  let atChar = 0;
  function* chunks(cuts: Iterable<Cut>): Generator<Chunk, void, undefined> {
    for (const { written, spoken } of cuts) {
      const text = spoken ?? written;
      if (text !== '') yield { text, atChar };
    }
  }
  return {
    *add(text) {
      held += text;
      let from = 0;
      for (let to = past(held, from, piece); to !== undefined; to = past(held, from, piece)) {
        atChar += piece;
        yield* chunks(cutter.add(held.slice(from, to)));
        from = to;
      }
      held = held.slice(from);
    },
    *end() {
      atChar += codePointsIn(held);
      yield* chunks(cutter.add(held));
      yield* chunks(cutter.end());
    },
  };
}

/** The index behind so many code points; undefined where there are fewer. */
function past(text: string, from: number, count: number): number | undefined {
  let at = from;
  for (let passed = 0; passed < count; passed++) {
    if (at >= text.length) return undefined;
    at += isPair(text, at) ? 2 : 1;
  }
  return at;
}

function codePointsIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += isPair(text, at) ? 2 : 1) count += 1;
  return count;
}

/** Whether the code point there takes two UTF-16 units. */
function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xff_ff;
}

/** One line each, in one go: a slow reader's pipe is waited for, so that it does not fill the memory. */
function write(chunks: Iterable<Chunk>): Promise<void> {
  const lines = Array.from(chunks, (chunk) => `${JSON.stringify(chunk)}\n`);
  return new Promise((resolve, reject) => {
    process.stdout.write(lines.join(''), (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return count;
}
