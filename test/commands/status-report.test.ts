import { describe, expect, test } from 'vitest';
import { summariseTurns } from '../../src/commands/status-report.ts';
import { turnRecord } from '../fakes/turn-record.ts';

const spoken = (latencyMs: number) =>
  turnRecord({
    marks: {
      lastVoicedAtMs: 1_000,
      endpointAtMs: 1_400,
      sttStartedAtMs: 1_400,
      sttEndedAtMs: 1_450,
      llmRequestedAtMs: 1_450,
      firstTokenAtMs: 1_600,
      firstClauseAtMs: 1_700,
      firstPcmAtMs: 1_000 + latencyMs - 20,
      firstPacketAtMs: 1_000 + latencyMs,
    },
  });

describe('summariseTurns()', () => {
  test('has nothing to say about no turns', () => {
    expect(summariseTurns([])).toEqual({
      turnCount: 0,
      failedCount: 0,
      responseLatency: undefined,
      stages: [],
      early: { count: 0, discardedCount: 0 },
      interruptions: { letPassCount: 0, realCount: 0 },
      lastEnd: undefined,
    });
  });

  test('counts replies that were begun early, and those thrown away', () => {
    const turns = [
      turnRecord({ speculations: 2, discarded: 1 }),
      turnRecord({ speculations: 0, discarded: 0 }),
      turnRecord({ speculations: 3, discarded: 0 }),
    ];
    expect(summariseTurns(turns).early).toEqual({ count: 5, discardedCount: 1 });
  });

  test('tells interruptions that ended a reply from those that were let pass', () => {
    const over = { speakerId: '1', atMs: 0, how: 'paused', verdict: 'spoken to' } as const;
    const passed = { ...over, resumedAtMs: 300, verdict: 'backchannel' };
    const lowered = { ...passed, how: 'lowered' } as const;
    const turns = [
      turnRecord({ interruptions: [passed, over] }),
      turnRecord({ interruptions: [lowered] }),
    ];
    expect(summariseTurns(turns).interruptions).toEqual({ letPassCount: 2, realCount: 1 });
  });

  test('takes the end of the newest turn that was spoken to its end', () => {
    const waited = { silentMs: 1_500, reason: 'waited long enough' };
    const turns = [
      turnRecord({ endOfTurn: { silentMs: 220, reason: 'finished' } }),
      turnRecord({ endOfTurn: waited }),
      turnRecord({ medium: 'text' }),
    ];
    expect(summariseTurns(turns).lastEnd).toEqual(waited);
  });

  test('gives percentiles that really occurred, by nearest rank', () => {
    const turns = Array.from({ length: 100 }, (_, index) => spoken(1_000 + index + 1));
    expect(summariseTurns(turns.toReversed()).responseLatency).toEqual({
      p50Ms: 1_050,
      p95Ms: 1_095,
      count: 100,
    });
  });

  test('shows a single turn as it was', () => {
    const { responseLatency, stages } = summariseTurns([spoken(900)]);
    expect(responseLatency).toEqual({ p50Ms: 900, p95Ms: 900, count: 1 });
    expect(stages.map(({ stage, p50Ms }) => [stage, p50Ms])).toEqual([
      ['end of speech noticed', 400],
      ['recognition', 50],
      ['first word of the model', 150],
      ['first clause', 100],
      ['its synthesis', 180],
      ['its first packet', 20],
    ]);
  });

  test('takes stages from the turns that went through them, and counts failures', () => {
    const failed = turnRecord({
      marks: { lastVoicedAtMs: 0, endpointAtMs: 600 },
      outcome: { status: 'failed', reason: 'slow' },
    });
    const summary = summariseTurns([failed, spoken(900), spoken(950)]);
    expect(summary).toMatchObject({ turnCount: 3, failedCount: 1 });
    expect(summary.responseLatency?.count).toBe(2);
    expect(summary.stages[0]).toMatchObject({ count: 3, p50Ms: 400, p95Ms: 600 });
  });

  test('leaves typed questions out of the times', () => {
    const typed = turnRecord({
      medium: 'text',
      marks: { llmRequestedAtMs: 0, firstTokenAtMs: 9_000 },
    });
    expect(summariseTurns([typed])).toMatchObject({ turnCount: 1, stages: [] });
  });
});
