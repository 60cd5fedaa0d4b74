import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phantomReason } from '../../../src/pipeline/hearing/phantoms.ts';

const CLEAR = { voicedMs: 600, meanDbfs: -25, meanProbability: 0.9 };
const NOISE_PHRASE = 'a phrase recognisers make of noise';

describe('phantomReason()', () => {
  test.for(['Thank you.', 'Bye.', 'you', 'Okay.', 'What?', 'Thank you very much.', 'No.', 'Stop.'])(
    'clearly spoken, %j is speech',
    (text) => {
      expect(phantomReason(text, CLEAR)).toBeUndefined();
    },
  );

  test.for([
    { voicedMs: 120, meanDbfs: -25, meanProbability: 0.9 },
    { voicedMs: 600, meanDbfs: -50, meanProbability: 0.9 },
    { voicedMs: 600, meanDbfs: -25, meanProbability: 0.55 },
  ])('"Thank you." of %j is noise', (evidence) => {
    expect(phantomReason('Thank you.', evidence)).toBe(NOISE_PHRASE);
    expect(phantomReason(' thank you ', evidence)).toBe(NOISE_PHRASE);
    expect(phantomReason('Bye-bye.', evidence)).toBe(NOISE_PHRASE);
  });

  test('an answer of one word is not lost for being short, but a click is none', () => {
    const short = { voicedMs: 200, meanDbfs: -40, meanProbability: 0.75 };
    for (const text of ['Yes.', 'No.', 'Okay.', 'What?']) {
      expect(phantomReason(text, short)).toBeUndefined();
      expect(phantomReason(text, { ...short, voicedMs: 64 })).toBeDefined();
    }
  });

  test('a short call keeps its right to be short', () => {
    const short = { voicedMs: 200, meanDbfs: -30, meanProbability: 0.8 };
    expect(phantomReason('Stop!', short)).toBeUndefined();
    expect(phantomReason('Parley?', short)).toBeUndefined();
    expect(phantomReason('Wait.', short)).toBeUndefined();
  });

  test.for([
    '[Music]',
    '(coughs)',
    '*laughs*',
    '♪♪',
    '♪ la la la ♪',
    '[BLANK_AUDIO]',
    ' (keyboard clicking). ',
  ])('%j is a remark about a sound, however loud', (text) => {
    expect(phantomReason(text, CLEAR)).toBe(NOISE_PHRASE);
  });

  test.for([
    'Thanks for watching!',
    'Thank you for watching.',
    'Subtitles by the Amara.org community',
    'Please subscribe',
    'Thank you so much for watching, everyone, and see you in the next video.',
    'Thanks for watching, please like and subscribe.',
    "Don't forget to like and subscribe to our channel.",
    'See you in the next video!',
    'Transcription by CastingWords',
    'Captioning by Jane Smith',
    'Translated by Release Kay',
    'Untertitelung des ZDF, 2020',
    'Untertitel im Auftrag des ZDF',
    "Sous-titres réalisés par la communauté d'Amara.org",
  ])('nobody says %j in a call', (text) => {
    expect(phantomReason(text, { ...CLEAR, voicedMs: 3_000 })).toBe(NOISE_PHRASE);
  });

  test.for([
    'Thank you for watching the kids.',
    'Subscribe to the channel news for me.',
    'Transcribed by whom?',
    'Thanks for watching my dog yesterday.',
    'Thank you for watching that with me.',
    'Subscribe me to the weekly report.',
    'Translated by Google it says hello.',
    'Subtitles by default, can we turn them off?',
    'Translated by hand.',
    'Captions by whom, and when?',
    'See you in the next room.',
    'See you in the next video call at nine.',
    'Thanks for watching out for me.',
    'Please subscribe to the magazine and tell Ben.',
    'Subtitles by Ben?',
  ])('%j is said to somebody', (text) => {
    expect(phantomReason(text, { ...CLEAR, voicedMs: 3_000 })).toBeUndefined();
  });

  test('more words than anyone says in the time', () => {
    const text = 'I was going to the store and then I met a man who had a very big dog';
    expect(phantomReason(text, { ...CLEAR, voicedMs: 1_000 })).toBe(
      'too many words for its length',
    );
    expect(phantomReason(text, { ...CLEAR, voicedMs: 3_500 })).toBeUndefined();
    expect(phantomReason('I do not know', { ...CLEAR, voicedMs: 450 })).toBeUndefined();
  });

  test('what is too quiet was not meant', () => {
    const text = 'Can you tell me the time?';
    expect(phantomReason(text, { voicedMs: 1_500, meanDbfs: -58, meanProbability: 0.9 })).toBe(
      'too quiet',
    );
    expect(
      phantomReason(text, { voicedMs: 1_500, meanDbfs: -52, meanProbability: 0.9 }),
    ).toBeUndefined();
  });

  test.for([
    'you you you you you you you you you you',
    'So, so, so, so, so, so, so, so, so',
    'I am going to be in the third place. I am going to be in the third place. I am going to be in the third place.',
    "I can't do it. I can't do it. I can't do it. I can't do it.",
    'the the the the the the the the the the',
  ])('%j is a recogniser that lost its way', (text) => {
    expect(phantomReason(text, { ...CLEAR, voicedMs: 10_000 })).toBe(
      'the same words over and over',
    );
  });

  test.for([
    'No, no, no.',
    'Stop, stop, stop, stop!',
    'Yeah, yeah, yeah, yeah, yeah',
    'Stop, stop, stop, stop, stop, stop, stop, stop, stop',
    'No, no, no, no, no, no, no, no, no, no',
    'Ha ha ha ha ha ha ha ha ha ha ha',
    'Stop it? No, no, no, no, no, no, no, stop, stop, stop',
    'Hahaha, haha, haha, haha, haha, haha, haha, haha, haha',
    'Wait, wait, wait, wait, wait, wait, wait, wait, wait, stop',
    'It is what it is, and what it is is what it always was.',
  ])('%j is a person', (text) => {
    expect(phantomReason(text, { ...CLEAR, voicedMs: 3_000 })).toBeUndefined();
  });

  test('of no words there is nothing to say', () => {
    expect(phantomReason('', CLEAR)).toBeUndefined();
    expect(
      phantomReason('...', { voicedMs: 0, meanDbfs: -90, meanProbability: 0 }),
    ).toBeUndefined();
  });

  test('takes any text and any evidence', () => {
    const evidence = fc.record({
      voicedMs: fc.nat(),
      meanDbfs: fc.double(),
      meanProbability: fc.double(),
    });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), evidence, (text, heard) => {
        expect(['string', 'undefined']).toContain(typeof phantomReason(text, heard));
      }),
    );
  });
});
