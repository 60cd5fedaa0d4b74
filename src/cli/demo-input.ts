/** What a simulated caller says: a recording, or a text that is synthesised. */
import { access, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readWav } from '../audio/wav.ts';
import type { Tts } from '../pipeline/ports.ts';
import { CliError } from './cli-error.ts';
import type { DemoInput } from './demo-turn.ts';

/**
 * @param what the name of a WAV file, or a text.
 * @param openTts called only when there is a text.
 * @throws {CliError} for a file that is not there or no WAV.
 */
export async function demoInput(
  what: string,
  openTts: () => Promise<Tts>,
  signal: AbortSignal,
): Promise<DemoInput> {
  if (!/\.wav$/iu.test(what)) {
    if (what.trim() === '') throw new CliError('Cannot say an empty text.');
    const tts = await openTts();
    return { said: what, sound: await tts.synthesise(what, signal) };
  }
  await access(what).catch((cause: unknown) => {
    throw new CliError(`Cannot read "${what}": there is no such file.`, { cause });
  });
  const sound = await readSound(what);
  if (sound.samples.length === 0)
    throw new CliError(`Cannot say "${what}": there is no sound in it.`);
  return { said: basename(what), sound };
}

async function readSound(file: string): Promise<DemoInput['sound']> {
  try {
    return readWav(await readFile(file));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`Cannot say "${file}": ${why}`, { cause });
  }
}
