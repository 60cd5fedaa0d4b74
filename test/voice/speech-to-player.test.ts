import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { s16ToFloat } from '../../src/audio/pcm.ts';
import { createLog } from '../../src/log.ts';
import type { SpeechClip } from '../../src/pipeline/types.ts';
import { createOpusDecoder, createOpusEncoder } from '../../src/voice/opus-codec.ts';
import { SILENCE_PACKET } from '../../src/voice/silence-packet.ts';
import { createMouth, type PlayerMouth } from '../../src/voice/speech-to-player.ts';
import { fakeClock, type FakeClock } from '../fakes/fake-clock.ts';
import { fakeConnection, type FakeConnection } from '../fakes/fake-connection.ts';
import { pitchHz } from '../loopback/tone.ts';

const never = new AbortController().signal;
const log = createLog('silent', false);

let clock: FakeClock;
let line: FakeConnection;
let mouth: PlayerMouth;

beforeEach(() => {
  clock = fakeClock();
  line = fakeConnection(clock);
  mouth = createMouth(clock, log);
  line.connection.subscribe(mouth.player);
});
afterEach(() => {
  vi.restoreAllMocks();
  mouth[Symbol.dispose]();
  line[Symbol.dispose]();
});

function clip(text: string, durationMs: number, hz = 440): SpeechClip {
  const samples = Float32Array.from(
    { length: (22_050 * durationMs) / 1000 },
    (_, at) => 0.3 * Math.sin((2 * Math.PI * hz * at) / 22_050),
  );
  return { text, samples, sampleRateHz: 22_050 };
}

/** `v` for a packet with sound, `s` for a silence frame. */
const score = () =>
  line.sent.map(({ packet }) => (packet.equals(SILENCE_PACKET) ? 's' : 'v')).join('');

/** Encoders that the process can still have. */
function encodersLeft(): number {
  const taken: Disposable[] = [];
  try {
    while (true) taken.push(createOpusEncoder(1));
  } catch {
    return taken.length;
  } finally {
    for (const encoder of taken) encoder[Symbol.dispose]();
  }
}

function heard(): Float32Array {
  using decoder = createOpusDecoder(48_000, 2);
  const pcm = Buffer.concat(line.sent.map(({ packet }) => decoder.decode(packet)));
  return s16ToFloat(pcm).filter((_, at) => at % 2 === 0);
}

