/** What was learned of the voices that spoke lately: how loud and how fast each of them is. */
import { createVoiceLevel, type VoiceLevel } from '../../audio/finish-speech.ts';
import { createSpeechPace } from '../speaking/speech-pace.ts';

/** A server's voice, those of some people, and some that were tried. */
const MOST_KNOWN = 16;

interface KnownVoice {
  readonly level: VoiceLevel;
  readonly pace: ReturnType<typeof createSpeechPace>;
}

/** The one that has not spoken for longest is forgotten first. */
export function createKnownVoices(): { of(id: string): KnownVoice } {
  const voices = new Map<string, KnownVoice>();
  return {
    of(id) {
      const known = voices.get(id) ?? { level: createVoiceLevel(), pace: createSpeechPace() };
      voices.delete(id);
      voices.set(id, known);
      for (const oldest of voices.keys()) {
        if (voices.size <= MOST_KNOWN) break;
        voices.delete(oldest);
      }
      return known;
    },
  };
}
