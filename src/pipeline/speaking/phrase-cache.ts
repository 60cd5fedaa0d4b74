/** Clips of phrases that are said often ("Sure.", "One moment."): they need no synthesis. */
import type { SpeechClip } from '../types.ts';

export interface PhraseCache {
  /** @param voice tells the voice and its speed from all others. */
  get(voice: string, text: string): SpeechClip | undefined;
  /** Longer texts are left out: nobody says them twice. */
  put(voice: string, text: string, clip: SpeechClip): void;
}

/** "I've put the code in the chat." and whatever is shorter. UTF-16 code units. */
const LONGEST_CHARS = 40;

/** Some forty phrases of 2 s at 22 kHz. */
const MOST_BYTES = 8 * 1024 * 1024;

/** The phrase that was not said for longest goes first. */
export function createPhraseCache(mostBytes: number = MOST_BYTES): PhraseCache {
  /** In order of use. */
  const clips = new Map<string, SpeechClip>();
  let bytes = 0;
  const drop = (key: string) => {
    bytes -= clips.get(key)?.samples.byteLength ?? 0;
    clips.delete(key);
  };

  return {
    get(voice, text) {
      const key = keyOf(voice, text);
      const clip = clips.get(key);
      if (clip === undefined) return undefined;
      clips.delete(key);
      clips.set(key, clip);
      return clip;
    },
    put(voice, text, clip) {
      if (text.length > LONGEST_CHARS || clip.samples.byteLength > mostBytes) return;
      const key = keyOf(voice, text);
      drop(key);
      clips.set(key, clip);
      bytes += clip.samples.byteLength;
      for (const oldest of clips.keys()) {
        if (bytes <= mostBytes) return;
        drop(oldest);
      }
    },
  };
}

function keyOf(voice: string, text: string): string {
  return JSON.stringify([voice, text]);
}
