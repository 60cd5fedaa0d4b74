/** The voices that replies are spoken with. */
import type { Tts } from '../ports.ts';

/** One voice at one speed, for one reply. Disposed when the reply is over: its model may be closed then. */
export interface SpeakingVoice extends Disposable {
  readonly tts: Pick<Tts, 'synthesise'>;
  /** What it speaks, BCP 47. */
  readonly language: string;
  /** Tells the voice and its speed from all others. */
  readonly id: string;
  /** Time that synthesis takes for a second of sound, about, where it is not a small part of one. */
  readonly realTimeFactor?: number | undefined;
  /** How words are said here: whole words in lower case to what is said instead. */
  readonly pronunciations: ReadonlyMap<string, string>;
}

/** The voices of one guild. */
export interface Voices {
  /**
   * The voice that answers that person, as of now. Never waits: where the chosen one is not loaded
   * yet, the usual one speaks meanwhile.
   */
  for(speakerId: string | undefined): SpeakingVoice;
  /** That person has begun to speak: their voice is loaded meanwhile, if it is not. Never waits. */
  expect(speakerId: string): void;
}

/** The same voice for everybody. */
export function oneVoice(tts: Pick<Tts, 'synthesise'>, language = 'en-US'): Voices {
  const voice: SpeakingVoice = {
    tts,
    language,
    id: 'only',
    pronunciations: new Map(),
    [Symbol.dispose]() {},
  };
  return { for: () => voice, expect() {} };
}
