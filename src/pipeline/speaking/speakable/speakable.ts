/** Turns written pieces into what a voice should say, and keeps the map between the two texts. */
import { readInlineCode } from './code-words.ts';
import { edit, mapOf, NEW, unedited, type Edited } from './edited.ts';
import { withoutEmoji } from './emoji.ts';
import { readLinks } from './links.ts';
import { readLists } from './lists.ts';
import { withoutInlineMarks, withoutLineMarks } from './marks.ts';
import { phrasesIn } from './phrases.ts';
import { pronounce } from './pronunciations.ts';
import { readingsIn } from './readings.ts';
import { createTables, lastTable } from './tables.ts';
import { flatten, isSpeakable, tidy } from './tidy.ts';

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

interface WrittenPiece {
  readonly written: string;
  /** (A part of) a fenced block. */
  readonly isCode: boolean;
  /** False where it goes on with a line that a piece before it began. */
  readonly startsLine?: boolean;
}

export interface Speakable {
  /** The pieces of one reply, in order. */
  add(piece: WrittenPiece): SpokenText;
  /** @returns what is left for the chat when the reply is over. */
  end(): string | undefined;
}

const FENCE = /^\s*(?:`{3,}|~{3,})/u;

export function createSpeakable({ language, pronunciations }: SpeakableOptions): Speakable {
  const phrases = phrasesIn(language);
  const isEnglish = /^en\b/iu.test(language);
  const tables = createTables(phrases.table);
  let isFirst = true;
  let isLinkTold = false;

  const sayText = (piece: WrittenPiece): { text: Edited; links: readonly string[] } => {
    const line = unedited(piece.written);
    let text =
      piece.startsLine === false
        ? line
        : withoutLineMarks(eachLine(line, (one) => tables.line(one) ?? one));
    text = pronounce(readInlineCode(text), pronunciations);
    const { text: linked, long } = readLinks(text);
    text = withoutInlineMarks(linked);
    if (piece.startsLine !== false) text = readLists(text, isEnglish);
    text = withoutEmoji(text, isFirst);
    return { text: tidy(readingsIn(language, flatten(text))), links: long };
  };

  return {
    add(piece) {
      const { written, isCode } = piece;
      if (isCode) {
        const isBeginning = FENCE.test(written);
        isFirst = false;
        // One announcement a block, however many pieces it comes in.
        return spokenText(written, sayInstead(written, isBeginning ? phrases.code : ''), [
          tables.ended(),
          fenced(written),
        ]);
      }
      const { text, links } = sayText(piece);
      isFirst &&= !isSpeakable(text.text);
      const isToBeTold = links.length > 0 && !isLinkTold;
      isLinkTold ||= links.length > 0;
      const end = text.text.length;
      const mark = /[.!?…:]["'”’)]*$/u.test(text.text) ? '' : '.';
      const told = isToBeTold
        ? edit(text, [{ from: end, to: end, text: `${mark} ${phrases.link}` }])
        : text;
      return spokenText(written, told, [tables.ended(), links.join('\n') || undefined]);
    },
    end: () => lastTable(tables),
  };
}

function sayInstead(written: string, spoken: string): Edited {
  return edit(unedited(written), [{ from: 0, to: written.length, text: spoken }]);
}

/** Line by line; what stands between the lines stays. */
function eachLine(all: Edited, change: (line: Edited) => Edited): Edited {
  const { text, origins } = all;
  if (!text.includes('\n')) return change(all);
  const texts: string[] = [];
  const changedOrigins: number[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    if (at > 0) {
      texts.push('\n');
      changedOrigins.push(origins[at - 1] ?? NEW);
    }
    const end = at + line.length;
    const changed = change({ text: line, origins: origins.slice(at, end) });
    texts.push(changed.text);
    for (const origin of changed.origins) changedOrigins.push(origin);
    at = end + 1;
  }
  return { text: texts.join(''), origins: changedOrigins };
}

function spokenText(
  written: string,
  text: Edited,
  posts: readonly (string | undefined)[],
): SpokenText {
  const said = isSpeakable(text.text)
    ? text
    : edit(text, [{ from: 0, to: text.text.length, text: '' }]);
  const post = posts.filter((each) => each !== undefined).join('\n\n');
  return {
    written,
    spoken: said.text,
    map: mapOf(said, written.length),
    ...(post === '' ? {} : { post }),
  };
}

/** A part of a long block is a block of its own in the chat. */
function fenced(code: string): string {
  const opened = FENCE.test(code) ? code : `\`\`\`\n${code}`;
  const mark = FENCE.exec(opened)?.[0].trim() ?? '```';
  return opened.trimEnd().endsWith(mark) && opened.trim() !== mark ? opened : `${opened}\n${mark}`;
}
