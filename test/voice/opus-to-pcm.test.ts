import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createChannel } from '../../src/async/channel.ts';
import { createLog } from '../../src/log.ts';
import type { PcmFrame } from '../../src/pipeline/types.ts';
import { createOpusDecoder, NoOpusCodecLeft } from '../../src/voice/opus-codec.ts';
import { opusToPcm, type OpusPacket } from '../../src/voice/opus-to-pcm.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { packet, tonePackets } from '../fakes/opus-packets.ts';

const silent = createLog('silent', false);
const never = new AbortController().signal;
const SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);

/** Sends packets at their times in virtual time, goes on for `thenMs`, and tells what was heard. */
async function hear(packets: readonly OpusPacket[], thenMs: number): Promise<PcmFrame[]> {
  const clock = fakeClock();
  const socket = createChannel<OpusPacket>(1000);
  const frames: PcmFrame[] = [];
  const leaving = new AbortController();
  const listening = (async () => {
    for await (const frame of opusToPcm(socket, clock, silent, leaving.signal)) frames.push(frame);
  })();
  for (const next of packets.toSorted((a, b) => a.receivedAtMs - b.receivedAtMs)) {
    await clock.advance(next.receivedAtMs - clock.nowMs());
    socket.offer(next);
  }
  await clock.advance(thenMs);
  socket.close();
  await listening;
  expect(clock.pending).toBe(0);
  return frames;
}

/** Decoders that the process can still have. */
function decodersLeft(): number {
  const taken: Disposable[] = [];
  try {
    while (true) taken.push(createOpusDecoder(16_000, 1));
  } catch {
    return taken.length;
  } finally {
    for (const decoder of taken) decoder[Symbol.dispose]();
  }
}

const origins = (frames: readonly PcmFrame[]) => frames.map(({ origin }) => origin[0]).join('');

