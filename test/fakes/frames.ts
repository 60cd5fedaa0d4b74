import { HEARD_FRAME_SAMPLES, FRAME_MS, type PcmFrame } from '../../src/pipeline/types.ts';

/**
 * One speaker's frames from a score: `v` a voiced frame, `n` a frame of quiet room noise that was
 * sent, `m` one of noise that is no voice and no silence, `.` a frame of silence in which nothing was sent. Digits repeat: `v10` is 200 ms of voice.
 * Each run of voice has a level of its own, so that a fake recogniser knows which ones it hears.
 *
 * @param firstRun number of the first run of voice (`runsOfVoice()` counts those of a score).
 */
export function frames(score: string, startMs = 0, firstRun = 0): PcmFrame[] {
  const made: PcmFrame[] = [];
  let run = firstRun;
  for (const [, kind = '.', count = '1'] of score.replaceAll(' ', '').matchAll(/([vnm.])(\d*)/gu)) {
    for (let i = 0; i < Number(count === '' ? '1' : count); i++) {
      const level = kind === 'v' ? VOICE_LEVEL + run * LEVEL_STEP : (NOISE_LEVELS[kind] ?? 0);
      made.push({
        samples: new Float32Array(HEARD_FRAME_SAMPLES).fill(level),
        receivedAtMs: startMs + made.length * FRAME_MS,
        origin: kind === '.' ? 'silence' : 'voice',
      });
    }
    if (kind === 'v') run += 1;
  }
  return made;
}

const VOICE_LEVEL = 0.3;
const NOISE_LEVELS: Readonly<Record<string, number>> = { n: 0.001, m: 0.05 };
const LEVEL_STEP = 0.002;

export function runsOfVoice(score: string): number {
  return score.replaceAll(' ', '').match(/v/gu)?.length ?? 0;
}

/** Numbers of the runs of voice in some sound, in order. */
export function runsIn(samples: Float32Array): number[] {
  const runs = new Set<number>();
  for (const sample of samples)
    if (sample >= VOICE_LEVEL - LEVEL_STEP / 2)
      runs.add(Math.round((sample - VOICE_LEVEL) / LEVEL_STEP));
  return [...runs];
}

export async function* streamOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
