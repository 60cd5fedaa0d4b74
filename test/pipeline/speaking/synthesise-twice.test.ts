import { describe, expect, test } from 'vitest';
import type { Tts } from '../../../src/pipeline/ports.ts';
import { createSpeechPace } from '../../../src/pipeline/speaking/speech-pace.ts';
import { synthesise } from '../../../src/pipeline/speaking/synthesise-twice.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';

const never = new AbortController().signal;
const WAITS_MS = 900;
const WORKS_MS = 100;

/** Begins when others are done. */
async function synthesised(neededAtMs: number, tellsWhenItBegins = true) {
  const clock = fakeClock();
  const startsAtMs = clock.nowMs();
  const tts: Pick<Tts, 'synthesise'> = {
    async synthesise(text, signal, options) {
      await clock.sleep(WAITS_MS, signal);
      if (tellsWhenItBegins) options?.onBegun?.();
      await clock.sleep(WORKS_MS, signal);
      return { text, samples: new Float32Array(1), sampleRateHz: 16_000 };
    },
  };
  const pace = createSpeechPace();
  const speaker = { tts, pace, clock, neededAtMs: startsAtMs + neededAtMs, goesOn: false };
  const saying = synthesise('Hello there.', speaker, 1, never);
  await clock.advance(WAITS_MS);
  await clock.advance(WORKS_MS);
  return saying;
}

describe('synthesise()', () => {
  test('what it waited for because there was time is not how long it takes', async () => {
    expect(await synthesised(1500)).toMatchObject({ times: { tookMs: 1000, urgentMs: 100 } });
    expect(await synthesised(Infinity)).toMatchObject({ times: { urgentMs: 100 } });
  });

  test('but what it waited for once it was needed is', async () => {
    expect(await synthesised(300)).toMatchObject({ times: { tookMs: 1000, urgentMs: 700 } });
    expect(await synthesised(0)).toMatchObject({ times: { urgentMs: 1000 } });
  });

  test('where nobody tells when it begins, all of it counts', async () => {
    expect(await synthesised(1500, false)).toMatchObject({ times: { urgentMs: 1000 } });
  });
});
