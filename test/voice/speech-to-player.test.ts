import { AudioPlayerStatus } from '@discordjs/voice';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/async/clock.ts';
import { createLog } from '../../src/log.ts';
import type { SpeechClip } from '../../src/pipeline/types.ts';
import { createMouth } from '../../src/voice/speech-to-player.ts';

const never = new AbortController().signal;
const log = createLog('silent', false);

function clip(text: string, durationMs: number): SpeechClip {
  const samples = Float32Array.from({ length: (22_050 * durationMs) / 1000 }, (_, at) =>
    Math.sin(at / 10),
  );
  return { text, samples, sampleRateHz: 22_050 };
}

describe('createMouth()', () => {
  test('plays clips one after the other and tells what was sent', async () => {
    using mouth = createMouth(systemClock, log);
    const playback = mouth.open();
    await playback.enqueue(clip('One.', 100), never);
    await playback.enqueue(clip('Two.', 60), never);
    await playback.end(never);
    const [one, two] = playback.progress();
    expect(one).toMatchObject({ text: 'One.', durationMs: 100, playedMs: 100 });
    expect(two).toMatchObject({ text: 'Two.', durationMs: 60, playedMs: 60 });
    expect(two?.startedAtMs).toBeGreaterThanOrEqual((one?.startedAtMs ?? 0) + 80);
    expect(playback.underruns).toBe(0);
  });

  test('waits with more sound while eight seconds are ahead', async () => {
    using mouth = createMouth(systemClock, log);
    const playback = mouth.open();
    await playback.enqueue(clip('Short.', 5000), never);
    const leaving = new AbortController();
    const waiting = playback.enqueue(clip('Long.', 9000), leaving.signal);
    leaving.abort(new Error('barge-in'));
    await expect(waiting).rejects.toThrow('barge-in');
  });

  test('keeps to what was sent when it is silenced, and takes no more', async () => {
    using mouth = createMouth(systemClock, log);
    const playback = mouth.open();
    await playback.enqueue(clip('Hello there.', 5000), never);
    await new Promise<void>((resolve) =>
      mouth.player.once(AudioPlayerStatus.Playing, () => resolve()),
    );
    playback.abort();
    const heardMs = playback.progress()[0]?.playedMs ?? 0;
    expect(heardMs).toBeLessThan(200);
    await playback.enqueue(clip('More.', 100), never);
    expect(playback.progress()).toHaveLength(1);
    await playback.end(never);
    expect(playback.progress()[0]?.playedMs).toBe(heardMs);
  });

  test('a new reply silences the one before', async () => {
    using mouth = createMouth(systemClock, log);
    const first = mouth.open();
    await first.enqueue(clip('First.', 5000), never);
    const second = mouth.open();
    await second.enqueue(clip('Second.', 60), never);
    await second.end(never);
    expect(first.progress()[0]?.playedMs).toBeLessThan(100);
    expect(second.progress()[0]?.playedMs).toBe(60);
  });

  test('ends at once when there was nothing to say', async () => {
    using mouth = createMouth(systemClock, log);
    const playback = mouth.open();
    await playback.end(never);
    expect(playback.progress()).toEqual([]);
  });

  test('counts each time the reply ran dry', async () => {
    using mouth = createMouth(systemClock, log);
    const playback = mouth.open();
    await playback.enqueue(clip('One.', 20), never);
    while (playback.underruns === 0) await new Promise((resolve) => setImmediate(resolve));
    await playback.enqueue(clip('Two.', 20), never);
    await playback.end(never);
    expect(playback.underruns).toBe(1);
    expect(playback.progress()[1]?.playedMs).toBe(20);
  });
});
