/** `parley chunk`: standard input through the chunker, one JSON object a line. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { createSpeakable } from '../pipeline/speaking/speakable/speakable.ts';
import { tokensToPiecesAtLeisure } from '../pipeline/speaking/tokens-to-pieces.ts';
import { tokensToSentences } from '../pipeline/speaking/tokens-to-sentences.ts';

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
      const input = process.stdin.setEncoding('utf8');
      for await (const chunk of chunksOf(input, options, new AbortController().signal)) {
        // Awaiting the write keeps a slow reader's pipe from filling the memory.
        await writeLine(JSON.stringify(chunk));
      }
    });
}

/**
 * @param input text, split anywhere between code points.
 * @yields pieces with something in them; in `speech` mode only those with something to say.
 */
export async function* chunksOf(
  input: AsyncIterable<string>,
  { piece, mode }: ChunkOptions,
  signal: AbortSignal,
): AsyncGenerator<Chunk, void, undefined> {
  const read = { chars: 0 };
  const tokens = inPiecesOf(piece, input, read);
  if (mode === 'sentence') {
    for await (const text of tokensToSentences(tokens, signal)) yield { text, atChar: read.chars };
    return;
  }
  const speakable = createSpeakable({ language: 'en', pronunciations: new Map() });
  for await (const { spoken } of tokensToPiecesAtLeisure(tokens, speakable, signal)) {
    if (spoken !== '') yield { text: spoken, atChar: read.chars };
  }
}

/** @param read the code points that were handed on are counted there. */
async function* inPiecesOf(
  count: number,
  input: AsyncIterable<string>,
  read: { chars: number },
): AsyncGenerator<string, void, undefined> {
  let held = '';
  for await (const text of input) {
    held += text;
    let from = 0;
    for (let to = past(held, from, count); to !== undefined; to = past(held, from, count)) {
      read.chars += count;
      yield held.slice(from, to);
      from = to;
    }
    held = held.slice(from);
  }
  if (held === '') return;
  read.chars += codePointsIn(held);
  yield held;
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

function writeLine(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (error) => {
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
