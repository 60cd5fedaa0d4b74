import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokensToSentences } from '../../../src/pipeline/speaking/tokens-to-sentences.ts';
import { cpuTimer } from '../../fakes/cpu-time.ts';

const never = new AbortController().signal;

async function* inPiecesOf(size: number, text: string) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function* from(pieces: readonly string[]) {
  yield* pieces;
}

const sentencesOf = (text: string, size = 4) =>
  Array.fromAsync(tokensToSentences(inPiecesOf(size, text), never));

const withoutSpace = (text: string) => text.replaceAll(/\s+/gu, '');

const WORDS = [
  ...'Dr e.g U.S p.m etc Inc J 3.14 12 1 The it I no St Oktober Yahoo wait Paris : — ``` ~~~'.split(
    ' ',
  ),
  ...'https://x.y/z?a=b 今天 そう 「 」 🎉 👨‍👩‍👧 naïve `a ** ( ) " » \uD83C'.split(' '),
  '- ',
  '# ',
  '1. ',
  '| a |',
  ...'他说 问 ！” 问「 ！ sec. app John asked z d B h p ej 3 am „ “ ” « ❤️ :) --- **Tip A I said # _ ~ [ ]( 42 v Chr EE'.split(
    ' ',
  ),
  '\n  ',
];

const MARKS = [
  '. ',
  '.',
  '? ',
  '!',
  '… ',
  '...',
  '。',
  '?) ',
  '?") ',
  '." ',
  '\n',
  '\n\n',
  '! ',
  '.” ',
  ' ! » ',
  '.** ',
  ' . . . ',
  ' 🎉 ',
  ' ',
  ', ',
  '',
];

/** Each array is a text's sentences; the text is the sentences joined by a space. */
const JOINED_BY_A_SPACE: Readonly<Record<string, readonly string[]>> = {
  'plain sentences': ['It rained.', 'Did you see it?', 'What a day!', 'We stayed in…', 'It dried.'],
  titles: ['Dr. Okafor met Mrs. Lind and Prof. Abe.', 'They talked.'],
  'latin short forms': ['Bring fruit, e.g. pears, i.e. sweet ones.', 'Cf. the list vs. the plan.'],
  'etc. inside and at the end': ['Pens, ink, etc. are here.', 'Bring pens, ink, etc.', 'We begin.'],
  'states and countries': ['She moved to the U.S. in May.', 'She likes the U.S.', 'It is big.'],
  'an acronym before a name': ['The U.S. Navy came.', 'The U.K. Treasury paid.'],
  initials: ['J. R.R. Harlow wrote it.', 'George W. Hill read it.', 'T. S. Abe did not.'],
  'company forms': ['Nord Inc. in Oslo grew.', 'So did Lind & Co.', 'They merged.'],
  'degrees and generations': ['Ann Lee, Ph.D. is here.', 'So is Max Roe Jr.', 'He is late.'],
  'times of day': [
    'Come at 5 p.m. on Friday.',
    'We eat at 6 p.m.',
    'The bus left at 7:30 a.m. EST.',
  ],
  'decimals and prices': ['Pi is 3.14159.', 'It costs $3.5 million.', 'That is 1,000.50 euros.'],
  'versions and files': ['Use v1.2.3 of notes.txt.', 'Node.js runs it.', '.NET does not.'],
  'web addresses': ['See https://ex.org/a?day=2 today.', 'Or ex.org/b.html.', 'Or ask.'],
  'e-mail': ['Write to ann.lee@ex.org.', 'She answers.'],
  numbers: ['See No. 5 and Fig. 3 on p. 12.', 'No.', 'I will not.'],
  'a number at the end': ['It was 1999.', 'We had 3.', 'You had 4.'],
  ellipses: ['Well... maybe.', 'Hmm… I think so.', 'He left...', 'Then he came back.'],
  'a quoted exclamation in a sentence': ['"Stop!" and he ran.', 'He said "why?" and left.'],
  'a quoted sentence at the end': ['He said, "I am here."', 'Then he sat.', '“Fine.”', '“Good.”'],
  'opening quotes stay with what follows': [
    'He left.',
    '"Why?" she asked.',
    '(Nobody knew.)',
    'Ok.',
  ],
  'a sentence inside brackets': ['The plan (it is old. It is good) holds.', 'Go.'],
  'marks in names': ['Yahoo! is a firm.', 'It grew.'],
  'lower case on purpose': ['It works.', 'iPhone users know.', 'eBay too.'],
  'all in lower case': ['hi there.', 'how are you?', 'fine.'],
  'inline list numbers': ['Steps: 1. Open it.', '2. Close it.'],
  'letters as names': ['Eat vitamin C.', 'Oranges have it.', 'Take plan B.', 'It works.'],
  emoji: ['Great job! 🎉', 'Next one. 👨‍👩‍👧', 'Bye.'],
  'bold and code': ['**Careful!** Do not run `rm -rf x. y` now.', '**Note.** It is over.'],
  'repeated marks': ['What?!', 'No!!!', 'Really??', 'Yes.'],
  German: ['Das geht z.B. so, d.h. gut.', 'Am 3. Oktober ist frei.', '„Halt.“', 'Er ging.'],
  French: ['« Oui. »', 'Il part.', 'M. Abe vient !', 'Bon.'],
  Spanish: ['¿Qué tal?', '¡Bien!', 'El Sr. Abe llega.'],
  Hindi: ['यह अच्छा है।', 'वह गया।'],
  Arabic: ['كيف حالك؟', 'بخير.'],
};

async function* broken() {
  yield 'One. T';
  throw new Error('cut');
}

