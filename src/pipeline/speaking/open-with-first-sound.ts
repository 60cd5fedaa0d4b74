/** A reply's way into the mouth. */
import type { Mouth, Playback } from '../ports.ts';

/** Opens the mouth only for the first sound: while a reply is thought about, another sound may be made. */
export function openWithFirstSound(mouth: Mouth): Playback {
  let opened: Playback | undefined;
  let isOver = false;
  let isPaused = false;
  let gain = 1;

  const open = (): Playback => {
    if (opened !== undefined) return opened;
    opened = mouth.open();
    if (isPaused) opened.pause();
    if (gain !== 1) opened.setGain(gain);
    return opened;
  };

  return {
    async enqueue(clip, signal) {
      signal.throwIfAborted();
      if (!isOver) await open().enqueue(clip, signal);
    },
    async end(signal) {
      signal.throwIfAborted();
      await opened?.end(signal);
    },
    pause() {
      isPaused = true;
      opened?.pause();
    },
    resume() {
      isPaused = false;
      opened?.resume();
    },
    setGain(wanted) {
      gain = wanted;
      opened?.setGain(wanted);
    },
    abort() {
      isOver = true;
      opened?.abort();
    },
    unplayedMs: () => opened?.unplayedMs() ?? 0,
    progress: () => opened?.progress() ?? [],
    get underruns() {
      return opened?.underruns ?? 0;
    },
  };
}
