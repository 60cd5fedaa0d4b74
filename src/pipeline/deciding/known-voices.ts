/** What was learned of the voices that spoke lately: how loud and how fast each of them is. */
import { createVoiceLevel, type VoiceLevel } from '../../audio/finish-speech.ts';
import { createSpeechPace, withoutWaiting } from '../speaking/speech-pace.ts';
import type { SpeakingVoice } from '../speaking/voices-port.ts';

/** The voices of some servers, those of some people, and some that were tried. */
const MOST_KNOWN = 64;

interface KnownVoice {
  readonly level: VoiceLevel;
  readonly pace: ReturnType<typeof createSpeechPace>;
}

export interface KnownVoices {
  of(voice: Pick<SpeakingVoice, 'id' | 'realTimeFactor'>): KnownVoice;
}

/** The one that has not spoken for longest is forgotten first. */
export function createKnownVoices(): KnownVoices {
  const voices = new Map<string, KnownVoice>();
  return {
    of({ id, realTimeFactor }) {
      const known = voices.get(id) ?? {
        level: createVoiceLevel(),
        pace: paceOf(realTimeFactor),
      };
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

/** A word, a sentence, the longest piece: what a slow voice is expected to take for each. */
const EXPECTED_CHARS = [10, 60, 150];

/** English, as most voices speak it. */
const SOUND_MS_A_CHAR = 65;

function paceOf(realTimeFactor: number | undefined): KnownVoice['pace'] {
  const pace = createSpeechPace();
  if (realTimeFactor === undefined) return pace;
  for (const chars of EXPECTED_CHARS) {
    const soundMs = chars * SOUND_MS_A_CHAR;
    pace.synthesised(chars, soundMs, withoutWaiting(soundMs * realTimeFactor));
  }
  return pace;
}
