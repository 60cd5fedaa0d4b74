import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createJitterBuffer,
  type OpusPacket,
  type Ordered,
} from '../../src/voice/jitter-buffer.ts';
import { packet } from '../fakes/opus-packets.ts';

/** Plays packets in at their times, polling every 20 ms; tells what came out and when. */
function play(packets: readonly OpusPacket[]): { told: string[]; lastAtMs: number } {
  const jitter = createJitterBuffer();
  const told: string[] = [];
  const tell = (ordered: readonly Ordered[]) => {
    for (const item of ordered)
      told.push(item.type === 'lost' ? `lost ${item.count}` : `${item.packet.payload[0]}`);
  };
  const byTime = packets.toSorted((a, b) => a.receivedAtMs - b.receivedAtMs);
  let pollMs = 0;
  for (const received of byTime) {
    for (; pollMs <= received.receivedAtMs; pollMs += 20) tell(jitter.poll(pollMs));
    tell(jitter.push(received));
  }
  for (const untilMs = pollMs + 300; pollMs < untilMs; pollMs += 20) tell(jitter.poll(pollMs));
  return { told, lastAtMs: pollMs };
}

const counted = (count: number) => Array.from({ length: count }, (_, at) => `${at}`);

describe('createJitterBuffer()', () => {
  test('lets packets in order pass at once, over the wrap of the sequence', () => {
    const jitter = createJitterBuffer();
    for (let at = 0; at < 20; at++) expect(jitter.push(packet(at, at * 20))).toHaveLength(1);
  });

  test('puts two swapped packets back in order', () => {
    expect(play([packet(0, 0), packet(2, 20), packet(1, 41), packet(3, 60)]).told).toEqual(
      counted(4),
    );
  });

  test('gives a packet up when it did not come within the window', () => {
    const jitter = createJitterBuffer();
    jitter.push(packet(0, 0));
    jitter.push(packet(3, 60));
    expect(jitter.poll(100)).toEqual([]);
    expect(jitter.poll(120)).toMatchObject([{ type: 'lost', count: 2 }, { type: 'packet' }]);
  });

  test('drops duplicates and packets that come too late', () => {
    const { told } = play([
      packet(0, 0),
      packet(0, 1),
      packet(2, 40),
      packet(3, 60),
      packet(1, 300),
    ]);
    expect(told).toEqual(['0', 'lost 1', '2', '3']);
  });

  test('does not take duplicates for a slow line', () => {
    const jitter = createJitterBuffer();
    for (let at = 0; at < 10; at++) {
      jitter.push(packet(at, at * 20));
      expect(jitter.push(packet(at, at * 20 + 5))).toEqual([]);
    }
    expect(jitter.late).toBe(0);
    jitter.push(packet(11, 220));
    expect(jitter.poll(280)).toMatchObject([{ type: 'lost', count: 1 }, { type: 'packet' }]);
  });

  test('gives out what it held of a source that was replaced', () => {
    const jitter = createJitterBuffer();
    jitter.push(packet(0, 0));
    jitter.push(packet(2, 40));
    const other = { ...packet(70, 50), ssrc: 8 };
    expect(jitter.push(other)).toMatchObject([
      { packet: { ssrc: 7, payload: Buffer.from([2]) } },
      { packet: { ssrc: 8 } },
    ]);
  });

  test('waits longer on a line that was seen to be slow', () => {
    const jitter = createJitterBuffer();
    jitter.push(packet(0, 0));
    jitter.push(packet(2, 20));
    jitter.poll(80);
    jitter.push(packet(1, 90));
    jitter.push(packet(4, 100));
    expect(jitter.poll(165)).toEqual([]);
    expect(jitter.push(packet(3, 170))).toHaveLength(2);
  });

  test('trusts a line again that was good for ten seconds', () => {
    const jitter = createJitterBuffer();
    jitter.push(packet(0, 0));
    jitter.push(packet(2, 20));
    jitter.poll(80);
    jitter.push(packet(1, 90));
    for (let at = 3; at < 504; at++) jitter.push(packet(at, at * 20));
    jitter.push(packet(505, 20_000));
    expect(jitter.poll(20_060)).toMatchObject([{ type: 'lost', count: 1 }, { type: 'packet' }]);
  });

  test('takes a pause for no loss, and a new source for a new start', () => {
    const later = { ...packet(1, 5000), rtpTimestamp: 123_456 };
    expect(play([packet(0, 0), later]).told).toEqual(['0', '1']);
    expect(play([packet(0, 0), { ...packet(40, 20), ssrc: 8 }]).told).toEqual(['0', '40']);
  });

  test('starts anew after a jump that no loss explains', () => {
    expect(play([packet(0, 0), packet(5000, 20), packet(5001, 40)]).told).toEqual([
      '0',
      '136',
      '137',
    ]);
  });

  test('gives back any order within the window as it was sent', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 55 }), { minLength: 1, maxLength: 100 }),
        (delays) => {
          const packets = delays.map((delayMs, at) =>
            packet(at, at * 20 + (at === 0 ? 0 : delayMs)),
          );
          expect(play(packets).told).toEqual(counted(delays.length));
        },
      ),
    );
  });

  test('accounts for every packet of a line that loses some', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 2, maxLength: 100 }), (arrives) => {
        const packets = arrives.flatMap((isThere, at) =>
          isThere || at === 0 ? [packet(at, at * 20)] : [],
        );
        const lastAt = arrives.lastIndexOf(true);
        const total = play(packets).told.reduce(
          (sum, item) => sum + (item.startsWith('lost') ? Number(item.slice(5)) : 1),
          0,
        );
        expect(total).toBe(Math.max(1, lastAt + 1));
      }),
    );
  });
});
