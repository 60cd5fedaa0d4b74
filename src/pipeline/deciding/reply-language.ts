/**
 * Whether replies are written in a language that the voice does not speak: it reads them by the rules
 * of its own, and nobody understands a word. Said once in text; false alarms are worse than misses,
 * since people quote, and list names.
 */
import { francAll } from 'franc-min';

export interface ReplyLanguageWatch {
  /**
   * @param written as the model wrote it.
   * @param language of the voice that said it, BCP 47.
   * @returns a sentence for the chat, once in a session.
   */
  said(written: string, language: string): string | undefined;
  /** Another session in a voice channel begins. */
  restart(): void;
}

/**
 * Letters below which a reply tells nothing, and those that it takes to be sure. Of 373 English
 * sentences of at least 60 letters none was taken for foreign, of shorter ones 1 in 40.
 */
const LEAST_LETTERS = 25;
const ENOUGH_LETTERS = 60;

/** More says no more, and takes some milliseconds. */
const JUDGED_CHARS = 400;

/** A character that stands for a syllable or a word counts as so many letters. */
const DENSE_LETTERS = 3;
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/**
 * How much like the voice's language a text has to be, of 1 for the likeliest one. German, French,
 * Dutch and the like are 0.4–0.68 like English, English with foreign names 0.75–1 (measured). Where
 * the likeliest one is a language that people often speak here, less doubt is left.
 */
const OWN_LIKENESS = 0.7;
const OWN_LIKENESS_BESIDE_KNOWN = 0.85;

/** franc's names of the languages that there are voices for. */
const NAMES: Readonly<Record<string, string>> = {
  de: 'deu',
  en: 'eng',
  es: 'spa',
  fr: 'fra',
  hi: 'hin',
  it: 'ita',
  pt: 'por',
  zh: 'cmn',
};

const ENGLISH_NAMES = new Intl.DisplayNames(['en'], { type: 'language' });

export function createReplyLanguageWatch(): ReplyLanguageWatch {
  /** Replies in a row that look foreign. */
  let suspects = '';
  let isTold = false;
  return {
    said(written, language) {
      if (isTold) return undefined;
      const text = proseOf(written);
      if (lettersOf(text) < LEAST_LETTERS) return undefined;
      if (!looksForeign(text, language)) {
        suspects = '';
        return undefined;
      }
      suspects = `${suspects} ${text}`;
      if (lettersOf(suspects) < ENOUGH_LETTERS || !looksForeign(suspects, language))
        return undefined;
      isTold = true;
      suspects = '';
      return (
        `My voice speaks ${ENGLISH_NAMES.of(language) ?? language} only, so what I say in another language sounds wrong. ` +
        '`/voice list` shows which other voices I have.'
      );
    },
    restart() {
      suspects = '';
      isTold = false;
    },
  };
}

/** @returns false in doubt, and for languages of which nothing is known. */
function looksForeign(text: string, language: string): boolean {
  const own = NAMES[new Intl.Locale(language).language];
  const likeness = francAll(text.slice(0, JUDGED_CHARS));
  const likeliest = likeness[0]?.[0] ?? 'und';
  if (own === undefined || likeliest === 'und' || likeliest === own) return false;
  const enough = KNOWN.has(likeliest) ? OWN_LIKENESS_BESIDE_KNOWN : OWN_LIKENESS;
  return (likeness.find(([name]) => name === own)?.[1] ?? 0) < enough;
}

const KNOWN: ReadonlySet<string> = new Set(Object.values(NAMES));

/** Without code, addresses and quotations: they may be in any language. */
function proseOf(written: string): string {
  return written
    .replaceAll(/```[\s\S]*?(?:```|$)|`[^`\n]*`/gu, ' ')
    .replaceAll(/\bhttps?:\S+/gu, ' ')
    .replaceAll(/"[^"\n]*"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»/gu, ' ');
}

function lettersOf(text: string): number {
  const letters = text.match(/[\p{L}\p{M}]/gu)?.length ?? 0;
  return letters + (DENSE_LETTERS - 1) * (text.match(DENSE)?.length ?? 0);
}
