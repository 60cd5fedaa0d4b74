/** Transcripts of what was no speech: recognisers make words of breath, music and keys. Pure. */
import { wordsOf } from '../words.ts';
import type { VoiceEvidence } from './ear-port.ts';

/** Fast talkers reach about 6 words a second for a moment. */
const MAX_WORDS_PER_SECOND = 7;
/** What a VAD cuts off at both ends counts, too. */
const VAD_MARGIN_MS = 200;

/** Nobody who speaks to others is that quiet. A guess. */
const TOO_QUIET_DBFS = -55;

/**
 * Below any of these there was hardly a voice. Said on purpose, such phrases have 288–480 ms of voice
 * and a probability of 0.88 and more (Piper, Silero); the rest are guesses.
 */
const WEAK = { voicedMs: 280, meanDbfs: -45, meanProbability: 0.7 } as const;
/** A short answer has fewer sounds ("right" 256 ms, "hmm" 192 ms), and losing one costs more. */
const HARDLY_ANY = { voicedMs: 120, meanDbfs: -50, meanProbability: 0.6 } as const;

const MADE_OF_NOISE = 'a phrase recognisers make of noise';

/** @returns why a transcript is none, for the timeline; undefined for speech. */
export function phantomReason(text: string, evidence: VoiceEvidence): string | undefined {
  const words = wordsOf(text);
  if (isNote(text)) return MADE_OF_NOISE;
  if (words.length === 0) return undefined;
  if (evidence.meanDbfs < TOO_QUIET_DBFS) return 'too quiet';
  if (isLoop(words)) return 'the same words over and over';
  const seconds = (evidence.voicedMs + VAD_MARGIN_MS) / 1000;
  if (words.length > MAX_WORDS_PER_SECOND * seconds) return 'too many words for its length';
  const phrase = words.join(' ');
  if (isCredit(words, text)) return MADE_OF_NOISE;
  if (PHANTOMS.has(phrase) && isBelow(WEAK, evidence)) return MADE_OF_NOISE;
  if (SHORT_ANSWERS.has(phrase) && isBelow(HARDLY_ANY, evidence)) return MADE_OF_NOISE;
  return undefined;
}

function isBelow(least: VoiceEvidence, { voicedMs, meanDbfs, meanProbability }: VoiceEvidence) {
  return (
    voicedMs < least.voicedMs ||
    meanDbfs < least.meanDbfs ||
    meanProbability < least.meanProbability
  );
}

/** "[Music]", "(coughs)", "♪": remarks about sound, as subtitles have them. */
function isNote(text: string): boolean {
  return /^[\s♪♫*]*(?:\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|♪[^♪]*♪?)[\s♪♫*.]*$/u.test(text.slice(0, 200));
}

/** How the credits begin that recognisers have learned from films and videos. */
const CREDIT_OPENS =
  /^(?:subtitles? by|subtitled by|captions? by|captioned by|captioning by|transcri(?:bed|ption) by|translat(?:ed|ion) by|untertitel (?:von|im auftrag)|untertitelung|sous titres? (?:par|realises)|sous titrage|subtitulos (?:por|realizados))\b/u;
/** …and what else is in them: names and places, no more than that. */
const CREDIT_WORDS = 8;
const NO_CREDIT =
  /^(?:whom?|what|when|where|why|how|which|me|us|you|him|it|i|we|he|she|they|is|are|was|were|can|could|do|does|did|please|yesterday|today|tomorrow|now|hand|google|and)$/u;

const FAREWELL =
  /^(?:(?:so|ok|okay|well|and|alright) )?(?:thanks|thank you)(?: you)?(?: (?:so|very) much| guys| everyone| everybody| all)* for watching\b|^(?:please |dont forget to |so |and )*(?:like and |like comment and |like share and )?subscribe\b|^see you (?:all |guys )?in the next (?:video|one|episode)\b/u;
/** What else such farewells are made of. */
const FAREWELL_WORDS = new Set(
  `everyone everybody guys folks all my our the this video videos channel and see you next time in please like subscribe
  to bye goodbye dont forget comment share until again today friends hope enjoyed one episode so very much thanks thank
  for watching button bell hit have a good great nice day if new here take care`.split(/\s+/u),
);

/** What closes films and videos, and nothing but that: "Thank you for watching the kids." is said to somebody. */
function isCredit(words: readonly string[], text: string): boolean {
  const phrase = words.join(' ');
  if (phrase.includes('amara org')) return words.length <= 2 * CREDIT_WORDS;
  const opens = FAREWELL.exec(phrase)?.[0];
  if (opens !== undefined) {
    const rest = words.slice(opens.split(' ').length);
    return rest.every((word) => FAREWELL_WORDS.has(word));
  }
  if (!CREDIT_OPENS.test(phrase) || /[?？]/u.test(text)) return false;
  return words.length <= CREDIT_WORDS && !words.some((word) => NO_CREDIT.test(word));
}

/** What recognisers are known to make of silence and noise, and pieces of words. */
const PHANTOMS = phrases(
  `thank you|thanks|thank you very much|thank you so much|you|bye|bye bye|goodbye|the|a|i|and|thats it|im sorry|the end
  |music|applause|laughter|silence|and then|he|it|in the|of the|to the|see you|see you next time|see you next week|good night
  |but|m|h|h m|m h m|all|him|his|that|this|is|in|or|one|two|subtitles|so`,
);

const SHORT_ANSWERS = phrases(
  'yes|yeah|no|okay|ok|oh|right|well|hello|hi|what|please|sorry|good|huh|hm|hmm|mm|um|uh|ah|all right|alright|i dont know',
);

function phrases(list: string): ReadonlySet<string> {
  return new Set(list.split('|').map((phrase) => phrase.trim()));
}

const LOOP_WORDS = 9;
const LOOP_TIMES = 3;
const MAX_PERIOD_WORDS = 20;
const LOOKED_AT_WORDS = 200;

/** What people say over and over: orders to stop, and laughter. */
const SAID_OFTEN =
  /^(?:stop|stopped|no|nope|nein|non|wait|halt|stopp|quiet|enough|please|hey|a?(?:ha|he|hi|ho)+h?)$/u;

/** A recogniser that lost its way says some words, or a sentence, over and over. */
function isLoop(words: readonly string[]): boolean {
  const looked = words.slice(0, LOOKED_AT_WORDS);
  if (looked.length < LOOP_WORDS || looked.every((word) => isSaidOften(word))) return false;
  const longest = Math.min(MAX_PERIOD_WORDS, Math.floor(looked.length / LOOP_TIMES));
  for (let period = 1; period <= longest; period += 1) {
    const same = looked.filter((word, at) => at >= period && word === looked[at - period]).length;
    if (same >= 0.8 * (looked.length - period)) return true;
  }
  return false;
}

/** No pattern is to meet thousands of letters. */
function isSaidOften(word: string): boolean {
  return word.length <= 40 && SAID_OFTEN.test(word);
}
