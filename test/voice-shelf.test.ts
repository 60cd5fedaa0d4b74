import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../src/async/clock.ts';
import { voiceList } from '../src/commands/voice-words.ts';
import type { VoiceShelf } from '../src/commands/voice-shelf.ts';
import { openSherpaStt } from '../src/engines/sherpa-stt.ts';
import { openSherpaVoices } from '../src/engines/sherpa-tts.ts';
import { createVoicePool, type VoicePool } from '../src/engines/voice-pool.ts';
import { resample } from '../src/audio/resample.ts';
import { installedModel } from '../src/models/installed-model.ts';
import { findVoice } from '../src/models/voices.ts';
import { ENGINE_HZ } from '../src/pipeline/types.ts';
import { openVoiceShelf } from '../src/voice-shelf.ts';
import { modelsDir, realModel } from './fakes/real-models.ts';
import { wordOverlap } from './fakes/word-overlap.ts';

const never = new AbortController().signal;
const JOE = 'piper-en-us-joe-medium';
const SAMPLE = 'This is how I sound when I talk with you';

let pool: VoicePool;
let shelf: VoiceShelf;
beforeAll(async () => {
  pool = createVoicePool({
    open: async (id, signal) =>
      openSherpaVoices(await installedModel(id, { dir: modelsDir, signal })),
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
  const options = { modelsDir, pool, usual: findVoice(JOE), understood: ['en'] };
  shelf = await openVoiceShelf(options, never);
});
afterAll(() => pool[Symbol.asyncDispose]());

const heard = async ({ samples, sampleRateHz }: Awaited<ReturnType<VoiceShelf['sample']>>) => {
  await using stt = await openSherpaStt(await realModel('moonshine-tiny-en'));
  return (await stt.transcribe(resample(samples, sampleRateHz, ENGINE_HZ), never)).text;
};

describe('the voice shelf', () => {
  test('has every voice of the catalogue, those that are here first', () => {
    expect(shelf.models[0]!.isHere).toBe(true);
    expect(shelf.find(JOE)).toMatchObject({ id: JOE, language: 'en-US', isHere: true });
    expect(shelf.find('kokoro-en-us')).toMatchObject({ id: 'kokoro-en-us/heart', isSlow: true });
    expect(shelf.find('nobody')).toBeUndefined();
    expect(shelf.find('moonshine-tiny-en')).toBeUndefined();
  });

  test('can be told about in one message', () => {
    expect(voiceList(shelf).length).toBeLessThan(1_700);
  });

  test('gives a sample that is understood, in the voice and at the speed that was asked for', async () => {
    const usual = await shelf.sample(JOE, 1, never);
    expect(wordOverlap(SAMPLE, await heard(usual))).toBeGreaterThanOrEqual(0.7);
    const fast = await shelf.sample(JOE, 2, never);
    expect(fast.samples.length).toBeLessThan(0.75 * usual.samples.length);
    // Made once: nobody waits for it again.
    expect(await shelf.sample(JOE, 2, never)).toBe(fast);
  });

  test('says which model is not here', async () => {
    await expect(shelf.sample('matcha-en-us-ljspeech', 1, never)).rejects.toThrow(
      /Cannot load "matcha-en-us-ljspeech": it is not here.*models --fetch/u,
    );
  });

  test('refuses what Kokoro has no sounds for, without handing it to the library', async ({
    skip,
  }) => {
    skip(shelf.find('kokoro-en-us')?.isHere !== true, 'Kokoro is not here');
    using lease = await pool.load('kokoro-en-us', never);
    await expect(lease.model.voice(3, 1).synthesise('你好', never)).rejects.toThrow(
      'has no sounds for their script',
    );
  });

  // Fetched by `parley models --fetch kokoro-en-us`: 93 MB that Parley does not need.
  test.for(['kokoro-en-us/heart', 'kokoro-en-us/adam', 'kokoro-en-gb/george'])(
    'gives a sample of %s that is understood, where it is here',
    { timeout: 60_000 },
    async (id, { skip }) => {
      skip(shelf.find(id)?.isHere !== true, 'Kokoro is not here');
      const sample = await shelf.sample(id, 1, never);
      expect(sample.sampleRateHz).toBe(24_000);
      expect(wordOverlap(SAMPLE, await heard(sample))).toBeGreaterThanOrEqual(0.7);
    },
  );
});