describe('opusToPcm()', () => {
  test('makes a frame of 320 samples of every packet', async () => {
    const frames = await hear(tonePackets(10), 0);
    expect(origins(frames)).toBe('v'.repeat(10));
    expect(frames.every(({ samples }) => samples.length === 320)).toBe(true);
    expect(Math.max(...(frames[8]?.samples ?? []))).toBeGreaterThan(0.2);
  });

  test('goes on with silence by the clock when speech has ended, and rests after some seconds', async () => {
    const silence = Array.from({ length: 5 }, (_, at) => packet(10 + at, (10 + at) * 20, SILENCE));
    const frames = await hear([...tonePackets(10), ...silence], 1000);
    expect(origins(frames)).toBe('v'.repeat(10) + 's'.repeat(5 + 50));
    const long = await hear([...tonePackets(10), ...silence], 60_000);
    expect(long.length).toBeLessThan(200);
  });

  test('times silence by when it was', async () => {
    const frames = await hear([...tonePackets(1), packet(1, 20, SILENCE)], 200);
    expect(frames.slice(2, 6).map(({ receivedAtMs }) => receivedAtMs)).toEqual([40, 60, 80, 100]);
  });

  test('waits before it takes a gap for silence, if nobody said that speech has ended', async () => {
    const packets = tonePackets(20).map((sent, at) =>
      at < 10 ? sent : { ...sent, receivedAtMs: sent.receivedAtMs + 110 },
    );
    expect(origins(await hear(packets, 0))).toBe('v'.repeat(20));
    expect(origins(await hear(tonePackets(5), 300))).toBe('v'.repeat(5) + 's'.repeat(15));
  });

  test('conceals lost packets, so that words keep their length', async () => {
    const packets = tonePackets(20).filter((_, at) => at !== 8 && at !== 9);
    const frames = await hear(packets, 0);
    expect(origins(frames)).toBe(`vvvvvvvvcc${'v'.repeat(10)}`);
    expect(Math.max(...(frames[8]?.samples ?? []))).toBeGreaterThan(0.1);
  });

  test('takes a packet that is none for a lost one', async () => {
    const packets = tonePackets(6);
    const broken = packets.map((sent, at) =>
      at === 3 ? { ...sent, payload: Buffer.from([0xff, 0x00]) } : sent,
    );
    expect(origins(await hear(broken, 0))).toBe('vvvcvv');
  });

  test('says once in the log that somebody is not heard for want of a codec, and hears them later', async () => {
    const logged: { level: number; err: { type: string } }[] = [];
    const log = pino({ level: 'trace' }, { write: (line) => logged.push(JSON.parse(line)) });
    const clock = fakeClock();
    const socket = createChannel<OpusPacket>(1000);
    const frames: PcmFrame[] = [];
    const listening = (async () => {
      for await (const frame of opusToPcm(socket, clock, log, never)) frames.push(frame);
    })();
    const packets = tonePackets(20);
    const taken: Disposable[] = [];
    expect(() => {
      while (true) taken.push(createOpusDecoder(16_000, 1));
    }).toThrow(NoOpusCodecLeft);
    for (const sent of packets.slice(0, 10)) socket.offer(sent);
    await clock.advance(0);
    for (const codec of taken) codec[Symbol.dispose]();
    for (const sent of packets.slice(10)) socket.offer(sent);
    await clock.advance(0);
    expect(origins(frames)).toBe('c'.repeat(10) + 'v'.repeat(10));
    expect(logged.map(({ level, err }) => [level, err.type])).toEqual([[50, 'NoOpusCodecLeft']]);
    socket.close();
    await listening;
  });

  test('gives reordered packets the sound they have in order', async () => {
    const packets = tonePackets(30);
    const shuffled = packets.map((sent, at) =>
      at % 3 === 1 ? { ...sent, receivedAtMs: sent.receivedAtMs + 45 } : sent,
    );
    const sound = (frames: readonly PcmFrame[]) => frames.map(({ samples }) => [...samples]);
    expect(sound(await hear(shuffled, 100)).slice(0, 30)).toEqual(
      sound(await hear(packets, 100)).slice(0, 30),
    );
  });

  test('takes what was lost at the start of speech for no longer pause', async () => {
    const talk = [
      ...tonePackets(3),
      packet(3, 60, SILENCE),
      ...[20, 21, 22].map((at) => ({
        ...packet(at - 14, at * 20, tonePackets(1)[0]!.payload), // 4 and 5 are lost
        rtpTimestamp: (0xffff_f000 + at * 960) >>> 0,
      })),
    ];
    const frames = await hear(talk, 0);
    expect(Math.abs(frames.length - 23)).toBeLessThanOrEqual(1);
  });

  test('keeps no decoder while nobody speaks', async () => {
    const clock = fakeClock();
    const socket = createChannel<OpusPacket>(1000);
    const frames: PcmFrame[] = [];
    const listening = (async () => {
      for await (const frame of opusToPcm(socket, clock, silent, never)) frames.push(frame);
    })();
    for (const sent of tonePackets(2)) socket.offer(sent);
    await clock.advance(100);
    const whileSpeaking = decodersLeft();
    await clock.advance(10_000);
    expect(decodersLeft()).toBe(whileSpeaking + 1);
    socket.offer(packet(2, clock.nowMs(), tonePackets(1)[0]!.payload));
    await clock.advance(0);
    expect(frames.at(-1)?.origin).toBe('voice');
    socket.close();
    await listening;
  });

  test('gives any order within the window the same sound', async () => {
    const packets = tonePackets(12);
    const sound = (frames: readonly PcmFrame[]) => frames.map(({ samples }) => [...samples]);
    const wanted = sound(await hear(packets, 100)).slice(0, 12);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 55 }), { minLength: 11, maxLength: 11 }),
        async (delays) => {
          const delayed = packets.map((sent, at) => ({
            ...sent,
            receivedAtMs: sent.receivedAtMs + (delays[at - 1] ?? 0),
          }));
          expect(sound(await hear(delayed, 100)).slice(0, 12)).toEqual(wanted);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('keeps real time through speech, pauses and speech again', async () => {
    const silence = Array.from({ length: 5 }, (_, at) => packet(10 + at, (10 + at) * 20, SILENCE));
    const again = tonePackets(10).map((sent, at) => ({
      ...packet(15 + at, 1300 + at * 20, sent.payload),
      rtpTimestamp: (0xffff_f000 + (65 + at) * 960) >>> 0,
    }));
    const frames = await hear([...tonePackets(10), ...silence, ...again], 200);
    expect(origins(frames)).toMatch(/^v{10}s{55,56}v{10}s+$/);
    expect(frames).toHaveLength((1300 + 9 * 20 + 200) / 20 + 1);
  });

  test('does not drift over a hundred pauses', async () => {
    const [sound] = tonePackets(1);
    const talk = Array.from({ length: 100 }, (_, turn) =>
      [0, 1, 2].map((at) => ({
        ...packet(turn * 3 + at, turn * 1000 + at * 20, at === 2 ? SILENCE : sound!.payload),
        rtpTimestamp: (turn * 50 + at) * 960,
      })),
    ).flat();
    const frames = await hear(talk, 0);
    expect(Math.abs(frames.length - (99 * 50 + 3))).toBeLessThanOrEqual(2);
  });

  test('takes no stall of the event loop for silence', async () => {
    const clock = fakeClock();
    const socket = createChannel<OpusPacket>(1000);
    const frames: PcmFrame[] = [];
    const leaving = new AbortController();
    const listening = (async () => {
      for await (const frame of opusToPcm(socket, clock, silent, leaving.signal))
        frames.push(frame);
    })();
    const packets = tonePackets(50);
    for (const sent of packets.slice(0, 10)) {
      await clock.advance(20);
      socket.offer({ ...sent, receivedAtMs: clock.nowMs() });
    }
    clock.stall(600);
    await clock.advance(0); // the timers come before the socket
    for (const sent of packets.slice(10, 40))
      socket.offer({ ...sent, receivedAtMs: clock.nowMs() });
    await clock.advance(100);
    expect(origins(frames)).toBe('v'.repeat(40));
    await clock.advance(100);
    expect(origins(frames)).toMatch(/^v{40}s+$/);
    socket.close();
    await listening;
  });

  test('gives a pause that fell into a stall its true length', async () => {
    const clock = fakeClock();
    const socket = createChannel<OpusPacket>(1000);
    const frames: PcmFrame[] = [];
    const listening = (async () => {
      for await (const frame of opusToPcm(socket, clock, silent, never)) frames.push(frame);
    })();
    const [sound] = tonePackets(1);
    socket.offer(sound!);
    socket.offer(packet(1, 20, SILENCE));
    await clock.advance(20);
    clock.stall(600);
    const rtpTimestamp = (0xffff_f000 + 31 * 960) >>> 0;
    socket.offer({ ...packet(2, clock.nowMs(), sound!.payload), rtpTimestamp });
    await clock.advance(0);
    expect(origins(frames)).toBe(`v${'s'.repeat(30)}v`);
    socket.close();
    await listening;
  });

  test('hears the pauses of a machine that is always late', async () => {
    const clock = fakeClock();
    const socket = createChannel<OpusPacket>(1000);
    const frames: PcmFrame[] = [];
    const listening = (async () => {
      for await (const frame of opusToPcm(socket, clock, silent, never)) frames.push(frame);
    })();
    for (const sent of tonePackets(2)) socket.offer(sent);
    for (let at = 0; at < 10; at++) {
      clock.stall(100);
      await clock.advance(0);
    }
    expect(frames.length).toBeGreaterThan(40);
    socket.close();
    await listening;
  });

  test('survives any packets, and keeps within its bounds', async () => {
    const anyPacket = fc.record({
      payload: fc.oneof(
        fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
        fc.constant(SILENCE),
        fc.constant(tonePackets(1)[0]!.payload),
      ),
      sequence: fc.oneof(fc.integer({ min: 0, max: 65_535 }), fc.integer({ min: 0, max: 150 })),
      rtpTimestamp: fc.oneof(
        fc.integer({ min: 0, max: 0xffff_ffff }),
        fc.integer({ min: 0, max: 300 }).map((at) => at * 960),
      ),
      ssrc: fc.constantFrom(1, 1, 1, 2),
      receivedAtMs: fc.integer({ min: 0, max: 3000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyPacket, { maxLength: 60 }), async (packets) => {
        const frames = await hear([...packets, ...tonePackets(3)], 10_000);
        expect(frames.every(({ samples }) => samples.length === 320)).toBe(true);
        expect(frames.length).toBeLessThan(packets.length * 250 + 250);
      }),
      { numRuns: 40 },
    );
  });

  test('ends with the reason when it is aborted while nobody speaks', async () => {
    const leaving = new AbortController();
    const socket = createChannel<OpusPacket>(1);
    const frames = opusToPcm(socket, fakeClock(), silent, leaving.signal);
    const waiting = frames.next();
    leaving.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
  });
});