describe('createMouth()', () => {
  test('sends a reply as one stream, a packet every 20 ms, five silence frames at its end', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('One.', 200), never);
    await playback.enqueue(clip('Two.', 100), never);
    const ending = playback.end(never);
    await clock.advance(2000);
    await ending;
    expect(score()).toBe('v'.repeat(15) + 's'.repeat(5));
    const [first] = line.sent;
    expect(line.sent.map(({ atMs }) => atMs - first!.atMs)).toEqual(
      Array.from({ length: 20 }, (_, at) => at * 20),
    );
    expect(playback.underruns).toBe(0);
  });

  test('sends the first packet at once', async () => {
    await mouth.open().enqueue(clip('One.', 200), never);
    await clock.advance(0);
    expect(line.sent).toMatchObject([{ atMs: 0 }]);
  });

  test('sounds as the clip does, for stereo listeners too', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('A tone.', 1000, 440), never);
    void playback.end(never);
    await clock.advance(2000);
    const samples = heard();
    expect(pitchHz({ samples, sampleRateHz: 48_000 })).toBeCloseTo(440, 0);
    expect(Math.max(...samples)).toBeGreaterThan(0.25);
  });

  test('fades a clip that is cut in the middle of a sound, so that it does not click', async () => {
    const samples = new Float32Array(22_050 / 10).fill(0.5);
    const playback = mouth.open();
    await playback.enqueue({ text: 'Cut.', samples, sampleRateHz: 22_050 }, never);
    void playback.end(never);
    await clock.advance(1000);
    const steps = heard().map((value, at, all) => Math.abs(value - (all[at - 1] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(0.05);
  });

  test('tells exactly which part of each clip went to the socket, and when', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('One.', 100), never);
    await playback.enqueue(clip('Two.', 100), never);
    await clock.advance(130);
    expect(line.sent).toHaveLength(7);
    expect(playback.progress()).toEqual([
      { text: 'One.', durationMs: 100, playedMs: 100, startedAtMs: 0, endedAtMs: 100 },
      { text: 'Two.', durationMs: 100, playedMs: 40, startedAtMs: 100 },
    ]);
  });

  test('ends when the last packet with sound was sent', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('One.', 100), never);
    let endedAtMs: number | undefined;
    const ending = playback.end(never).then(() => (endedAtMs = clock.nowMs()));
    await clock.advance(1000);
    await ending;
    expect(endedAtMs).toBe(80);
  });

  test('sends not one packet of a reply that was silenced', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('Hello there.', 5000), never);
    await clock.advance(95);
    expect(line.sent).toHaveLength(5);
    playback.abort();
    await clock.advance(1000);
    expect(score()).toBe('v'.repeat(5) + 's'.repeat(5));
    expect(playback.progress()[0]?.playedMs).toBe(100);
    expect(line.sent.map(({ atMs }) => atMs)).toEqual([0, 20, 40, 60, 80, 100, 120, 140, 160, 180]);
  });

  test('sends nothing at all of a reply that is silenced before its first packet', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('Hello there.', 500), never);
    playback.abort();
    await clock.advance(500);
    expect(line.sent).toEqual([]);
    expect(playback.progress()[0]).toEqual({ text: 'Hello there.', durationMs: 500, playedMs: 0 });
  });

  test('takes nothing more once it was silenced, and lets nobody wait', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('Hello there.', 5000), never);
    const waiting = playback.enqueue(clip('Wait.', 6000), never);
    const ending = playback.end(never);
    await clock.advance(50);
    playback.abort();
    await waiting;
    await ending;
    await playback.enqueue(clip('More.', 100), never);
    expect(playback.progress()).toHaveLength(2);
  });

  test('a new reply silences the one before: its first packet is its own', async () => {
    const first = mouth.open();
    await first.enqueue(clip('First.', 5000, 300), never);
    await clock.advance(110);
    const count = line.sent.length;
    const second = mouth.open();
    await second.enqueue(clip('Second.', 400, 1200), never);
    void second.end(never);
    await clock.advance(1000);
    expect(first.progress()[0]?.playedMs).toBe(count * 20);
    using decoder = createOpusDecoder(48_000, 1);
    const own = line.sent.slice(count).map(({ packet }) => decoder.decode(packet));
    const samples = s16ToFloat(Buffer.concat(own));
    expect(pitchHz({ samples, sampleRateHz: 48_000 })).toBeCloseTo(1200, -1);
    expect(second.progress()[0]?.playedMs).toBe(400);
  });

  test('lets synthesis wait while eight seconds are ahead', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('Short.', 5000), never);
    let isTaken = false;
    const waiting = playback.enqueue(clip('Long.', 4000), never).then(() => (isTaken = true));
    await clock.advance(800);
    expect(isTaken).toBe(false);
    await clock.advance(300);
    expect(isTaken).toBe(true);
    await waiting;
  });

  test('rejects with the reason of whoever does not want to wait any more', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('Short.', 5000), never);
    const leaving = new AbortController();
    const waiting = playback.enqueue(clip('Long.', 9000), leaving.signal);
    leaving.abort(new Error('barge-in'));
    await expect(waiting).rejects.toThrow('barge-in');
  });

  test('fills gaps with silence and counts each, but not the end of the reply', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('One.', 40), never);
    await clock.advance(300);
    expect(playback.underruns).toBe(0);
    await playback.enqueue(clip('Two.', 40), never);
    expect(playback.underruns).toBe(1);
    await clock.advance(300);
    void playback.end(never);
    await clock.advance(300);
    expect(playback.underruns).toBe(1);
    expect(score()).toMatch(/^vvs+vvs+$/);
    expect(playback.progress().map(({ playedMs }) => playedMs)).toEqual([40, 40]);
  });

  test('ends at once when there was nothing to say', async () => {
    const playback = mouth.open();
    await playback.end(never);
    expect(playback.progress()).toEqual([]);
    await clock.advance(500);
    expect(line.sent).toEqual([]);
  });

  test('waits while the connection is resumed, and goes on where it was', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('One.', 400), never);
    await clock.advance(95);
    line.setReady(false);
    await clock.advance(500);
    expect(playback.progress()[0]?.playedMs).toBe(100);
    line.setReady(true);
    void playback.end(never);
    await clock.advance(1000);
    expect(score()).toBe('v'.repeat(20) + 's'.repeat(5));
  });

  test.for([3_600_000, -3_600_000])(
    'keeps its pace when the time of day is set by %i ms',
    async (stepMs) => {
      const playback = mouth.open();
      await playback.enqueue(clip('One.', 2000), never);
      await clock.advance(195);
      const now = Date.now();
      vi.spyOn(Date, 'now').mockReturnValue(now + stepMs);
      await clock.advance(200);
      expect(line.sent.map(({ atMs }) => atMs)).toEqual(
        Array.from({ length: 20 }, (_, at) => at * 20),
      );
    },
  );

  test('catches up with a short stall at once, and with a long one only in part', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('One.', 5000), never);
    await clock.advance(95);
    clock.stall(60);
    await clock.advance(0);
    expect(line.sent).toHaveLength(8);
    await clock.advance(5);
    clock.stall(1000);
    await clock.advance(0);
    expect(line.sent).toHaveLength(9 + 7);
  });

  test('counts as played what was sent, and sends nothing old, whatever happens', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('enqueue' as const), ms: fc.integer({ min: 1, max: 300 }) }),
      fc.record({ do: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 200 }) }),
      fc.record({ do: fc.constantFrom('open', 'abort', 'end', 'down', 'up'), ms: fc.constant(0) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        await clock.advance(1000);
        const from = line.sent.length;
        const replies = [mouth.open()];
        for (const { do: what, ms } of steps) {
          const reply = replies.at(-1)!;
          if (what === 'enqueue') void reply.enqueue(clip('x', ms), never);
          else if (what === 'advance') await clock.advance(ms);
          else if (what === 'open') replies.push(mouth.open());
          else if (what === 'abort') reply.abort();
          else if (what === 'end') void reply.end(never);
          else line.setReady(what === 'up');
        }
        line.setReady(true);
        void replies.at(-1)!.end(never);
        await clock.advance(10_000);
        const playedMs = replies
          .flatMap((reply) => reply.progress())
          .reduce((sum, entry) => sum + entry.playedMs, 0);
        const sent = line.sent.slice(from);
        const speech = sent.filter(({ packet }) => !packet.equals(SILENCE_PACKET));
        expect(speech.length * 20).toBe(playedMs);
        const gaps = sent.slice(1).map(({ atMs }, at) => atMs - sent[at]!.atMs);
        expect(Math.min(20, ...gaps)).toBe(20);
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('does not wait for ever for sound that cannot be made, and can speak again', async () => {
    const broken = mouth.open();
    await broken.enqueue(clip('One.', 100), never);
    await broken.enqueue({ ...clip('Broken.', 100), sampleRateHz: 22_050.5 }, never);
    const ending = broken.end(never);
    await clock.advance(1000);
    await ending;
    expect(broken.progress()[0]?.playedMs).toBeGreaterThan(0);
    const next = mouth.open();
    await next.enqueue(clip('Two.', 100), never);
    void next.end(never);
    await clock.advance(1000);
    expect(next.progress()[0]?.playedMs).toBe(100);
  });

  test('does not wait for ever for a packet that cannot be sent', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('One.', 100), never);
    const ending = playback.end(never);
    vi.spyOn(line.connection, 'dispatchAudio').mockImplementation(() => {
      throw new Error('socket closed');
    });
    await clock.advance(1000);
    await ending;
    expect(clock.pending).toBe(0);
  });

  test('gives its encoder back when a reply has ended', async () => {
    const left = encodersLeft();
    const playback = mouth.open();
    await playback.enqueue(clip('One.', 100), never);
    await clock.advance(20);
    expect(encodersLeft()).toBe(left - 1);
    void playback.end(never);
    await clock.advance(1000);
    expect(encodersLeft()).toBe(left);
  });

  test('leaves no timer behind', async () => {
    const playback = mouth.open();
    await playback.enqueue(clip('One.', 100), never);
    void playback.end(never);
    await clock.advance(1000);
    expect(clock.pending).toBe(0);
    await mouth.open().enqueue(clip('Two.', 1000), never);
    await clock.advance(100);
    expect(clock.pending).toBe(1);
    mouth[Symbol.dispose]();
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });
});
