/** `parley transcribe`: recognition alone. */
import type { Command } from 'commander';
import { WavError } from '../audio/wav.ts';
import { readConfig } from '../config.ts';
import { openSherpaStt } from '../engines/sherpa-stt.ts';
import { cutAtPauses } from '../pipeline/hearing/cut-at-pauses.ts';
import { utteranceToText } from '../pipeline/hearing/utterance-to-text.ts';
import type { Stt } from '../pipeline/ports.ts';
import { ENGINE_HZ } from '../pipeline/types.ts';
import { CliError } from './cli-error.ts';
import { fetchedModel } from './fetched-model.ts';
import { interruptibly } from './interruptibly.ts';
import { wavBlocks } from './wav-blocks.ts';

interface Transcription {
  readonly text: string;
  readonly audioMs: number;
  /** Time that recognition took, reading and resampling left out. */
  readonly decodeMs: number;
}

/** Of sound, between two lines about how far a long recording is. */
const LINE_EVERY_MS = 5 * 60_000;

export function registerTranscribe(program: Command): void {
  program
    .command('transcribe')
    .description('print what is said in a WAV file')
    .argument('<file>', 'any rate, mono or more channels, PCM or float')
    .option('--json', 'one JSON object: text, audioMs, decodeMs')
    .action((file: string, { json }: { json?: true }) =>
      interruptibly(async (signal) => {
        const blocks = await begun(file);
        const config = readConfig();
        const files = await fetchedModel(config.PARLEY_STT, 'stt', config, signal);
        await using stt = await openSherpaStt(files);
        const result = await explained(file, () => transcribe(blocks, stt, signal));
        console.log(json ? JSON.stringify(result) : result.text);
        if (!json)
          console.error(
            `${seconds(result.audioMs)} of sound recognised in ${seconds(result.decodeMs)}.`,
          );
      }),
    );
}

/** Piece by piece while the file is read: a recording of hours takes no more memory than a minute. */
async function transcribe(
  blocks: AsyncIterable<Float32Array>,
  stt: Stt,
  signal: AbortSignal,
): Promise<Transcription> {
  const maxSamples = (stt.maxPieceMs * ENGINE_HZ) / 1000;
  const texts: string[] = [];
  let audioMs = 0;
  let decodeMs = 0;
  let toldAtMs = 0;
  let rest = new Float32Array(0);
  const recognise = async (piece: Float32Array) => {
    const startedAtMs = performance.now();
    const { text } = await utteranceToText(piece, stt, signal);
    decodeMs += performance.now() - startedAtMs;
    if (text !== '') texts.push(text);
  };

  for await (const block of blocks) {
    audioMs += (block.length / ENGINE_HZ) * 1000;
    const pieces = [...cutAtPauses(joined(rest, block), maxSamples)];
    // Where the last piece ends only the next block tells.
    rest = new Float32Array(pieces.pop() ?? []);
    for (const piece of pieces) await recognise(piece);
    if (audioMs - toldAtMs >= LINE_EVERY_MS) {
      toldAtMs = audioMs;
      console.error(`${Math.round(audioMs / 60_000)} minutes recognised so far`);
    }
  }
  await recognise(rest);
  return { text: texts.join(' '), audioMs: Math.round(audioMs), decodeMs: Math.round(decodeMs) };
}

/** Reads the file's beginning, so that a wrong name is told before any model is loaded. */
async function begun(file: string): Promise<AsyncIterable<Float32Array>> {
  const blocks = wavBlocks(file);
  const first = await explained(file, () => blocks.next());
  return (async function* () {
    if (first.done !== true) yield first.value;
    yield* blocks;
  })();
}

async function explained<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WavError)
      throw new CliError(`Cannot read ${file}: ${error.message}.`, { cause: error });
    if (error instanceof Error && 'code' in error && 'syscall' in error)
      throw new CliError(`Cannot read ${file}: ${reasonOf(String(error.code))}.`, { cause: error });
    throw error;
  }
}

function reasonOf(code: string): string {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'it may not be read',
    EPERM: 'it may not be read',
  };
  return reasons[code] ?? code;
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const whole = new Float32Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
