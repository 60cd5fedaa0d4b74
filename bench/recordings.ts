/** Recordings of people and rooms that somebody has at hand, as sounds over a reply. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resample } from '../src/audio/resample.ts';
import { readWav } from '../src/audio/wav.ts';
import { ENGINE_HZ } from '../src/pipeline/types.ts';
import { SPEECH_DBFS, type Interjection, type Kind } from './interjections.ts';
import { levelled } from '../src/audio/made-up-sounds.ts';

const KINDS: readonly Kind[] = ['backchannel', 'noise', 'speech'];

/** Nobody laughs over a reply for longer. */
const MAX_MS = 3000;

/**
 * The WAV files of a folder; their names say what they are: `backchannel-….wav`, `noise-….wav`,
 * `speech-….wav`. Others are left out.
 *
 * @throws {WavError} for a file that is none; errors of the file system.
 */
export async function readRecordings(folder: string): Promise<readonly Interjection[]> {
  const files = (await readdir(folder)).filter((file) => /\.wav$/iu.test(file)).toSorted();
  const read = files.map(async (file): Promise<Interjection | undefined> => {
    const kind = KINDS.find((each) => file.startsWith(`${each}-`));
    if (kind === undefined) return undefined;
    const { samples, sampleRateHz } = readWav(await readFile(join(folder, file)));
    const whole = resample(samples, sampleRateHz, ENGINE_HZ);
    const sound = levelled(whole.slice(0, (MAX_MS * ENGINE_HZ) / 1000), SPEECH_DBFS);
    return { name: `recording ${file}`, kind, sound, onsetMs: 0 };
  });
  return (await Promise.all(read)).filter((each) => each !== undefined);
}
