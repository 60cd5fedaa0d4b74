/** Turns written pieces into what a voice should say, and keeps the map between the two texts. */
import { makeSpeakable } from '../speakable.ts';

export interface SpeakableOptions {
  /** BCP 47 language of the reply's text; 'en' unless told. */
  readonly language: string;
  /** Pronunciations of the server: whole words, case ignored, to what is said instead. */
  readonly pronunciations: ReadonlyMap<string, string>;
}

export interface SpokenText {
  /** As the model wrote it, trimmed: for history and captions. */
  readonly written: string;
  /** As it is said; '' when there is nothing to say. */
  readonly spoken: string;
  /** Points where both texts run in step, rising in both, from the beginnings to the ends; UTF-16 units. */
  readonly map: readonly { readonly written: number; readonly spoken: number }[];
  /** What belongs in the chat instead of the ear, as markdown. */
  readonly post?: string;
}

export function createSpeakable(_options: SpeakableOptions): {
  /** @param piece with isCode true for (a part of) a fenced block. */
  add(piece: { readonly written: string; readonly isCode: boolean }): SpokenText;
} {
  return {
    add({ written, isCode }) {
      const spoken = isCode ? '' : makeSpeakable(written);
      const end = { written: written.length, spoken: spoken.length };
      return { written, spoken, map: [{ written: 0, spoken: 0 }, end] };
    },
  };
}
