import { describe, expect, test } from 'vitest';
import type { Vad } from '../../../src/pipeline/ports.ts';
import { createVoiceWindows } from '../../../src/pipeline/hearing/voice-windows.ts';
import { HEARD_FRAME_SAMPLES, type PcmFrame } from '../../../src/pipeline/types.ts';

/** One window is one frame here, so that probabilities and frames can be told side by side. */
function scripted(probabilities: readonly number[]): Vad & { asked: number; resets: number } {
  return {
    windowSamples: HEARD_FRAME_SAMPLES,
    asked: 0,
    resets: 0,
    async speechProbability() {
      return probabilities[this.asked++] ?? 0;
    },
    reset() {
      this.resets += 1;
    },
  };
}

function frame(level: number, origin: PcmFrame['origin'] = 'voice'): PcmFrame {
  return { samples: new Float32Array(HEARD_FRAME_SAMPLES).fill(level), receivedAtMs: 0, origin };
}

async function voiceIn(probabilities: readonly number[], level = 0.1): Promise<string> {
  const windows = createVoiceWindows(scripted(probabilities));
  let seen = '';
  for (const _ of probabilities) seen += (await windows.take(frame(level))).isVoice ? 'v' : '.';
  return seen;
}

describe('createVoiceWindows()', () => {
  test('takes two windows that may be voice for an onset, and one alone for a click', async () => {
    expect(await voiceIn([0.1, 0.6, 0.1, 0.6, 0.6, 0.1])).toBe('....v.');
  });

  test('waits for no second window where there is hardly a doubt', async () => {
    expect(await voiceIn([0.1, 0.9, 0.1])).toBe('.v.');
  });

  test('waits for the second where it is very quiet', async () => {
    expect(await voiceIn([0.1, 0.9, 0.9, 0.1], 0.005)).toBe('..v.');
  });

  test('lets the voice dip before it takes it for ended', async () => {
    expect(await voiceIn([0.9, 0.4, 0.4, 0.3, 0.4, 0.4])).toBe('vvv...');
  });

  test('takes a quiet frame inside of voice for none of it', async () => {
    const windows = createVoiceWindows(scripted([0.9, 0.9]));
    expect(await windows.take(frame(0.1))).toMatchObject({ isVoice: true, isVoiced: true });
    expect(await windows.take(frame(0.001))).toMatchObject({
      isVoice: true,
      isVoiced: false,
    });
  });

  test('does not listen to silence that nobody sent for long, and after a second forgets the voice', async () => {
    const vad = scripted([]);
    const windows = createVoiceWindows(vad);
    for (let at = 0; at < 50; at++) await windows.take(frame(0, 'silence'));
    expect(vad).toMatchObject({ asked: 8, resets: 0 });
    for (let at = 0; at < 450; at++) await windows.take(frame(0, 'silence'));
    expect(vad).toMatchObject({ asked: 8, resets: 1 });
    await windows.take(frame(0.1));
    expect(vad.asked).toBe(9);
  });

  test('listens to it until the voice has ended', async () => {
    const vad = scripted([0.9, ...Array.from({ length: 20 }, () => 0.5)]);
    const windows = createVoiceWindows(vad);
    await windows.take(frame(0.1));
    for (let at = 0; at < 100; at++) await windows.take(frame(0, 'silence'));
    expect(vad.asked).toBe(22);
  });

  test('listens to all silence that somebody sends', async () => {
    const vad = scripted([]);
    const windows = createVoiceWindows(vad);
    for (let at = 0; at < 100; at++) await windows.take(frame(0));
    expect(vad).toMatchObject({ asked: 100, resets: 0 });
  });
});
