import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { createVoicePool, type VoicePool } from '../../src/engines/voice-pool.ts';
import type { VoiceModel } from '../../src/engines/sherpa-tts.ts';
import { fakeClock, type FakeClock } from '../fakes/fake-clock.ts';

const never = new AbortController().signal;

let clock: FakeClock;
let pool: VoicePool;
/** In the order of opening. */
let opened: string[];
let closed: string[];
let logged: Record<string, unknown>[];
/** By model: what its loading waits for. */
let gates: Map<string, PromiseWithResolvers<void>>;

beforeEach(() => {
  clock = fakeClock();
  opened = [];
  closed = [];
  logged = [];
  gates = new Map();
  pool = createVoicePool({
    async open(modelId): Promise<VoiceModel> {
      opened.push(modelId);
      const gate = gates.get(modelId);
      if (gate !== undefined) await gate.promise;
      return {
        voice: () => ({
          synthesise: async (text) => ({ text, samples: new Float32Array(1), sampleRateHz: 1 }),
        }),
        [Symbol.asyncDispose]: async () => void closed.push(modelId),
      };
    },
    most: 2,
    clock,
    log: pino({ level: 'info' }, { write: (line) => logged.push(JSON.parse(line)) }),
  });
});

const gate = (modelId: string) => {
  const made = Promise.withResolvers<void>();
  gates.set(modelId, made);
  return made;
};
const settle = () => clock.advance(0);
/** Takes a model and gives it back at once. */
function use(modelId: string): string {
  const offer = pool.take(modelId);
  if (offer.status === 'ready') offer.lease[Symbol.dispose]();
  return offer.status;
}

describe('createVoicePool()', () => {
  test('loads a model when it is first wanted, in the background, once', async () => {
    const loading = gate('a');
    expect(use('a')).toBe('loading');
    expect(use('a')).toBe('loading');
    loading.resolve();
    await settle();
    expect(use('a')).toBe('ready');
    expect(opened).toEqual(['a']);
  });

  test('closes the one that was not used for longest to make room', async () => {
    for (const id of ['a', 'b']) {
      use(id);
      await settle();
    }
    use('a');
    use('c');
    await settle();
    expect(closed).toEqual(['b']);
    expect(use('a')).toBe('ready');
    expect(use('c')).toBe('ready');
  });

  test('closes none that is in use, and loads no more than fit', async () => {
    const leases = [await pool.load('a', never), await pool.load('b', never)];
    expect(use('c')).toBe('loading');
    await settle();
    expect([opened, closed]).toEqual([['a', 'b'], []]);
    await expect(pool.load('c', never)).rejects.toThrow(
      /All voices that fit into memory are in use/u,
    );
    leases[1]![Symbol.dispose]();
    use('c');
    await settle();
    expect([opened, closed]).toEqual([['a', 'b', 'c'], ['b']]);
    leases[0]![Symbol.dispose]();
  });

  test('counts a lease that was given back twice once', async () => {
    const first = await pool.load('a', never);
    const second = await pool.load('a', never);
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    use('b');
    await settle();
    use('c');
    await settle();
    expect(closed).toEqual(['b']);
    second[Symbol.dispose]();
  });

  test('logs a load that fails, and tries again after five minutes', async () => {
    gate('a').reject(new Error('no such file'));
    expect(use('a')).toBe('loading');
    await settle();
    expect(use('a')).toBe('failed');
    expect(logged).toEqual([expect.objectContaining({ modelId: 'a', level: 50 })]);
    gates.clear();
    await clock.advance(4 * 60_000);
    expect(use('a')).toBe('failed');
    await clock.advance(61_000);
    expect(use('a')).toBe('loading');
    await settle();
    expect(use('a')).toBe('ready');
  });

  test('a failed one takes no room', async () => {
    gate('a').reject(new Error('no such file'));
    use('a');
    use('b');
    await settle();
    use('c');
    await settle();
    expect([use('b'), use('c')]).toEqual(['ready', 'ready']);
    expect(closed).toEqual([]);
  });

  test('load() waits for a load that goes on, and tries a failed one anew', async () => {
    const loading = gate('a');
    use('a');
    const both = [pool.load('a', never), pool.load('a', never)];
    loading.reject(new Error('no such file'));
    for (const lease of both) await expect(lease).rejects.toThrow('no such file');
    gates.clear();
    (await pool.load('a', never))[Symbol.dispose]();
    expect(opened).toEqual(['a', 'a']);
  });

  test('load() takes no lease for whoever has given up waiting', async () => {
    const loading = gate('a');
    const giveUp = new AbortController();
    const waiting = pool.load('a', giveUp.signal);
    giveUp.abort(new Error('no longer wanted'));
    loading.resolve();
    await expect(waiting).rejects.toThrow('no longer wanted');
    use('b');
    await settle();
    use('c');
    await settle();
    expect(closed).toEqual(['a']);
  });

  test('closes everything at the end, also what was still loading', async () => {
    const loading = gate('b');
    use('a');
    use('b');
    await settle();
    const ended = pool[Symbol.asyncDispose]();
    loading.resolve();
    await ended;
    expect(closed.toSorted()).toEqual(['a', 'b']);
    expect(use('c')).toBe('loading');
    await settle();
    expect(opened).toEqual(['a', 'b']);
  });
});
