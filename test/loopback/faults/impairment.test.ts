import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createImpairedPath, type Impairment } from '../../../loopback/faults/impairment.ts';

const PACKET_MS = 20;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Sends numbered packets every 20 ms and notes in which order and when they arrive. */
async function arrivals(impairment: Impairment, count = 200) {
  using path = createImpairedPath();
  path.set(impairment);
  const arrived: { readonly number: number; readonly delayMs: number }[] = [];
  for (let number = 0; number < count; number++) {
    const sentAtMs = performance.now();
    path.carry(() => arrived.push({ number, delayMs: performance.now() - sentAtMs }));
    await vi.advanceTimersByTimeAsync(PACKET_MS);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  return { arrived, numbers: arrived.map(({ number }) => number), counters: path.counters };
}

describe('an impaired path', () => {
  test('without impairment passes everything at once', async () => {
    const { arrived, numbers } = await arrivals({});
    expect(numbers).toEqual([...Array(200).keys()]);
    expect(arrived.every(({ delayMs }) => delayMs === 0)).toBe(true);
  });

  test('loses about the ratio asked, and the same packets for the same seed', async () => {
    const first = await arrivals({ lossRatio: 0.1, seed: 5 }, 1_000);
    const second = await arrivals({ lossRatio: 0.1, seed: 5 }, 1_000);
    const other = await arrivals({ lossRatio: 0.1, seed: 6 }, 1_000);
    expect(first.counters.lost).toBeGreaterThan(70);
    expect(first.counters.lost).toBeLessThan(130);
    expect(second.numbers).toEqual(first.numbers);
    expect(other.numbers).not.toEqual(first.numbers);
  });

  test('jitters within the bound and keeps the order', async () => {
    const { arrived, numbers } = await arrivals({ jitterMs: 80 });
    expect(numbers).toEqual([...Array(200).keys()]);
    const delays = arrived.map(({ delayMs }) => delayMs);
    expect(Math.max(...delays)).toBeLessThanOrEqual(81);
    expect(Math.max(...delays)).toBeGreaterThan(60);
    expect(Math.min(...delays)).toBeLessThan(30);
  });

  test('lets packets be overtaken by one or two others, and loses none', async () => {
    const { numbers, counters } = await arrivals({ reorderRatio: 0.2 });
    expect(numbers).not.toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers.toSorted((a, b) => a - b)).toEqual([...Array(200).keys()]);
    expect(counters.reordered).toBeGreaterThan(20);
    const lateness = numbers.map((number, at) => Math.abs(number - at));
    expect(Math.max(...lateness)).toBeLessThanOrEqual(3);
  });

  test('duplicates', async () => {
    const { numbers } = await arrivals({ duplicateRatio: 1 }, 3);
    expect(numbers).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('leaves nothing behind when it is closed', () => {
    const path = createImpairedPath();
    path.set({ jitterMs: 500, reorderRatio: 0.5 });
    for (let count = 0; count < 20; count++) path.carry(() => {});
    path[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
  });
});
