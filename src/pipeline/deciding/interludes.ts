/** Sounds that belong to no turn; the first answer that begins ends the one that people asked for. */
import type { Logger } from '../../log.ts';
import type { Mouth, Playback } from '../ports.ts';
import type { SpeechClip } from '../types.ts';

export interface Interludes {
  /** Begins a sound; undefined without a mouth. */
  sound(clip: SpeechClip): Playback | undefined;
  /** Likewise, until `hush()`. @returns whether it began. */
  play(clip: SpeechClip): boolean;
  hush(): void;
}

/** @param signal of the conversation. */
export function createInterludes(
  mouth: () => Mouth | undefined,
  log: Logger,
  signal: AbortSignal,
): Interludes {
  let interlude: Playback | undefined;

  const sound = (clip: SpeechClip) => {
    const playback = mouth()?.open();
    playback
      ?.enqueue(clip, signal)
      .then(() => playback.end(signal))
      .catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error }, 'A sound was not played');
      });
    return playback;
  };

  return {
    sound,
    play(clip) {
      interlude = sound(clip);
      return interlude !== undefined;
    },
    hush: () => interlude?.abort(),
  };
}
