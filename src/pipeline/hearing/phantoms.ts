/** Transcripts of what was no speech: recognisers make words of breath, music and keys. Pure. */
import { wordsOf } from '../words.ts';
import type { VoiceEvidence } from './ear-port.ts';

/** Fast talkers reach about 6 words a second for a moment. */
const MAX_WORDS_PER_SECOND = 7;
/** What a VAD cuts off at both ends counts, too. */
const VAD_MARGIN_MS = 200;

/** Nobody who speaks to others is that quiet. A guess; Discord's own gate is at -60 and above. */
const TOO_QUIET_DBFS = -55;

const WEAK = { voicedMs: 300, meanDbfs: -45, meanProbability: 0.7 } as const;

/** @returns why a transcript is none, for the timeline; undefined for speech. */
export function phantomReason(text: string, evidence: VoiceEvidence): string | undefined {
  const words = wordsOf(text);
  if (words.length === 0) return undefined;
  if (evidence.meanDbfs < TOO_QUIET_DBFS) return 'too quiet';
  if (isNote(text)) return 'a phrase recognisers make of noise';
  if (isLoop(words)) return 'the same words over and over';
  const seconds = (evidence.voicedMs + VAD_MARGIN_MS) / 1000;
  if (words.length > MAX_WORDS_PER_SECOND * seconds) return 'too many words for its length';
  const phrase = words.join(' ');
  if (CREDITS.test(phrase)) return 'a phrase recognisers make of noise';
  if (PHANTOMS.has(phrase) && isWeak(evidence)) return 'a phrase recognisers make of noise';
  return undefined;
}

function isWeak({ voicedMs, meanDbfs, meanProbability }: VoiceEvidence): boolean {
  return (
    voicedMs < WEAK.voicedMs || meanDbfs < WEAK.meanDbfs || meanProbability < WEAK.meanProbability
  );
}

/** "[Music]", "(coughs)", "♪": remarks about sound, as subtitles have them. */
function isNote(text: string): boolean {
  return /^[\s♪♫*]*(?:\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|♪[^♪]*♪?)[\s♪♫*.]*$/u.test(text.slice(0, 200));
}

/** What closes films and videos that recognisers have learned from; nobody says it in a call. */
const CREDITS =
  /^(?:subtitles? by|subtitled by|captions? by|captioning by|transcri(?:bed|ption) by|translated by|untertitel (?:von|im auftrag)|sous titres? (?:par|realises)|subtitulos (?:por|realizados)|amara ?org|(?:please )?(?:like and )?subscribe|thanks? (?:you )?(?:for|so much for) watching|see you in the next video)\b/u;

const PHANTOMS: ReadonlySet<string> = new Set(
  `thank you|thanks|thank you very much|thank you so much|you|bye|bye bye|goodbye|okay|ok|oh|so|the|a|i|and|hm|hmm|um|uh|ah|yeah|yes|no
  |im sorry|sorry|thats it|i dont know|all right|alright|the end|right|well|hello|what|mm|music|applause|laughter|silence|and then|he|it|one|two
  |in the|of the|to the|oh my god|please|see you|see you next time|good|good night|huh|but|m|h|h m|m h m|all|him|his|that|this|is|in|or`
    .split('|')
    .map((phrase) => phrase.trim()),
);

const LOOP_WORDS = 9;

/** A recogniser that lost its way says one to four words over and over. */
function isLoop(words: readonly string[]): boolean {
  if (words.length < LOOP_WORDS) return false;
  for (const period of [1, 2, 3, 4]) {
    const same = words.filter((word, at) => word === words[at - period]).length;
    const times = Math.floor(words.length / period);
    if (times >= 3 && same >= 0.8 * (words.length - period)) return true;
  }
  return false;
}
