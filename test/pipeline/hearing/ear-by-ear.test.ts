import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silence, joined } from '../../../src/audio/made-up-sounds.ts';
import { readWav } from '../../../src/audio/wav.ts';
import { openSherpaStt } from '../../../src/engines/sherpa-stt.ts';
import { systemClock } from '../../../src/async/clock.ts';
import { openSilero } from '../../../src/engines/silero-vad.ts';
import { openSmartTurn } from '../../../src/engines/smart-turn.ts';
import { createEar } from '../../../src/pipeline/hearing/ear.ts';
import type { Stt, TurnDetector, Vad } from '../../../src/pipeline/ports.ts';
import { FRAME_MS, HEARD_FRAME_SAMPLES, type PcmFrame } from '../../../src/pipeline/types.ts';
import { readConfig } from '../../../src/config.ts';
import { realModel, realModelFile } from '../../fakes/real-models.ts';

const never = new AbortController().signal;
const opened = new AsyncDisposableStack();
let stt: Stt;
let turnDetector: TurnDetector;
let createVad: () => Vad;

const fixture = (name: string) =>
  readWav(readFileSync(new URL(`../../fixtures/smart-turn/${name}`, import.meta.url))).samples;
/** "Could you set a timer for ten minutes?", "How long does it take to drive to Munich?" */
const [timer, munich] = [fixture('user.wav'), fixture('barge.wav')];

/** @param isIdle whether the recogniser comes to what nobody needs yet. */
function earOf(sound: Float32Array, isIdle = true) {
  const transcribed: number[] = [];
  const early: number[] = [];
  const counting: Stt = {
    maxPieceMs: stt.maxPieceMs,
    transcribe(samples, signal, options) {
      const isEarly = options?.neededAtMs === Infinity;
      (isEarly ? early : transcribed).push(samples.length / 16);
      if (isIdle || !isEarly) options?.onBegun?.();
      return stt.transcribe(samples, signal, options);
    },
    async [Symbol.asyncDispose]() {},
  };
  async function* frames(): AsyncGenerator<PcmFrame> {
    for (let at = 0; at + HEARD_FRAME_SAMPLES <= sound.length; at += HEARD_FRAME_SAMPLES)
      yield {
        samples: sound.slice(at, at + HEARD_FRAME_SAMPLES),
        receivedAtMs: (at / HEARD_FRAME_SAMPLES) * FRAME_MS,
        origin: 'voice',
      };
  }
  const parts = { vad: createVad(), stt: counting, turnDetector, mayGuess: () => true };
  const ear = createEar(frames(), parts, never);
  return { ear, transcribed, early };
}

beforeAll(async () => {
  const silero = await openSilero(await realModelFile('silero-vad-v5'), systemClock);
  opened.defer(() => silero.release());
  createVad = () => silero.createVad();
  stt = opened.use(await openSherpaStt(await realModel(readConfig().PARLEY_STT)));
  turnDetector = opened.use(await openSmartTurn(await realModelFile('smart-turn-v3.2'), never));
});
afterAll(() => opened.disposeAsync());

describe('an ear with real models', () => {
  test('hears a voice within 100 ms, and its end within 150 ms of the last sound', async () => {
    const { ear } = earOf(joined([silence(1000), timer, silence(600)]));
    const events = await Array.fromAsync(ear.events);
    const onset = events.find(({ type }) => type === 'onset');
    const offset = events.findLast((event) => event.type === 'offset');
    expect(onset?.atMs).toBeLessThan(1100);
    expect(offset === undefined ? Infinity : offset.atMs - offset.lastVoicedAtMs).toBeLessThan(150);
  });

  test('has the words and the judgement of the turn model 200 ms after the last sound', async () => {
    const { ear } = earOf(joined([silence(500), timer, silence(600)]));
    for await (const event of ear.events) {
      if (event.type !== 'hush' || event.silentMs < 200) continue;
      expect((await ear.recognise(never)).text).toMatch(/set a timer for (?:ten|10) minutes/iu);
      expect(await ear.finishedProbability(never)).toBeGreaterThan(0.8);
      return;
    }
    throw new Error('the voice had no end');
  });

  test('understands the same ahead of the end as behind it', async () => {
    const texts: string[] = [];
    const faded = timer.map((sample, at) => sample * Math.min(1, (timer.length - at) / 2400));
    for (const isIdle of [true, false]) {
      const { ear, early } = earOf(joined([silence(500), faded, silence(600)]), isIdle);
      for await (const event of ear.events)
        if (event.type === 'offset') texts.push((await ear.recognise(never)).text);
      expect(early.length).toBeGreaterThan(0);
    }
    const half = texts.length / 2;
    expect(texts.at(-1)).toMatch(/set a timer for (?:ten|10) minutes/iu);
    expect(texts.slice(0, half)).toEqual(texts.slice(half));
  });

  test('loses nothing beside a long pause', async () => {
    const { ear } = earOf(joined([silence(500), timer, silence(4000), munich, silence(600)]));
    await Array.fromAsync(ear.events);
    const { text } = await ear.recognise(never);
    expect(text).toMatch(/timer for (?:ten|10) minutes.*drive to Munich/iu);
  });

  test('has the most of what takes long to say recognised before it ends', async () => {
    const pause = silence(300);
    const twice = joined([timer, pause, munich, pause, timer, pause, munich]);
    const { ear, transcribed } = earOf(joined([silence(500), twice, silence(600)]));
    await Array.fromAsync(ear.events);
    const [settledMs = 0, ...others] = transcribed;
    expect(settledMs).toBeGreaterThan(6000);
    expect(others).toEqual([]);
    const { text } = await ear.recognise(never);
    expect(transcribed.slice(1).every((tailMs) => tailMs < 3000)).toBe(true);
    expect(text).toMatch(/minutes.*drive to.*minutes.*drive to/iu);
  });
});