describe('tokensToSentences()', () => {
  test.for(Object.entries(JOINED_BY_A_SPACE))('cuts right: %s', async ([, sentences]) => {
    expect(await sentencesOf(sentences.join(' '))).toEqual(sentences);
  });

  test('cuts Chinese and Japanese without spaces, and not behind a quotation that goes on', async () => {
    const text = '今天下雨。你去吗？好！「そうです。」と言った。終わり';
    expect(await sentencesOf(text, 1)).toEqual([
      '今天下雨。',
      '你去吗？',
      '好！',
      '「そうです。」と言った。',
      '終わり',
    ]);
  });

  test('looks for the speaker of a Chinese quotation alike in a text and in its characters', async () => {
    // The whole text once found the speaker behind a bracket at which the single characters gave up.
    const text = '“好！”(他说';
    expect(await sentencesOf(text, 1)).toEqual(['“好！”', '(他说']);
    expect(await sentencesOf(text, text.length)).toEqual(['“好！”', '(他说']);
  });

  test('ends a piece with a heading, a list item, a bold line, a colon line, a blank line', async () => {
    const text =
      '## Plan\nFirst we walk\nhome.\n\nThen:\n- eat\n- sleep\n1. Get up. Wash.\n2) Go\n**Later**\nRest\n\nEnd';
    expect(await sentencesOf(text)).toEqual([
      '## Plan',
      'First we walk\nhome.',
      'Then:',
      '- eat',
      '- sleep',
      '1. Get up.',
      'Wash.',
      '2) Go',
      '**Later**',
      'Rest',
      'End',
    ]);
  });

  test('keeps a block of code in one piece', async () => {
    const code = '```js\nlet a = 1. \n- b\nfoo("x. Y")\n```';
    expect(await sentencesOf(`Look here:\n${code}\nDone. Ok.`)).toEqual([
      'Look here:',
      code,
      'Done.',
      'Ok.',
    ]);
  });

  test('lets a sentence go with the first character behind it', async () => {
    let read = '';
    async function* counted() {
      for await (const char of inPiecesOf(1, 'It is late. We go.')) {
        read += char;
        yield char;
      }
    }
    for await (const _ of tokensToSentences(counted(), never)) break;
    expect(read).toBe('It is late. W');
  });

  test('leaves a long run-on whole, but never holds more than a bound', async () => {
    const runOn = 'and then we went on '.repeat(30).trim();
    expect(await sentencesOf(runOn)).toEqual([runOn]);
    const endless = await sentencesOf('on and '.repeat(5000));
    expect(Math.max(...endless.map((piece) => piece.length))).toBeLessThanOrEqual(5000);
  });

  test('cuts alike however the text comes in pieces, and loses nothing', async () => {
    const word = fc.constantFrom(...WORDS);
    const mark = fc.constantFrom(...MARKS);
    const text = fc
      .array(fc.tuple(word, mark), { maxLength: 30 })
      .map((parts) => parts.map((part) => part.join('')).join(''));
    const anyText = fc.oneof(text, fc.string({ unit: 'binary', maxLength: 60 }));
    const check = fc.asyncProperty(
      anyText,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }),
      async (text, sizes) => {
        const pieces: string[] = [];
        for (let at = 0, turn = 0; at < text.length; turn += 1) {
          const size = sizes[turn % sizes.length]!;
          pieces.push(text.slice(at, at + size));
          at += size;
        }
        const whole = await Array.fromAsync(tokensToSentences(from([text]), never));
        expect(await Array.fromAsync(tokensToSentences(from(pieces), never))).toEqual(whole);
        expect(withoutSpace(whole.join(''))).toBe(withoutSpace(text));
        for (const piece of whole) expect(piece).toBe(piece.trim());
        expect(whole).not.toContain('');
      },
    );
    await fc.assert(check, { numRuns: 3000 });
  });

  /** Each once took seconds: a pattern that looked for a space from every position. */
  test.for([
    'a',
    '.',
    '(',
    '[',
    '*',
    '**',
    '`',
    '_',
    '"',
    '“',
    '“A!” ',
    '「',
    'U.',
    'Dr. ',
    '🎉',
    ' ',
    '\n',
    '- a\n',
    'We go. ',
    '今日。',
    ': ',
  ])('takes a megabyte of %j in linear time', async (unit) => {
    const text = unit.repeat(1_000_000 / unit.length);
    const cpuMs = cpuTimer();
    for await (const _ of tokensToSentences(inPiecesOf(4, text), never));
    // About 0.3 s; the bound leaves room for a slow machine.
    expect(cpuMs()).toBeLessThan(3000);
  });

  test('rejects with the reason and drops the rest when aborted on a stalled source', async () => {
    const bargeIn = new AbortController();
    async function* stalled() {
      yield 'First. Unfini';
      bargeIn.abort(new Error('barge-in'));
      await new Promise(() => {});
    }
    const heard: string[] = [];
    const listening = (async () => {
      for await (const sentence of tokensToSentences(stalled(), bargeIn.signal))
        heard.push(sentence);
    })();
    await expect(listening).rejects.toThrow('barge-in');
    expect(heard).toEqual(['First.']);
  });

  test('closes the source when the reader stops early, and passes its error on', async () => {
    let isClosed = false;
    async function* source() {
      try {
        yield* ['One. ', 'Two. '];
      } finally {
        isClosed = true;
      }
    }
    for await (const _ of tokensToSentences(source(), never)) break;
    expect(isClosed).toBe(true);
    await expect(Array.fromAsync(tokensToSentences(broken(), never))).rejects.toThrow('cut');
  });
});
