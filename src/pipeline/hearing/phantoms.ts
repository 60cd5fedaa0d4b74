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
  if (CREDITS.test(phrase)) return MADE_OF_NOISE;
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

/** What closes films and videos that recognisers have learned from; nobody says it in a call. */
const CREDITS =
  /^(?:subtitles? by|subtitled by|captions? by|captioning by|transcri(?:bed|ption) by|translated by|untertitel (?:von|im auftrag)|sous titres? (?:par|realises)|subtitulos (?:por|realizados)|amara ?org|(?:please )?(?:like and )?subscribe|thanks? (?:you )?(?:for|so much for) watching|see you in the next video)\b/u;

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

/** A recogniser that lost its way says some words, or a sentence, over and over. */
function isLoop(words: readonly string[]): boolean {
  const looked = words.slice(0, LOOKED_AT_WORDS);
  if (looked.length < LOOP_WORDS) return false;
  const longest = Math.min(MAX_PERIOD_WORDS, Math.floor(looked.length / LOOP_TIMES));
  for (let period = 1; period <= longest; period += 1) {
    const same = looked.filter((word, at) => at >= period && word === looked[at - period]).length;
    if (same >= 0.8 * (looked.length - period)) return true;
  }
  return false;
}
