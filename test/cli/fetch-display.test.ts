import { PassThrough } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { createFetchDisplay } from '../../src/cli/fetch-display.ts';

/** What stands on a stream after `play` has reported to its display. */
function shown(
  isTty: boolean,
  play: (
    report: ReturnType<typeof createFetchDisplay>['report'],
    passMs: (ms: number) => void,
  ) => void,
): string {
  const stream = Object.assign(new PassThrough(), {
    isTTY: isTty,
    columns: 120,
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
  }) as unknown as NodeJS.WriteStream & PassThrough;
  let nowMs = 0;
  const display = createFetchDisplay(stream, () => nowMs);
  play(display.report, (ms) => {
    nowMs += ms;
  });
  display[Symbol.dispose]();
  return String((stream as PassThrough).read());
}

const START = {
  type: 'download-start',
  partId: 'voice',
  source: 'npm package v@1',
  bytes: 50e6,
} as const;

describe('createFetchDisplay()', () => {
  test('writes plain lines where there is no terminal: size, speed, time left, every 5 s', () => {
    const lines = shown(false, (report, passMs) => {
      report(START);
      for (let step = 1; step <= 8; step++) {
        passMs(1250);
        report({ type: 'download-progress', partId: 'voice', bytes: step * 5e6 });
      }
      passMs(2500);
      report({ type: 'part-installed', partId: 'voice', source: 'npm package v@1' });
    });
    expect(lines.trim().split('\n')).toEqual([
      'Fetching voice: 50.0 MB, npm package v@1',
      'voice: 20.0 of 50.0 MB, 4.0 MB/s, 8 s left',
      'voice: 40.0 of 50.0 MB, 4.0 MB/s, 3 s left',
      'voice: fetched and checked in 12.5 s (npm package v@1)',
    ]);
  });

  test('says why a source failed and what was damaged', () => {
    const lines = shown(false, (report) => {
      report({ type: 'part-damaged', partId: 'voice', reason: 'a.onnx is missing' });
      report({ type: 'source-failed', partId: 'voice', source: 'x', reason: 'it answered 404' });
    });
    expect(lines).toContain('voice is damaged (a.onnx is missing): fetching it again');
    expect(lines).toContain('voice cannot be had from x: it answered 404');
  });

  test('tells the sha256 that was recorded', () => {
    const lines = shown(false, (report) => {
      report({ ...START, bytes: 0 });
      report({ type: 'part-installed', partId: 'voice', source: 'x', recorded: ['a.onnx 12ab'] });
    });
    expect(lines).toContain('recorded sha256, not known beforehand: a.onnx 12ab');
  });

  test('draws a bar on a terminal', () => {
    vi.useFakeTimers({ now: 0 });
    const drawn = shown(true, (report, passMs) => {
      report(START);
      passMs(1000);
      report({ type: 'download-progress', partId: 'voice', bytes: 25e6 });
      vi.advanceTimersByTime(500);
      report({ type: 'part-failed', partId: 'voice' });
    });
    vi.useRealTimers();
    expect(drawn).toContain(' 50 % 25.0 of 50.0 MB 25.0 MB/s 1 s left');
  });
});
