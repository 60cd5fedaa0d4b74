/** A mouth without Discord: frames of 20 ms on the wall clock, each one written down. */
import type { Clock } from '../src/async/clock.ts';
import type { Mouth, Playback } from '../src/pipeline/ports.ts';
import { FRAME_MS, type SpeechClip } from '../src/pipeline/types.ts';
import { createChanges } from '../src/voice/changes.ts';

/** One frame that went out. */
export interface FrameOut {
  readonly atMs: number;
  /** Behind its slot. */
  readonly lateMs: number;
  /** Which playback of the mouth, from 0. */
  readonly playback: number;
  /** Where its sound begins in that playback's sound, ms. */
  readonly soundMs: number;
  readonly gain: number;
  readonly clip: SpeechClip;
  /** Which frame of the clip. */
  readonly at: number;
}

export interface WallClockMouth extends Mouth {
  readonly framesOut: readonly FrameOut[];
  /** Stops resumed after, or for good; in order. */
  readonly pauses: readonly PauseOut[];
  /** Playbacks that were aborted, by number, and when. */
  readonly aborts: readonly { readonly playback: number; readonly atMs: number }[];
}

interface PauseOut {
  readonly playback: number;
  readonly atMs: number;
  resumedAtMs?: number;
}

/** As the mouth of a voice connection. */
const MAX_WAITING_MS = 8000;

interface Queued {
  readonly clip: SpeechClip;
  readonly frameCount: number;
  sentCount: number;
  startedAtMs?: number;
  endedAtMs?: number;
}

/** @param onFrame instead of `framesOut`, where minutes of them would weigh. */
export function createWallClockMouth(
  clock: Clock,
  onFrame?: (frame: FrameOut) => void,
): WallClockMouth {
  const framesOut: FrameOut[] = [];
  const note = onFrame ?? ((frame: FrameOut) => void framesOut.push(frame));
  const pauses: PauseOut[] = [];
  const aborts: { playback: number; atMs: number }[] = [];
  let opened = 0;
  let open: Playback | undefined;

  const openPlayback = (playback: number): Playback => {
    const queue: Queued[] = [];
    const changes = createChanges();
    const over = new AbortController();
    let pause: PauseOut | undefined;
    /** A pause comes with a short fade: one more frame. */
    let isFading = false;
    let isEnding = false;
    let isPumping = false;
    let gain = 1;
    let soundMs = 0;
    let underruns = 0;

    const current = () => queue.find(({ sentCount, frameCount }) => sentCount < frameCount);
    const waitingMs = () =>
      queue.reduce((sum, { frameCount, sentCount }) => sum + frameCount - sentCount, 0) * FRAME_MS;
    const mayGoOn = () => !over.signal.aborted && (pause === undefined || isFading);

    const emit = (queued: Queued, dueMs: number) => {
      const atMs = clock.nowMs();
      const { clip, sentCount: at } = queued;
      note({ atMs, lateMs: atMs - dueMs, playback, soundMs, gain, clip, at });
      isFading = false;
      soundMs += FRAME_MS;
      queued.startedAtMs ??= atMs;
      queued.sentCount += 1;
      if (queued.sentCount === queued.frameCount) queued.endedAtMs = atMs;
    };

    const pump = async () => {
      if (isPumping) return;
      isPumping = true;
      let dueMs = clock.nowMs();
      try {
        for (let next = current(); next !== undefined && mayGoOn(); next = current()) {
          emit(next, dueMs);
          changes.notify();
          // A late timer is caught up with, so that the rate stays.
          dueMs += FRAME_MS;
          await clock.sleep(Math.max(0, dueMs - clock.nowMs()), over.signal);
        }
      } catch {
        // Aborted between two frames.
      } finally {
        isPumping = false;
        changes.notify();
      }
    };

    return {
      get underruns() {
        return underruns;
      },
      async enqueue(clip, signal) {
        signal.throwIfAborted();
        if (isEnding || over.signal.aborted) return;
        const isDry = queue.length > 0 && current() === undefined && !isPumping;
        if (isDry && pause === undefined) underruns += 1;
        const durationMs = (clip.samples.length * 1000) / clip.sampleRateHz;
        queue.push({ clip, frameCount: Math.ceil(durationMs / FRAME_MS), sentCount: 0 });
        void pump();
        while (!over.signal.aborted && waitingMs() > MAX_WAITING_MS) await changes.next(signal);
      },
      async end(signal) {
        signal.throwIfAborted();
        isEnding = true;
        while (!over.signal.aborted && (current() !== undefined || isPumping))
          await changes.next(signal);
      },
      pause() {
        if (pause !== undefined || over.signal.aborted) return;
        pause = { playback, atMs: clock.nowMs() };
        isFading = isPumping;
        pauses.push(pause);
      },
      resume() {
        if (pause === undefined || over.signal.aborted) return;
        pause.resumedAtMs = clock.nowMs();
        pause = undefined;
        isFading = false;
        void pump();
      },
      setGain(wanted) {
        gain = wanted;
      },
      abort() {
        if (over.signal.aborted) return;
        over.abort(new Error('The playback was aborted'));
        aborts.push({ playback, atMs: clock.nowMs() });
        changes.notify();
      },
      unplayedMs: () => (over.signal.aborted ? 0 : waitingMs()),
      progress: () =>
        queue.map(({ clip, frameCount, sentCount, startedAtMs, endedAtMs }) => ({
          text: clip.text,
          durationMs: frameCount * FRAME_MS,
          playedMs: sentCount * FRAME_MS,
          ...(startedAtMs === undefined ? {} : { startedAtMs }),
          ...(endedAtMs === undefined ? {} : { endedAtMs }),
        })),
    };
  };

  return {
    framesOut,
    pauses,
    aborts,
    open() {
      open?.abort();
      open = openPlayback(opened++);
      return open;
    },
  };
}
