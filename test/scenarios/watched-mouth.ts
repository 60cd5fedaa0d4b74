/** The fake mouth, with a record of each reply that was heard: when it sounded, paused and ended. */
import type { Clock } from '../../src/async/clock.ts';
import type { Mouth, Playback } from '../../src/pipeline/ports.ts';
import type { Span } from '../../src/scenarios/observation.ts';
import { fakeMouth } from '../fakes/fake-mouth.ts';

interface HeardReply {
  readonly startedAtMs: number;
  /** The end of its last sound; absent while it is going on. */
  readonly endedAtMs?: number;
  readonly sounds: readonly Span[];
  readonly pauses: readonly Span[];
  readonly lowered: readonly Span[];
  readonly isPaused: boolean;
}

export interface WatchedMouth extends Mouth {
  /** In order of their first sound. */
  readonly replies: readonly HeardReply[];
  /** What is being said now, and how far it is; undefined in silence. */
  readonly saying: { readonly text: string; readonly playedMs: number } | undefined;
  /** To be called at every frame. */
  look(): void;
}

class Watched {
  readonly playback: Playback;
  readonly sounds: { fromMs: number; toMs: number }[] = [];
  readonly pauses: { fromMs: number; toMs: number }[] = [];
  readonly lowered: { fromMs: number; toMs: number }[] = [];
  startedAtMs = 0;
  endedAtMs: number | undefined;
  pausedAtMs: number | undefined;
  loweredAtMs: number | undefined;

  constructor(playback: Playback) {
    this.playback = playback;
  }

  get hasBegun(): boolean {
    return this.playback.progress()[0]?.startedAtMs !== undefined;
  }
}

export function watchedMouth(clock: Clock): WatchedMouth {
  const mouth = fakeMouth(clock);
  const opened: Watched[] = [];
  const begun: Watched[] = [];
  let current: Watched | undefined;

  const endOf = (watched: Watched) => {
    if (watched.endedAtMs !== undefined || !watched.hasBegun) return;
    watched.startedAtMs = watched.playback.progress()[0]?.startedAtMs ?? 0;
    if (!begun.includes(watched)) begun.push(watched);
    if (watched.loweredAtMs !== undefined)
      watched.lowered.push({ fromMs: watched.loweredAtMs, toMs: clock.nowMs() });
    const progress = watched.playback.progress();
    const isWhole = progress.every(({ endedAtMs }) => endedAtMs !== undefined);
    watched.endedAtMs = isWhole
      ? (progress.at(-1)?.endedAtMs ?? clock.nowMs())
      : (watched.pausedAtMs ?? clock.nowMs());
  };

  return {
    get replies() {
      return begun.map(({ startedAtMs, endedAtMs, sounds, pauses, lowered, pausedAtMs }) => ({
        startedAtMs,
        sounds: sounds.map(({ fromMs, toMs }) => ({
          fromMs,
          toMs: Math.min(toMs, endedAtMs ?? toMs),
        })),
        pauses,
        lowered,
        isPaused: pausedAtMs !== undefined,
        ...(endedAtMs === undefined ? {} : { endedAtMs }),
      }));
    },
    get saying() {
      const clip = current?.playback
        .progress()
        .find(({ startedAtMs, endedAtMs }) => startedAtMs !== undefined && endedAtMs === undefined);
      return mouth.isSounding ? clip : undefined;
    },
    look() {
      for (const watched of opened) {
        if (!watched.hasBegun || begun.includes(watched)) continue;
        watched.startedAtMs = watched.playback.progress()[0]?.startedAtMs ?? 0;
        begun.push(watched);
      }
      if (current === undefined || !mouth.isSounding) return;
      const nowMs = clock.nowMs();
      const last = current.sounds.at(-1);
      if (last !== undefined && nowMs - last.toMs <= 40) last.toMs = nowMs;
      else
        current.sounds.push({
          fromMs: last === undefined ? current.startedAtMs : nowMs,
          toMs: nowMs,
        });
    },
    open() {
      if (current !== undefined) endOf(current);
      const inner = mouth.open();
      const watched = new Watched(inner);
      opened.push(watched);
      current = watched;
      return {
        enqueue: (clip, signal) => inner.enqueue(clip, signal),
        async end(signal) {
          await inner.end(signal);
          endOf(watched);
        },
        pause() {
          if (watched.hasBegun && watched.endedAtMs === undefined)
            watched.pausedAtMs ??= clock.nowMs();
          inner.pause();
        },
        resume() {
          if (watched.pausedAtMs !== undefined)
            watched.pauses.push({ fromMs: watched.pausedAtMs, toMs: clock.nowMs() });
          watched.pausedAtMs = undefined;
          inner.resume();
        },
        setGain(gain) {
          if (gain < 1 && watched.hasBegun) watched.loweredAtMs ??= clock.nowMs();
          if (gain === 1 && watched.loweredAtMs !== undefined) {
            watched.lowered.push({ fromMs: watched.loweredAtMs, toMs: clock.nowMs() });
            watched.loweredAtMs = undefined;
          }
          inner.setGain(gain);
        },
        abort() {
          inner.abort();
          endOf(watched);
        },
        unplayedMs: () => inner.unplayedMs(),
        progress: () => inner.progress(),
        get underruns() {
          return inner.underruns;
        },
      };
    },
  };
}
