import { describe, expect, test } from 'vitest';
import type { SpeechTask } from '../../../src/engines/speech/messages.ts';
import { timeLimitMs, workedMs } from '../../../src/engines/speech/time-limit.ts';
import { findModel } from '../../../src/models/catalogue.ts';

const say = (chars: number): SpeechTask => ({
  kind: 'synthesis',
  text: 'a'.repeat(chars),
  speakerNumber: 0,
  speed: 1,
});
const hear = (kind: 'recognition' | 'turn', seconds: number): SpeechTask => ({
  kind,
  samples: new Float32Array(16_000 * seconds),
});

describe('workedMs()', () => {
  test('is all of the time on a machine that does nothing else', () => {
    expect(workedMs({ passedMs: 200, cpuMs: 200 }, 1)).toBe(200);
    expect(workedMs({ passedMs: 200, cpuMs: 390 }, 1)).toBe(200);
    expect(workedMs({ passedMs: 200, cpuMs: 400 }, 2)).toBe(200);
  });

  test('is a share of the processor time that a busy machine leaves', () => {
    expect(workedMs({ passedMs: 200, cpuMs: 40 }, 1)).toBe(40);
    expect(workedMs({ passedMs: 200, cpuMs: 300 }, 6)).toBe(50);
  });

  test('is all of the time where nothing moves', () => {
    expect(workedMs({ passedMs: 200, cpuMs: 1 }, 3)).toBe(200);
    expect(workedMs({ passedMs: 200, cpuMs: 0 }, 1)).toBe(200);
  });
});

describe('timeLimitMs()', () => {
  const piper = findModel('piper-en-us-joe-medium');
  const moonshine = findModel('moonshine-tiny-en');
  const smartTurn = findModel('smart-turn-v3.2');

  test('is two seconds for a turn, and little more for what is short', () => {
    expect(timeLimitMs(hear('turn', 8), smartTurn)).toBeLessThan(2500);
    expect(timeLimitMs(say(30), piper)).toBeLessThan(3000);
    expect(timeLimitMs(hear('recognition', 2), moonshine)).toBeLessThanOrEqual(4000);
  });

  test('is ten times what the model needs, and more', () => {
    expect(timeLimitMs(hear('turn', 8), smartTurn)).toBeGreaterThan(10 * 70);
    expect(timeLimitMs(say(250), piper)).toBeGreaterThan(10 * 3 * 250);
    expect(timeLimitMs(hear('recognition', 12), moonshine)).toBeGreaterThan(10 * 600);
  });

  test('leaves slow models the time that they need', () => {
    // As long as it speaks, 65 ms a character, and four of them side by side.
    expect(timeLimitMs(say(100), findModel('kokoro-en-us'))).toBeGreaterThan(4 * 6500);
    expect(timeLimitMs(hear('recognition', 1), findModel('whisper-base'))).toBeGreaterThan(10_000);
  });
});
