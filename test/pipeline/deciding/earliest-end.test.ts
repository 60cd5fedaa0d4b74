import { describe, expect, test } from 'vitest';
import { earliestEndAtMs } from '../../../src/pipeline/deciding/earliest-end.ts';
import { initialState, type Utterance } from '../../../src/pipeline/deciding/turn-state.ts';

const QUESTION = 'What is the capital of France?';

/** Somebody fell silent at 1,000 ms; that was 80 ms ago. */
function pause(more: Partial<Utterance> = {}, endpointFactor = 1, hasTurnDetector = true) {
  const utterance: Utterance = {
    turnId: 't1',
    speakerId: 'ann',
    startedAtMs: 0,
    isVoiced: false,
    voicedSinceMs: 0,
    earlyTakes: 0,
    lastVoicedAtMs: 1000,
    offsetAtMs: 1060,
    silentMs: 80,
    take: 1,
    transcript: { text: QUESTION, isEcho: false },
    finishedProbability: undefined,
    judgments: 0,
    isBeingJudged: false,
    speculations: 0,
    overAtMs: undefined,
    overlap: undefined,
    hasInterrupted: false,
    ...more,
  };
  const state = initialState(hasTurnDetector);
  return { ...state, nowMs: 1080, endpointFactor, utterances: [utterance] };
}

describe('earliestEndAtMs()', () => {
  test('is the end of their patience where the turn model may say that they are done', () => {
    expect(earliestEndAtMs(pause(), 't1')).toBe(1200);
    expect(earliestEndAtMs(pause({}, 1.3), 't1')).toBe(1260);
  });

  test('is later where it has said that they are not, where they break off, and without one', () => {
    expect(earliestEndAtMs(pause({ finishedProbability: 0.1 }), 't1')).toBeGreaterThan(1500);
    const broken = { transcript: { text: 'Tell me about the', isEcho: false } };
    expect(earliestEndAtMs(pause(broken), 't1')).toBe(2500);
    expect(earliestEndAtMs(pause({}, 1, false), 't1')).toBe(1500);
  });

  test('is now where the turn is over, or should be', () => {
    expect(earliestEndAtMs(pause({ overAtMs: 1080 }), 't1')).toBe(1080);
    expect(earliestEndAtMs(pause(), 'another')).toBe(1080);
    expect(earliestEndAtMs({ ...pause(), nowMs: 1300 }, 't1')).toBe(1300);
  });

  test('is found whatever a broken turn model says', () => {
    expect(earliestEndAtMs(pause({ finishedProbability: Number.NaN }), 't1')).toBeLessThan(6000);
  });
});
