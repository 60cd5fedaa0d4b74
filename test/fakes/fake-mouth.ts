/** A mouth that plays in virtual time, and remembers who was heard when. */
import type { Clock } from '../../src/async/clock.ts';
import type { ClipProgress, Mouth, Playback } from '../../src/pipeline/ports.ts';
import type { SpeechClip } from '../../src/pipeline/types.ts';

export interface FakeMouth extends Mouth {
  /** Clips whose sound began, in order. */
  readonly heard: readonly string[];
  readonly isSounding: boolean;
}

export function fakeMouth(clock: Clock): FakeMouth {
  const heard: string[] = [];
  let open: FakePlayback | undefined;
  return {
    heard,
    get isSounding() {
      return open?.isSounding === true;
    },
    open() {
      open?.abort();
      open = openPlayback(clock, (text) => heard.push(text));
      return open;
    },
  };
}

interface FakePlayback extends Playback {
  readonly isSounding: boolean;
}

interface Played {
  readonly clip: SpeechClip;
  readonly durationMs: number;
  startedAtMs?: number;
  endedAtMs?: number;
}

function openPlayback(clock: Clock, onHeard: (text: string) => void): FakePlayback {
  const clips: Played[] = [];
  const over = new AbortController();
  let abortedAtMs: number | undefined;
  let chain = Promise.resolve();

  const play = async (played: Played) => {
    if (over.signal.aborted) return;
    played.startedAtMs = clock.nowMs();
    onHeard(played.clip.text);
    await clock.sleep(played.durationMs, over.signal);
    played.endedAtMs = clock.nowMs();
  };

  return {
    get isSounding() {
      return (
        !over.signal.aborted &&
        clips.some(
          ({ startedAtMs, endedAtMs }) => startedAtMs !== undefined && endedAtMs === undefined,
        )
      );
    },
    async enqueue(clip, signal) {
      signal.throwIfAborted();
      const played = { clip, durationMs: (clip.samples.length * 1000) / clip.sampleRateHz };
      clips.push(played);
      chain = chain.then(() => play(played)).catch(() => {});
    },
    async end() {
      await chain;
    },
    pause() {},
    resume() {},
    setGain() {},
    abort() {
      abortedAtMs ??= clock.nowMs();
      over.abort(new Error('silenced'));
    },
    progress: (): ClipProgress[] =>
      clips.map(({ clip, durationMs, startedAtMs, endedAtMs }) => ({
        text: clip.text,
        durationMs,
        playedMs:
          startedAtMs === undefined
            ? 0
            : Math.min(durationMs, (endedAtMs ?? abortedAtMs ?? clock.nowMs()) - startedAtMs),
        ...(startedAtMs === undefined ? {} : { startedAtMs }),
        ...(endedAtMs === undefined ? {} : { endedAtMs }),
      })),
    underruns: 0,
  };
}
