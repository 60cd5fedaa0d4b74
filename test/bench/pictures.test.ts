import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { resultFile, withFigures } from '../../bench/readme-figures.ts';
import type { BenchResult } from '../../bench/result.ts';
import { summarise } from '../../bench/statistics.ts';
import { toSvg } from '../../bench/to-svg.ts';
import { waterfallSvg } from '../../bench/waterfall-svg.ts';
import { turnRecord } from '../fakes/turn-record.ts';

const machine = {
  processor: 'Some <fast> processor',
  cores: 2,
  memoryGiB: 24,
  platform: 'linux x64',
  node: 'v24.21.0',
  loadBefore: 0.1,
};

describe('the README', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

  test('has the figures of bench/results/ (npm run bench-figures puts them there)', () => {
    expect(withFigures(readme)).toBe(readme);
  });

  test('cannot have a measure that is not in the result', () => {
    const block = '<!-- bench turn | no such measure -->\n<!-- /bench -->';
    expect(() => withFigures(block)).toThrow('no such measure');
  });

  test('cannot have figures of somebody who is not in the result', () => {
    const block = '<!-- bench turn | of Nobody | response -->\n<!-- /bench -->';
    expect(() => withFigures(block)).toThrow('nothing of "Nobody"');
  });

  test('says whose figures they are once, where they are one’s', () => {
    const block = '<!-- bench turn | of blocking order | response -->\n<!-- /bench -->';
    expect(withFigures(block)).toMatch(/^\| response \| [\d,]+ ms \|/mu);
  });

  test('can have the figures of all whose names end alike', () => {
    const block =
      '<!-- bench capacity | of … on Loopback Discord, models of known pace | response -->\n<!-- /bench -->';
    const lines = withFigures(block).match(/^\| response, .*$/gmu) ?? [];
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines)
      expect(line).toContain(' on Loopback Discord, models of known pace | ');
  });

  test('shows the waterfall of the turn that was kept', () => {
    const { timeline } = JSON.parse(readFileSync(resultFile('turn.json'), 'utf8')) as BenchResult;
    if (timeline === undefined) throw new Error('No turn was kept');
    expect(readFileSync(resultFile('waterfall.svg'), 'utf8')).toBe(waterfallSvg(timeline));
    expect(readme).toContain('bench/results/waterfall.svg');
  });
});

describe('toSvg()', () => {
  test('draws a bar up to each median, and no mark-up out of names', () => {
    const rows = [
      { measure: 'response', of: 'Parley', ...summarise([300, 400, 500]) },
      { measure: 'response', of: 'another', ...summarise([800]), isReference: true as const },
      { measure: 'response', of: 'none', ...summarise([]) },
    ];
    const svg = toSvg({ name: 'some', machine, unit: 'ms', rows, notes: [] });
    const widths = Array.from(svg.matchAll(/<rect [^>]*width="([\d.]+)" height="14"/gu), ([, w]) =>
      Number(w),
    );
    expect(widths).toHaveLength(2);
    expect(widths[0]).toBeCloseTo((widths[1] ?? 0) / 2, 0);
    expect(svg).toContain('another (published)');
    expect(svg).toContain('&lt;fast&gt;');
  });
});

describe('waterfallSvg()', () => {
  test('counts from the last voiced frame, and marks the first sound', () => {
    const svg = waterfallSvg(
      turnRecord({
        marks: {
          lastVoicedAtMs: 1000,
          endpointAtMs: 1280,
          sttStartedAtMs: 1080,
          sttEndedAtMs: 1190,
          firstPacketAtMs: 1450,
        },
      }),
    );
    expect(svg).toContain('80–190 ms');
    expect(svg).toContain('first sound after 450 ms');
  });

  test('draws nothing for a turn without a reply', () => {
    expect(waterfallSvg(turnRecord({ marks: {}, sentences: [] }))).toBeUndefined();
  });
});
