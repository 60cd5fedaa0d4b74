/** One reply of the fake mouth: as the real one, but exact to the millisecond and without frames. */
import type { Clock } from '../../src/async/clock.ts';
import type { Playback } from '../../src/pipeline/ports.ts';
import type { SpeechClip } from '../../src/pipeline/types.ts';
import { createChanges } from '../../src/voice/changes.ts';

export interface Said {
  readonly text: string;
  readonly startedAtMs: number;
  endedAtMs?: number;
}

export interface Pause {
  readonly atMs: number;
  /** Whether there was sound to be silenced; otherwise it kept the reply from going on. */
  readonly wasSounding: boolean;
  /** Absent while it lasts, and where the reply was aborted in it. */
  resumedAtMs?: number;
}

export interface FakePlayback extends Playback {
  readonly isSounding: boolean;
  readonly isPaused: boolean;
  readonly gain: number;
}

interface Played {
  readonly text: string;
  readonly durationMs: number;
  /** Up to the last time that it went on. */
  playedMs: number;
  /** Absent while it does not sound. */
  sinceMs?: number;
  said?: Said;
}

/** As the real mouth's. */
const MAX_WAITING_MS = 8000;

export function fakePlayback(
  clock: Clock,
  record: { readonly said: Said[]; readonly pauses: Pause[] },
): FakePlayback {
  const clips: Played[] = [];
  const changes = createChanges();
  const over = new AbortController();
  let sounding = new AbortController();
  let pause: Pause | undefined;
  let isEnding = false;
  let isRunning = false;
  let gain = 1;
  let underruns = 0;

  const playedMs = ({ durationMs, playedMs: before, sinceMs }: Played) =>
    Math.min(durationMs, before + (sinceMs === undefined ? 0 : clock.nowMs() - sinceMs));
  const waitingMs = () => clips.reduce((sum, clip) => sum + clip.durationMs - playedMs(clip), 0);
  const isWhole = (clip: Played) => clip.said?.endedAtMs !== undefined;
  const current = () => clips.find((clip) => clip.sinceMs !== undefined);

  /** The sound so far counts, and no more of it comes. */
  const hush = () => {
    const clip = current();
    if (clip !== undefined) {
      clip.playedMs = playedMs(clip);
      delete clip.sinceMs;
    }
    sounding.abort(new Error('hushed'));
    sounding = new AbortController();
  };

  /** Until less is waiting than may be, or something else happens to the sound. */
  const room = async (signal: AbortSignal) => {
    if (current() === undefined) return changes.next(signal);
    const excessMs = waitingMs() - MAX_WAITING_MS;
    await clock
      .sleep(excessMs, AbortSignal.any([signal, sounding.signal]))
      .catch(() => signal.throwIfAborted());
  };

  const play = async (clip: Played) => {
    const { signal } = sounding;
    const nowMs = clock.nowMs();
    clip.sinceMs = nowMs;
    if (clip.said === undefined) {
      clip.said = { text: clip.text, startedAtMs: nowMs };
      record.said.push(clip.said);
    }
    changes.notify();
    await clock.sleep(clip.durationMs - clip.playedMs, signal);
    clip.playedMs = clip.durationMs;
    delete clip.sinceMs;
    clip.said.endedAtMs = clock.nowMs();
  };

  /** Plays what there is, until it is paused or over. */
  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      while (pause === undefined && !over.signal.aborted) {
        const clip = clips.find((each) => !isWhole(each));
        if (clip === undefined) break;
        await play(clip).catch(() => {});
      }
    } finally {
      isRunning = false;
      changes.notify();
    }
  };

  return {
    get isSounding() {
      return current() !== undefined;
    },
    get isPaused() {
      return pause !== undefined && !over.signal.aborted;
    },
    get gain() {
      return gain;
    },
    get underruns() {
      return underruns;
    },

    async enqueue(clip: SpeechClip, signal) {
      signal.throwIfAborted();
      if (isEnding || over.signal.aborted) return;
      const ranDryAtMs = clips.every(isWhole) ? clips.at(-1)?.said?.endedAtMs : undefined;
      if (pause === undefined && ranDryAtMs !== undefined && clock.nowMs() > ranDryAtMs)
        underruns += 1;
      const durationMs = (clip.samples.length * 1000) / clip.sampleRateHz;
      clips.push({ text: clip.text, durationMs, playedMs: 0 });
      void run();
      while (!over.signal.aborted && waitingMs() > MAX_WAITING_MS) await room(signal);
    },

    async end(signal) {
      signal.throwIfAborted();
      isEnding = true;
      while (!over.signal.aborted && !clips.every(isWhole)) await changes.next(signal);
    },

    pause() {
      if (pause !== undefined || over.signal.aborted) return;
      pause = { atMs: clock.nowMs(), wasSounding: current() !== undefined };
      record.pauses.push(pause);
      hush();
    },

    resume() {
      if (pause === undefined || over.signal.aborted) return;
      pause.resumedAtMs = clock.nowMs();
      pause = undefined;
      void run();
    },

    setGain(wanted) {
      if (!(wanted >= 0 && wanted <= 1))
        throw new RangeError(`Cannot set the gain to ${wanted}: it goes from 0 to 1`);
      gain = wanted;
    },

    abort() {
      if (over.signal.aborted) return;
      over.abort();
      const cut = clips.find((clip) => clip.said !== undefined && !isWhole(clip));
      hush();
      if (cut?.said !== undefined) cut.said.endedAtMs = pause?.atMs ?? clock.nowMs();
      changes.notify();
    },

    unplayedMs: () => (over.signal.aborted ? 0 : waitingMs()),

    progress: () =>
      clips.map((clip) => ({
        text: clip.text,
        durationMs: clip.durationMs,
        playedMs: playedMs(clip),
        ...(clip.said === undefined ? {} : { startedAtMs: clip.said.startedAtMs }),
        ...(clip.said?.endedAtMs === undefined || clip.playedMs < clip.durationMs
          ? {}
          : { endedAtMs: clip.said.endedAtMs }),
      })),
  };
}
