/** What replies often open with, synthesised before it is needed: the first answer is then as fast as later ones. */
import type { PhraseCache } from './phrase-cache.ts';
import type { SpeakingVoice } from './voices-port.ts';

/** The commonest first. */
const ENGLISH = ['Sure,', 'Yes,', 'Well,', 'Okay,', 'No,', 'Sure!', 'Of course!', 'Hello!'];

export interface UsualOpenings {
  /**
   * A server will be answered with that voice. Has it say what it has not said yet, behind everything
   * that anybody waits for. Never rejects: what cannot be had now is synthesised when it is said.
   *
   * @param voice given back at the end.
   */
  remember(voice: SpeakingVoice): Promise<void>;
}

/** @param phrases where they are kept. @param signal of the bot. */
export function createUsualOpenings(phrases: PhraseCache, signal: AbortSignal): UsualOpenings {
  /** Voices that have been asked. */
  const asked = new Set<string>();

  return {
    async remember(voice) {
      using speaking = voice;
      const { id, language, tts } = speaking;
      if (!/^en\b/iu.test(language) || asked.has(id)) return;
      asked.add(id);
      try {
        for (const text of ENGLISH)
          if (phrases.get(id, text) === undefined)
            phrases.put(id, text, await tts.synthesise(text, signal, { neededAtMs: Infinity }));
      } catch {
        // The voice fails or the bot ends: a reply will tell.
      }
    },
  };
}
