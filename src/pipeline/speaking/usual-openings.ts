/** What replies often open with, synthesised before it is needed: the first answer is then as fast as later ones. */
import type { PhraseCache } from './phrase-cache.ts';
import type { SpeakingVoice } from './voices-port.ts';

/** The commonest first. */
const ENGLISH = ['Sure,', 'Yes,', 'Well,', 'Okay,', 'No,', 'Sure!', 'Of course!', 'Hello!'];

export interface UsualOpenings {
  /**
   * A server will be answered with that voice. Has it say what it has not said yet, behind everything
   * that anybody waits for. For a second server it says all of it at once: many may soon want the voice at
   * the same time, and what that takes is loaded before they do. Never rejects: what cannot be had now
   * is synthesised when it is said.
   *
   * @param voice given back at the end.
   */
  remember(voice: SpeakingVoice): Promise<void>;
}

/** @param phrases where they are kept. @param signal of the bot. */
export function createUsualOpenings(phrases: PhraseCache, signal: AbortSignal): UsualOpenings {
  /** Servers of each voice. */
  const servers = new Map<string, number>();

  const say = async ({ id, tts }: SpeakingVoice, text: string) =>
    phrases.put(id, text, await tts.synthesise(text, signal, { neededAtMs: Infinity }));

  return {
    async remember(voice) {
      using speaking = voice;
      const { id, language } = speaking;
      if (!/^en\b/iu.test(language)) return;
      const before = servers.get(id) ?? 0;
      servers.set(id, before + 1);
      try {
        if (before === 1) await Promise.all(ENGLISH.map((text) => say(speaking, text)));
        if (before > 0) return;
        for (const text of ENGLISH)
          if (phrases.get(id, text) === undefined) await say(speaking, text);
      } catch {
        // The voice fails or the bot ends: a reply will tell.
      }
    },
  };
}
