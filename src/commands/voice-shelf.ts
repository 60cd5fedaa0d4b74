/** The voices that there are, as commands see them. */
import type { SpeechClip } from '../pipeline/types.ts';

/** A model that speaks. */
export interface ShelfModel {
  readonly id: string;
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  readonly licence: string;
  /** On disk when it is here, else of the download; 0 if unknown. */
  readonly bytes: number;
  /** It can speak now. */
  readonly isHere: boolean;
  /** On a small machine it takes about as long to make as to say. */
  readonly isSlow: boolean;
  /** Ids of its voices: at least one. */
  readonly voices: readonly string[];
}

export interface ShelfVoice {
  readonly id: string;
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  readonly isHere: boolean;
  readonly isSlow: boolean;
}

export interface VoiceShelf {
  /** Id of the voice that speaks where nothing else was chosen. */
  readonly usual: string;
  /** What is understood, BCP 47. */
  readonly understood: readonly string[];
  /** As last looked at the disk; what is here comes first. */
  readonly models: readonly ShelfModel[];
  /** Looks again. */
  look(signal: AbortSignal): Promise<void>;
  /** @param id of a voice, or of a model: then its first voice. */
  find(id: string): ShelfVoice | undefined;
  /** Loads it in the background, so that the next answer can be spoken with it. */
  prepare(id: string): void;
  /**
   * A sentence in that voice, at that speed.
   * @throws when it cannot be loaded or does not speak; `signal.reason` once aborted.
   */
  sample(id: string, speed: number, signal: AbortSignal): Promise<SpeechClip>;
}
