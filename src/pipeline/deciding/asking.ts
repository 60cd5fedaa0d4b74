/** Whether a question or an order begins at a word, and whom it may be for. Pure. */
import type { Word } from '../words.ts';
import { PLAIN_REQUESTS, REQUESTS, SUBJECTS } from './address-words.ts';

const WH = /^(?:what|where|who|whom|whose|when|why|how|which)s?$/u;
/** "what I mean", "when we left": what follows is no question. */
const SAYS_WHO = /^(?:i|im|ive|you|youre|he|hes|she|shes|we|they|theyre|it)$/u;
/** In REQUESTS, but they begin statements and greetings as well. */
const TELLS = /^(?:i|im|id|ill|we|were|you|your|hello|hi|good)$/u;
/** "I have a question", "I'd like to know". */
const WANTS =
  /^(?:i (?:have a question|need|want|wonder|was wondering|would like)|id like|im (?:looking|trying|wondering))\b/u;
/** Orders to be silent that begin with no verb. */
const CALMS =
  /^(?:enough|thats enough|that is enough|thatll do|hang on|not now|one (?:second|moment)|skip|silence)\b/u;

/**
 * Of people with hands and a way to go: nobody asks Parley for it. "Can you pass the salt?", "are you
 * coming?", "your turn".
 */
const FOR_BODIES =
  /^(?:please |just )?(?:(?:can|could|would|will) you (?:please )?)?(?:pass|hand|grab|bring|drive|carry|pour|cook|wash|lend|give me (?:my|your|back)|hug|kiss|push|pull|lift|fetch|come (?:here|over|on|with|to)|sit|stand|pick (?:me|him|her|us|it|that|them) up)\b|^(?:are|were) you (?:\w+ )?(?:coming|going|ready|done|home|hungry|tired|late|in|out)\b|^where (?:are|were) you\b|^whats (?:up|wrong|for dinner)\b|^(?:did|have) you (?:see|seen|get|got|eat|eaten|bring|brought|watch|watched|sleep|slept)\b|^do you (?:want|wanna)\b|^how (?:was your|is your)\b/u;

function rest(words: readonly Word[], at: number): string {
  return words
    .slice(at, at + 6)
    .map(({ text }) => text)
    .join(' ');
}

/** The mark that ends the sentence of the word at `at`. */
function sentenceMark(words: readonly Word[], at: number): string {
  return words.slice(at).find(({ isSentenceEnd }) => isSentenceEnd)?.mark ?? '';
}

export function isRequest(word: string | undefined): boolean {
  return word !== undefined && REQUESTS.has(word);
}

/** A question or an order begins there, as one is put to an assistant. */
export function asksAt(words: readonly Word[], at: number): boolean {
  const said = rest(words, at);
  if (FOR_BODIES.test(said)) return false;
  return WANTS.test(said) || CALMS.test(said) || opensAsking(words, at);
}

/** Its first word is one of a question or an order; whoever may be meant. */
export function opensAsking(words: readonly Word[], at: number): boolean {
  const first = words[at]?.text;
  if (first === undefined || !REQUESTS.has(first) || TELLS.test(first)) return false;
  return !isFreeRelative(words, at);
}

/** Beyond doubt, whatever came before. */
export function plainlyAsksAt(words: readonly Word[], at: number): boolean {
  const first = words[at]?.text;
  return first !== undefined && PLAIN_REQUESTS.has(first) && !isFreeRelative(words, at);
}

function isFreeRelative(words: readonly Word[], at: number): boolean {
  if (!WH.test(words[at]?.text ?? '') || !SAYS_WHO.test(words[at + 1]?.text ?? '')) return false;
  return sentenceMark(words, at) !== '?';
}

const OUTRIGHT =
  /^(?:please |now |just )?(?:(?:tell|give|show|remind|sing|read) (?:us|me)\b|(?:explain|translate|repeat|summari[sz]e|calculate|describe|define|stop)\b|(?:can|could|would|will) you\b|(?:whats|wheres|whos|whens|hows) (?!(?:up|it|that|wrong)\b)|(?:what|where|who|when|how|which|why) (?:is|are|was|were|does|did|time|day|year|kind|many|much|far|long|old|tall|big|fast|high|deep|wrote|invented|won) (?!(?:you|we|i|he|she|they|that|it|this|up|wrong)\b)\w)/u;

/** So plain an errand that a word which only sounds like the name was the name. */
export function asksOutrightAt(words: readonly Word[], at: number): boolean {
  const said = rest(words, at);
  return OUTRIGHT.test(said) && !FOR_BODIES.test(said);
}

const AUXILIARY = /^(?:is|was|are|were|can|could|will|would|does|did|do|has|have|should)$/u;

/** "Parley, is Rome bigger than Milan?", "does sugar melt?": by the mark, and by what cannot follow a verb. */
function isNounOfQuestion(words: readonly Word[], at: number, heard: string): boolean {
  if (sentenceMark(words, at) !== '?' || words[at + 2] === undefined) return false;
  if (/^\p{Lu}\p{L}/u.test(heard)) return true;
  if (/^(?:does|did|do|are|were)$/u.test(words[at]?.text ?? '')) return true;
  return /[^s]s$/u.test(heard) && words[at + 2]?.isSentenceStart === false;
}

/** "can you", "is it": a question to somebody. "is the" is one unless its mark says that it tells. */
export function asksSomebody(words: readonly Word[], at: number): boolean {
  const { text: subject = '', heard = '' } = words[at + 1] ?? {};
  const verb = words[at]?.text ?? '';
  if (!isRequest(verb)) return false;
  // "Parley who was Nero".
  if (verb === 'who' && /^(?:is|was|are|were)$/u.test(subject))
    return /^(?:\p{Lu}|the\b|my\b|that\b)/u.test(words[at + 2]?.heard ?? '');
  if (!SUBJECTS.has(subject)) return AUXILIARY.test(verb) && isNounOfQuestion(words, at, heard);
  if (!/^(?:this|that|these|those|the|my)$/u.test(subject)) return true;
  return !/^[.!。！]$/u.test(sentenceMark(words, at));
}
