/** Pictures between words: left out; one that stands alone is an answer, and has a name. */
import { editAll, type Edited } from './edited.ts';
import { matches } from './prefilter/may-match.ts';

/** With their joiners and colours. */
const EMOJI =
  /(?:[\p{Extended_Pictographic}--[©®™]]|\p{RI}|\p{Emoji_Modifier}|\uFE0F|\u200D|\u20E3)+/gv;
/** None of them is ASCII. */
const NO_ASCII = /[\u0080-\u{10FFFF}]/u;
const SHORT_NAMES = /(?<=^|\s):[a-z][a-z0-9_+-]{1,30}:(?=\s|$|[.,!?])/gu;
/** ":)", ";-)", "<3", ":D", "^^"; "<3 minutes" is a time. */
const EMOTICONS =
  /(?<=^|\s)(?:[:;=]-?[)(DPpOo/|]|<3(?!\s(?:seconds|minutes|hours|days|weeks|months|years|people|players|users|times|percent|min|sec|hrs?|ms|s|km|m|kg|[GM]B)\b)|\^\^|:'\(|xD)(?=\s|$|[.,!?])/gu;

const NAMES: readonly (readonly [string, string])[] = [
  ['👍', 'Thumbs up.'],
  ['👎', 'Thumbs down.'],
  ['✅', 'Yes.'],
  ['❌', 'No.'],
  ['😂', 'Ha ha.'],
  ['🤣', 'Ha ha.'],
  ['😄', 'Smile.'],
  ['😊', 'Smile.'],
  ['❤', 'Heart.'],
  ['🎉', 'Hooray!'],
  ['👋', 'Hello!'],
  ['🙏', 'Thank you.'],
  ['🤷', 'No idea.'],
];

/** @param isAlone the text is all of what is said. */
export function withoutEmoji(text: Edited, isAlone: boolean): Edited {
  const hasNone = !matches(NO_ASCII, text.text);
  const isOnlyEmoji = isAlone && text.text.replaceAll(EMOJI, '').trim() === '';
  const name = isOnlyEmoji ? NAMES.find(([emoji]) => text.text.includes(emoji))?.[1] : undefined;
  let isNamed = false;
  const without = hasNone
    ? text
    : editAll(text, EMOJI, () => {
        if (name === undefined || isNamed) return ' ';
        isNamed = true;
        return name;
      });
  return editAll(
    editAll(without, SHORT_NAMES, () => ''),
    EMOTICONS,
    () => '',
  );
}
