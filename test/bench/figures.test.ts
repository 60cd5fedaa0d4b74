import { describe, expect, test } from 'vitest';
import type { BenchResult } from '../../bench/result.ts';
import { stagesOf } from '../../bench/stages.ts';
import { summarise } from '../../bench/statistics.ts';
import { toMarkdown } from '../../bench/to-markdown.ts';
import { turnRecord } from '../fakes/turn-record.ts';

const machine = {
  processor: 'Some processor',
  cores: 2,
  memoryGiB: 24,
  platform: 'linux x64',
  node: 'v24.21.0',
  loadBefore: 0.1,
};

describe('summarise()', () => {
  test('takes median and p95 by nearest rank, so that each is a value that was measured', () => {
    const values = Array.from({ length: 20 }, (_, at) => (20 - at) * 10);
    expect(summarise(values)).toEqual({
      median: 100,
      p95: 190,
      mean: 105,
      min: 10,
      max: 200,
      n: 20,
    });
  });

  test('says null, not zero, where nothing was measured', () => {
    expect(summarise([])).toMatchObject({ median: null, p95: null, mean: null, n: 0 });
  });
});

describe('toMarkdown()', () => {
  const result: BenchResult = {
    name: 'some-bench',
    machine,
    unit: 'ms',
    rows: [
      {
        measure: 'response',
        of: 'Parley',
        ...summarise([500, 600]),
        target: { median: 530, p95: 590 },
      },
      { measure: 'response', of: 'another', ...summarise([700]), isReference: true },
      { measure: 'barge-in', of: 'Parley', ...summarise([]), target: { median: 150 } },
    ],
    notes: ['A note.'],
  };

  test('tells of each target whether it was met', () => {
    const table = toMarkdown(result);
    expect(table).toContain('≤ 530: met; p95 ≤ 590: MISSED');
    expect(table).toContain('≤ 150: not measured');
  });

  test('marks figures that are not from this run', () => {
    expect(toMarkdown(result)).toContain('another (published, not measured here)');
  });

  test('counts hits and misses', () => {
    const hit = {
      name: 'a cough',
      wanted: 'goes on',
      got: 'goes on',
      heard: ['Yeah', 'Yeah.'],
      isRight: true,
      pausedMs: 300,
    };
    const miss = { ...hit, name: '"stop"', isRight: false, pausedMs: null };
    const table = toMarkdown({ ...result, cases: [hit, miss] });
    expect(table).toContain('| hit | a cough | goes on | goes on | 300 | Yeah / Yeah. |');
    expect(table).toContain('1 of 2 right');
  });
});

describe('stagesOf()', () => {
  test('counts from the last voiced frame that was sent, not from the one that was heard', () => {
    const record = turnRecord({ marks: { lastVoicedAtMs: 990, firstTokenAtMs: 1400 } });
    const row = stagesOf([record], [1000]).find(({ n }) => n > 0);
    expect(row).toMatchObject({ measure: 'last voiced frame to first token', median: 400, n: 1 });
  });

  test('leaves out turns that were not answered', () => {
    const record = turnRecord({
      marks: { lastVoicedAtMs: 1000, firstTokenAtMs: 1400 },
      outcome: { status: 'left-alone', reason: 'no words in it' },
    });
    expect(stagesOf([record], [1000])).toEqual([]);
  });
});
