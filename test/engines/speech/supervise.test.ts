import { describe, expect, test } from 'vitest';
import { backOffMs, supervise } from '../../../src/engines/speech/supervise.ts';
import type { ToSpeech } from '../../../src/engines/speech/messages.ts';
import type { Lived } from '../../../src/engines/speech/time-limit.ts';
import { createLog } from '../../../src/log.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeChildren } from './fake-child.ts';

function supervised() {
  const clock = fakeClock();
  const children = fakeChildren();
  const downs: { message: string; failures: number }[] = [];
  const heard: string[] = [];
  const lived: Lived[] = [];
  let ups = 0;
  const supervisor = supervise({
    startChild: children.start,
    clock,
    log: createLog('silent', false),
    onUp: () => ups++,
    onLived: (each) => lived.push(each),
    onMessage: ({ type }) => heard.push(type),
    onDown: ({ message }, failures) => downs.push({ message, failures }),
  });
  return { clock, children, supervisor, downs, heard, lived, ups: () => ups };
}

const close: ToSpeech = { type: 'close', slot: 'x' };

describe('supervise()', () => {
  test('starts a process at once, and tells when it is there', async () => {
    const { clock, children, ups, supervisor } = supervised();
    expect(children.all).toHaveLength(1);
    expect(ups()).toBe(0);
    children.child.tell({ type: 'hello' });
    expect(ups()).toBe(1);
    supervisor.send(close);
    expect(children.child.received).toEqual([close]);
    await clock.advance(60_000);
    expect(children.all).toHaveLength(1);
  });

  test.for(['a crash', 'an orderly exit', 'the kernel when memory ran out'])(
    'starts another one at once after the end by %s',
    async (reason) => {
      const { clock, children, downs } = supervised();
      children.child.tell({ type: 'hello' });
      children.child.die(reason);
      await clock.advance(0);
      expect(downs).toEqual([{ message: reason, failures: 1 }]);
      expect(children.all).toHaveLength(2);
    },
  );

  test('ends a process that fell silent, after a second', async () => {
    const { clock, children, downs } = supervised();
    children.child.tell({ type: 'hello' });
    await clock.advance(5000);
    children.child.hang();
    await clock.advance(900);
    expect(children.child.isKilled).toBe(false);
    await clock.advance(400);
    expect(children.all[0]!.isKilled).toBe(true);
    expect(downs[0]!.message).toMatch(/gave no sign for 1\d{3} ms/u);
    expect(children.all).toHaveLength(2);
  });

  test('answers of any kind are signs of life', async () => {
    const { clock, children } = supervised();
    const { child } = children;
    child.tell({ type: 'hello' });
    child.hang();
    for (let i = 0; i < 10; i++) {
      await clock.advance(900);
      child.tell({ type: 'failed', id: i, reason: 'no' });
    }
    expect(children.all).toHaveLength(1);
  });

  test('does not take its own stall for that of the process', async () => {
    const { clock, children } = supervised();
    children.child.tell({ type: 'hello' });
    await clock.advance(1000);
    for (let i = 0; i < 5; i++) {
      // The machine slept, or the bot was held up: the answers are still in the socket.
      clock.stall(60_000);
      await clock.advance(200);
    }
    expect(children.child.isKilled).toBe(false);
  });

  test('gives a start more time than an answer, but not for ever', async () => {
    const { clock, children, downs } = supervised();
    children.child.hang();
    await clock.advance(15_000);
    expect(children.child.isKilled).toBe(false);
    await clock.advance(6000);
    expect(downs[0]!.message).toContain('while it started');
    expect(children.all).toHaveLength(2);
  });

  test('waits longer and longer while processes die before they are of use', async () => {
    const { clock, children, downs } = supervised();
    const startedAtMs: number[] = [];
    for (let i = 0; i < 9; i++) {
      while (children.all.length <= i) await clock.advance(100);
      startedAtMs.push(clock.nowMs());
      children.child.die();
      await clock.advance(0);
    }
    const waitsMs = startedAtMs.slice(1).map((at, i) => at - startedAtMs[i]!);
    expect(waitsMs).toEqual([0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000]);
    expect(downs.map(({ failures }) => failures)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('a process that was of use is replaced at once, however many died before it', async () => {
    const { clock, children, supervisor, downs } = supervised();
    for (let i = 0; i < 3; i++) {
      children.child.die();
      await clock.advance(5000);
    }
    supervisor.praise();
    children.child.die();
    await clock.advance(0);
    expect(children.all).toHaveLength(5);
    expect(downs.at(-1)!.failures).toBe(1);
  });

  test('a process that lived long was of use, even if nobody asked anything of it', async () => {
    const { clock, children, downs } = supervised();
    children.child.die();
    await clock.advance(0);
    children.child.die();
    await clock.advance(1000);
    children.child.tell({ type: 'hello' });
    await clock.advance(31_000);
    children.child.die();
    await clock.advance(0);
    expect(downs.map(({ failures }) => failures)).toEqual([1, 2, 1]);
  });

  test('tells what it takes of the machine, over all processes', async () => {
    const { clock, children, supervisor } = supervised();
    expect(supervisor.usage).toEqual({ cpuMs: 0, memoryBytes: 0 });
    children.child.tell({ type: 'hello' });
    await clock.advance(1000);
    expect(supervisor.usage).toEqual({ cpuMs: 100, memoryBytes: 1e8 });
    children.child.die();
    await clock.advance(0);
    expect(supervisor.usage).toEqual({ cpuMs: 100, memoryBytes: 0 });
    children.child.tell({ type: 'hello' });
    await clock.advance(1000);
    expect(supervisor.usage).toEqual({ cpuMs: 200, memoryBytes: 1e8 });
  });

  test('tells how long a process has lived and what it took for that, its own stalls left out', async () => {
    const { clock, children, lived } = supervised();
    children.child.tell({ type: 'hello' });
    await clock.advance(400);
    children.child.cpuMs += 150;
    await clock.advance(200);
    clock.stall(60_000);
    await clock.advance(200);
    const total = lived.reduce((sum, { passedMs }) => sum + passedMs, 0);
    expect(lived).toContainEqual({ passedMs: 200, cpuMs: 150 });
    expect(total).toBeGreaterThanOrEqual(600);
    expect(total).toBeLessThan(1300);
  });

  test('keeps the bot running for the next process too, while somebody waits', async () => {
    const { clock, children, supervisor } = supervised();
    supervisor.hold(true);
    expect(children.child.isHeld).toBe(true);
    children.child.die();
    await clock.advance(0);
    expect(children.all[1]!.isHeld).toBe(true);
    supervisor.hold(false);
    expect(children.child.isHeld).toBe(false);
  });

  test('closing ends the process, waits for its end and starts no other', async () => {
    const { clock, children, supervisor, downs } = supervised();
    children.child.tell({ type: 'hello' });
    await supervisor[Symbol.asyncDispose]();
    expect(children.child.isKilled).toBe(true);
    await clock.advance(60_000);
    expect(children.all).toHaveLength(1);
    expect(downs).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test('closing while it waits to start another one ends the wait', async () => {
    const { clock, children, supervisor } = supervised();
    children.child.die();
    await clock.advance(0);
    children.child.die();
    await clock.advance(100);
    await supervisor[Symbol.asyncDispose]();
    await clock.advance(60_000);
    expect(children.all).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });
});

describe('backOffMs()', () => {
  test('never exceeds half a minute', () => {
    expect(backOffMs(1)).toBe(0);
    expect(backOffMs(50)).toBe(30_000);
  });
});
