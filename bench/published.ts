/**
 * What other assistants reach with models of the same pace, 200 ms of silence and the same two
 * recordings: figures that were measured in November 2026 on another machine of two cores, for
 * reference only.
 */
import type { BenchRow } from './result.ts';

type Figures = readonly [
  of: string,
  median: number,
  p95: number,
  min: number,
  max: number,
  n: number,
];

const RESPONSE: readonly Figures[] = [
  ['pipecat 1.14.0, Smart Turn v3.2', 709, 766, 657, 814, 31],
  ['pipecat 1.14.0, 200 ms of silence only', 718, 741, 656, 755, 30],
  ['LiveKit Agents (JS) 1.9.0, as it comes', 791, 828, 726, 829, 31],
  ['LiveKit Agents (JS) 1.9.0, 200 ms of silence', 751, 806, 710, 807, 30],
  ['plain concurrent order, clips handed on in chunks', 675, 715, 635, 717, 31],
  ['plain concurrent order, whole clips', 868, 888, 848, 900, 16],
  ['blocking order', 5708, 5744, 5668, 5747, 16],
];

const BARGE_IN: readonly (readonly [of: string, median: number, p95: number, n: number])[] = [
  ['pipecat 1.14.0, Smart Turn v3.2', 326, 370, 15],
  ['LiveKit Agents (JS) 1.9.0, as it comes', 514, 521, 15],
];

export function publishedRows(response: string, bargeIn: string): readonly BenchRow[] {
  return [
    ...RESPONSE.map(([of, median, p95, min, max, n]) => ({
      measure: response,
      of,
      median,
      p95,
      mean: null,
      min,
      max,
      n,
      isReference: true as const,
    })),
    ...BARGE_IN.map(([of, median, p95, n]) => ({
      measure: bargeIn,
      of,
      median,
      p95,
      mean: null,
      min: null,
      max: null,
      n,
      isReference: true as const,
    })),
  ];
}

/** One conversation, with what drove it: half a second a minute. */
const CPU: readonly (readonly [of: string, cpuSecondsAMinute: number])[] = [
  ['plain concurrent order, no turn model', 2.6],
  ['LiveKit Agents (JS) 1.9.0, as it comes', 3.5],
  ['pipecat 1.14.0, 200 ms of silence only', 5.7],
];

export function publishedCpu(cpu: string): readonly BenchRow[] {
  return CPU.map(([of, median]) => ({
    measure: cpu,
    of,
    unit: 'CPU s a minute',
    median,
    p95: null,
    mean: null,
    min: null,
    max: null,
    n: 1,
    isReference: true,
  }));
}
