/**
 * Whether a transcript is Parley's own voice, come back through somebody's loudspeakers. Words are cut
 * and misheard on that way ("As in kilometers" for "thousand kilometers"), so the sounds are compared,
 * over the borders of words. Pure.
 */
import { soundDistanceWithin, soundsOf } from '../sounds.ts';
import { wordsOf } from '../words.ts';

/** Bounds the comparison, which is quadratic: some seconds of speech, and half a minute. */
const MAX_HEARD_WORDS = 40;
const MAX_SAID_WORDS = 100;
/** Sounds of a word, at most: a name for nothing in "aaaa…". */
const MAX_WORD_CHARS = 24;

/** So much of it in Parley's own words is no question about them any more. */
const LONG_SOUNDS = 25;

/**
 * Greatest distance by how many sounds were heard. Measured: of 71 stretches of six replies, said by
 * Piper, cut anywhere and recognised by Moonshine, half of them in a made-up room, 90 % are nearer than
 * 0.28, 0.27, 0.24 and 0.18; of 800 questions and remarks of people 1 % is nearer than 0.17, 0.24, 0.21, 0.24.
 */
const FARTHEST: readonly (readonly [number, number])[] = [
  [LONG_SOUNDS, 0.2],
  [15, 0.18],
  [10, 0.16],
  [6, 0.12],
];

/** Said over a reply they are meant, whatever the reply says. */
const NEVER_SHORT_ECHO = /^(?:stop|stopped|wait|hold|enough|quiet|cancel|no|shut|yes)$/u;
const SHORT_WORDS = 3;

/** A person who asks back takes up Parley's words: "Is Rome the capital of Italy?" */
const ASKS_BACK =
  /^(?:what|who|whose|where|when|why|how|which|is|are|was|were|do|does|did|can|could|will|would|should|really)$/u;

/**
 * @param saidRecently Parley's words of the last seconds, with their punctuation.
 * @returns whether all of `text` is a stretch of it, as a recogniser may have misheard it.
 */
export function isEcho(text: string, saidRecently: string): boolean {
  const heard = plain(wordsOf(text).slice(0, MAX_HEARD_WORDS));
  const said = plain(wordsOf(saidRecently).slice(-MAX_SAID_WORDS));
  if (heard.length < 2 || said.length === 0) return false;
  if (heard.length <= SHORT_WORDS && heard.some((word) => NEVER_SHORT_ECHO.test(word)))
    return false;
  const sounds = soundsOf(heard);
  if (sounds.length < LONG_SOUNDS) {
    // Of 48 echoes of statements two came back with a question mark.
    if (/[?？]["'”’)]*\s*$/u.test(text.slice(-8)) && !/[?？]/u.test(saidRecently)) return false;
    if (asksBack(heard, said)) return false;
  }
  const farthest = FARTHEST.find(([least]) => sounds.length >= least)?.[1];
  if (farthest === undefined) return ` ${said.join(' ')} `.includes(` ${heard.join(' ')} `);
  return soundDistanceWithin(sounds, soundsOf(said)) <= farthest;
}

/** It begins as questions and retorts do, and not as Parley did. */
function asksBack(heard: readonly string[], said: readonly string[]): boolean {
  const [first = '', second = ''] = heard;
  if (!ASKS_BACK.test(first)) return false;
  return !said.some((word, at) => word === first && said[at + 1] === second);
}

const NUMBER =
  /^(?:\d+\p{L}{0,2}|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\p{L}+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|billion|point)$/u;

/** Numbers are said as words and written as digits: any row of them is one word. */
function plain(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const [at, word] of words.entries()) {
    const isNumber = NUMBER.test(word);
    const joins = word === 'and' && kept.at(-1) === A_NUMBER && NUMBER.test(words[at + 1] ?? '');
    if (isNumber || joins) {
      if (kept.at(-1) !== A_NUMBER) kept.push(A_NUMBER);
    } else kept.push(word.slice(0, MAX_WORD_CHARS));
  }
  return kept;
}

const A_NUMBER = 'number';
