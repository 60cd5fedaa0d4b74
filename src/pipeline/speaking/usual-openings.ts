/** What replies often open with, synthesised before it is needed: the first answer is then as fast as later ones. */
import type { PhraseCache } from './phrase-cache.ts';
import type { SpeakingVoice } from './voices-port.ts';

/** The commonest first. */
const ENGLISH = ['Sure,', 'Yes,', 'Well,', 'Okay,', 'No,', 'Sure!', 'Of course!', 'Hello!'];

/**
 * Fills `phrases` with the openings that it lacks, one after the other and behind everything that
 * anybody waits for. Never rejects: what cannot be had now is synthesised when it is said.
 *
 * @param voice given back at the end.
 */
export async function rememberOpenings(
  voice: SpeakingVoice,
  phrases: PhraseCache,
  signal: AbortSignal,
): Promise<void> {
  using speaking = voice;
  const { tts, id, language } = speaking;
  if (!/^en\b/iu.test(language)) return;
  try {
    for (const text of ENGLISH)
      if (phrases.get(id, text) === undefined)
        phrases.put(id, text, await tts.synthesise(text, signal, { neededAtMs: Infinity }));
  } catch {
    // The voice fails or the session is over: a reply will tell.
  }
}
