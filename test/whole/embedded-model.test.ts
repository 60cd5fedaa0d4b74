import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wholeStage, wordOverlap, type WholeStage } from './whole-stage.ts';

describe('Parley without any key', () => {
  let whole: WholeStage;
  beforeAll(async () => {
    whole = await wholeStage();
  });
  afterAll(() => whole[Symbol.asyncDispose]());

  test('hears a spoken question, answers aloud and on the subject', async () => {
    const turn = await whole.ask('What is the capital of France?');
    expect(turn.heard.toLowerCase()).toContain('capital of france');
    expect(turn.reply).toContain('Paris');
    expect(turn.responseLatencyMs).toBeGreaterThan(0);
    expect(turn.timeline?.outcome).toEqual({ status: 'answered' });
    // What left the bot is what the caller heard: through synthesis, Opus, encryption and UDP.
    expect(
      wordOverlap(turn.reply, await whole.heardSince(turn.timeline?.marks.firstPacketAtMs ?? 0)),
    ).toBeGreaterThanOrEqual(0.6);
    expect(whole.stage.caller.heard.lost).toBe(0);
    expect(whole.stage.caller.heard.daveFailures).toBe(0);
    expect(whole.stage.caller.privacyCode).toMatch(/^\d{30}$/u);
  });

  test('leaves a timeline whose steps follow one another', async () => {
    const { timeline } = await whole.ask('What is the capital of Italy?');
    const marks = timeline?.marks;
    const steps = [
      marks?.speechStartedAtMs,
      marks?.lastVoicedAtMs,
      marks?.endpointAtMs,
      marks?.sttStartedAtMs,
      marks?.sttEndedAtMs,
      marks?.llmRequestedAtMs,
      marks?.firstTokenAtMs,
      marks?.firstClauseAtMs,
      marks?.firstPcmAtMs,
      marks?.firstPacketAtMs,
      marks?.endedAtMs,
    ];
    expect(steps).not.toContain(undefined);
    expect(steps).toEqual(steps.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
  });
});
