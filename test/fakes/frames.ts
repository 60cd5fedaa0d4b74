import { HEARD_FRAME_SAMPLES, FRAME_MS, type PcmFrame } from '../../src/pipeline/types.ts';

/**
 * One speaker's frames from a score: `v` a voiced frame, `n` a frame of quiet room noise that was
 * sent, `.` a frame of silence in which nothing was sent. Digits repeat: `v10` is 200 ms of voice.
 */
export function frames(score: string, startMs = 0): PcmFrame[] {
  const made: PcmFrame[] = [];
  for (const [, kind = '.', count = '1'] of score.replaceAll(' ', '').matchAll(/([vn.])(\d*)/gu)) {
    for (let i = 0; i < Number(count === '' ? '1' : count); i++) {
      const level = kind === 'v' ? 0.3 : kind === 'n' ? 0.001 : 0;
      made.push({
        samples: new Float32Array(HEARD_FRAME_SAMPLES).fill(level),
        receivedAtMs: startMs + made.length * FRAME_MS,
        origin: kind === '.' ? 'silence' : 'voice',
      });
    }
  }
  return made;
}

export async function* streamOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
