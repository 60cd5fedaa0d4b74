import { describe, expect, test } from 'vitest';
import { createLiveCaller } from '../../bench/live-caller.ts';
import type { PcmFrame } from '../../src/pipeline/types.ts';
import { fakeClock } from '../fakes/fake-clock.ts';

const FRAME = 320;

function open() {
  const clock = fakeClock(1000);
  const caller = createLiveCaller(clock);
  const heard: PcmFrame[] = [];
  const hearing = (async () => {
    for await (const frame of caller.frames) heard.push(frame);
  })();
  const { signal } = new AbortController();
  return { clock, caller, heard, hearing, signal };
}

/** Silence and voice by frames. */
function sound(...levels: readonly number[]): Float32Array {
  const samples = new Float32Array(levels.length * FRAME);
  for (const [at, level] of levels.entries()) samples.fill(level, at * FRAME, (at + 1) * FRAME);
  return samples;
}

describe('createLiveCaller()', () => {
  test('sends a frame every 20 ms, and five of silence behind the last one', async () => {
    const { clock, caller, heard, signal } = open();
    const saying = caller.say(sound(0.3, 0.3, 0.3), signal);
    await clock.advance(7 * 20);
    await saying;
    expect(heard.map(({ receivedAtMs }) => receivedAtMs)).toEqual(
      [0, 20, 40, 60, 80, 100, 120, 140].map((ms) => 1000 + ms),
    );
    expect(heard.every(({ origin }) => origin === 'voice')).toBe(true);
  });

  test('says when the first and the last voiced frame were due', async () => {
    const { clock, caller, signal } = open();
    const saying = caller.say(sound(0, 0.3, 0.3, 0.001), signal);
    await clock.advance(1000);
    expect(await saying).toEqual({ firstVoicedAtMs: 1020, lastVoicedAtMs: 1040 });
  });

  test('makes up silence for 3 s, 60 ms after the last frame, as many frames as time has passed', async () => {
    const { clock, caller, heard, signal } = open();
    const saying = caller.say(sound(0.3), signal);
    await clock.advance(100);
    await saying;
    await clock.advance(50);
    expect(heard).toHaveLength(6);
    await clock.advance(50);
    expect(heard.slice(6).length).toBeGreaterThanOrEqual(4);
    expect(heard.slice(6).every(({ origin }) => origin === 'silence')).toBe(true);
    await clock.advance(10_000);
    expect(heard.slice(6)).toHaveLength(150);
  });

  test('makes up no silence before the first word', async () => {
    const { clock, heard } = open();
    await clock.advance(1000);
    expect(heard).toEqual([]);
  });

  test('ends the frames when the caller leaves', async () => {
    const { clock, caller, hearing } = open();
    caller.leave();
    await hearing;
    expect(clock.pending).toBe(0);
  });
});
