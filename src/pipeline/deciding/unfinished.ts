/** Whether words go on: what a voice's fall does not tell, its last words may. Pure. */
import { wordsIn, wordsOf } from '../words.ts';

/** Nobody ends with these: conjunctions, articles, prepositions, auxiliaries, fillers. Folded. */
const OPEN_ENDED = new Set(
  `and or but because cause cuz if although though while unless whether since until than as so that which who whose
  a an the my your our their his its this these those some any every each
  of to in on at by for from with without about into onto over under between among through during before after against
  like near toward towards except despite per via
  is are was were am be been being will would can could shall should may might must has have had do does did im ive
  id ill youre weve theyre were its thats theres whats wheres whos hes shes cant dont doesnt didnt wont wouldnt couldnt shouldnt isnt arent wasnt werent
  um uh uhm er erm umm hmm well also plus very really more most too
  what how when where why
  und oder aber weil dass wenn ob der die das ein eine einen einem einer mit von zu bei fur im am zum zur auf aus nach ist sind war hat habe ich kann ahm
  et ou mais parce que qui dont le la les un une des du de avec pour dans sur chez est sont suis a ai peux euh
  y o pero porque el los las uno con por para en sin sobre es son soy esta estoy puedo eh`.split(
    /\s+/u,
  ),
);

/** English words of the lists above that do end sentences: "I think so", "do you want it, too". */
const CLOSERS = new Set(
  `what how when where why so too well really more most that this those these who some any each before after over
  under in on about by through near like be do did does have had has is are was were will would can could should may
  might must dont doesnt didnt cant wont isnt arent wasnt werent wouldnt couldnt shouldnt hers his ours theirs la o es a y eh am im un para
  that's it`.split(/\s+/u),
);

/** "My number is", "the answer would be": more than an ending in "is". */
const ANNOUNCES =
  /\b(?:(?:number|address|mail|email|name|code|password|question|thing|point|problem|reason|answer|date|idea|zip|id|pin) (?:is|was|would be|are)|i (?:mean|think that|was wondering if|wonder if)|such as|for example|let me|let us|lets say|you know|kind of|sort of|going to|want to|need to|try to|have to|able to|tell me about|talk about|what about|how about|as well as|because of|so that|in order to|the fact that)$/u;

const DIGIT = /^(?:\d|zero|oh|o|one|two|three|four|five|six|seven|eight|nine|double|triple)$/u;
const LETTER = /^[a-z]$/u;
const PHONE_DIGITS = 7;

/** @returns whether what was said so far plainly goes on. */
export function soundsUnfinished(text: string): boolean {
  const shown = text.trimEnd();
  const tail = shown.slice(-200);
  const words = wordsOf(tail);
  const last = words.at(-1);
  if (last === undefined) return false;
  if (/(?:\.{2,}|…|[,;:–—-])["'”’)]*$/u.test(tail) && !isHeldByComma(words)) return true;
  const before = words.slice(-5).join(' ');
  if (ANNOUNCES.test(before)) return !/[?？]$/u.test(tail);
  if (isDangling(words)) return true;
  if (!OPEN_ENDED.has(last)) return false;
  // A recogniser that puts a full stop or a question mark heard the voice fall: then only what can end no sentence counts.
  const isClosed = /[.!?？]["'”’)]*$/u.test(tail);
  return isClosed ? !CLOSERS.has(last) : !(CLOSERS.has(last) && isQuestionTail(tail));
}

/** Moonshine ends short complete remarks with a comma, too. */
function isHeldByComma(words: readonly string[]): boolean {
  return words.length <= 2;
}

function isQuestionTail(tail: string): boolean {
  const words = wordsIn(tail);
  return words.length <= 2;
}

/** Digits of a phone number, letters that are spelled, an address without its end. */
function isDangling(words: readonly string[]): boolean {
  let digits = 0;
  let pieces = 0;
  for (const word of words.toReversed()) {
    const count = /^\d+$/u.test(word) ? word.length : DIGIT.test(word) ? 1 : 0;
    if (count === 0) break;
    digits += count;
    pieces += 1;
  }
  const lead = words.at(-pieces - 1);
  const isNumber = words
    .slice(-pieces - 6)
    .some((word) => /^(?:number|phone|call|dial|code|pin|zip|card|account)$/u.test(word));
  if (pieces >= 3 && digits < PHONE_DIGITS && isNumber) return true;
  if (pieces >= 1 && digits < PHONE_DIGITS && lead === 'is' && words.at(-pieces - 2) === 'number')
    return true;
  const last = words.at(-1) ?? '';
  if (/^(?:at|dot|underscore|hyphen|dash|slash)$/u.test(last)) return true;
  let letters = 0;
  for (const word of words.toReversed()) {
    if (!LETTER.test(word)) break;
    letters += 1;
  }
  return (
    letters >= 2 && words.some((word) => /^(?:spell|spelled|spelt|letters|email|mail)$/u.test(word))
  );
}

const CLOSING =
  /(?:^| )(?:please|thank you|thanks|thats all|thats it|that is all|thank you very much|thanks a lot|goodbye|bye|never mind|over|bitte|danke|merci|sil te plait|sil vous plait|por favor|gracias)$/u;

/** @returns whether the words are plainly complete. */
export function soundsFinished(text: string): boolean {
  const tail = text.trimEnd().slice(-200);
  const words = wordsOf(tail);
  if (words.length === 0 || soundsUnfinished(text)) return false;
  if (/[?？]["'”’)»]*$/u.test(tail)) return true;
  return CLOSING.test(words.slice(-5).join(' '));
}
