import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isFillerOnly,
  isStopCommand,
  judgeOverlap,
} from '../../../src/pipeline/deciding/overlap.ts';

const judge = (text: string, others: readonly string[] = []) =>
  judgeOverlap(text, ['Parley'], others);

describe('judgeOverlap()', () => {
  test.for([
    'Stop.',
    'Stop it.',
    'Stop talking.',
    'Wait.',
    'Wait, wait.',
    'Wait a second.',
    'Hold on.',
    'Hold on a second.',
    'Shut up.',
    'Be quiet.',
    'Quiet, please.',
    'Quite, please.',
    "That's enough.",
    'Enough.',
    'Okay, stop.',
    'Ok stop, thanks.',
    'No, stop.',
    'Please stop.',
    'Can you stop, please?',
    'Could you please be quiet?',
    'Stop, stop, stop.',
    'Okay okay, stop.',
    'Never mind.',
    'Cancel,',
    'Parley, stop.',
    'Parley stop',
    'Stop, Parley!',
    'Hey Parley, shut up.',
    'Parley, wait,',
    'Parley, please be quiet.',
    'Harley stopped.',
    'Harley stopped it.',
    "Parley'd stop.",
    'Parley stopped.',
    'Okay, Harley, stop.',
    'Hör auf!',
    'Sei still.',
    'Moment mal, bitte.',
    'Arrête.',
    'Ça suffit, merci.',
    'Cállate.',
    'Para, para.',
    'Basta ya.',
  ])('%j is told to stop', (text) => {
    expect(judge(text)).toBe('stop');
  });

  test.for([
    'Mm-hm.',
    'mhm',
    'Mmm-hmm.',
    'Uh-huh.',
    'Yeah.',
    'Yeah, yeah.',
    'yeah yeah yeah',
    'Right.',
    'Right, right.',
    'Okay.',
    'Ok,',
    'I see.',
    'Oh, wow.',
    'Cool.',
    'Nice.',
    'Sure.',
    'Got it.',
    'Okay, got it.',
    'Haha.',
    'Ha ha ha.',
    'Ta ta ta',
    'La la la la la la la.',
    'Hahaha',
    'Wow,',
    'Exactly.',
    'No way.',
    'Interesting.',
    'Oh, interesting.',
    'Hmm.',
    'Damn.',
    'Mm',
    'Um.',
    'Um,,',
    'Huh.',
    'Aha',
    'Oh, really?',
    'Make sense.',
    'H. M..',
    'M. H. N..',
    'And?',
    'Him.',
    'Thank you.',
    'Ja, genau.',
    'Ach so.',
    'Claro.',
    "D'accord.",
  ])('%j only listens along', (text) => {
    expect(judge(text)).toBe('backchannel');
  });

  test.for([
    'Yeah, but what about Rome?',
    'Okay, and Paris?',
    'No.',
    'Actually, tell me about Rome.',
    'What?',
    'Stop signs are red.',
    'How do I stop the car?',
    "Wait, that's not what I asked.",
    'Parley, what time is it?',
    'Right after the game.',
    'Cool story about the cat',
    'Harley stopped at the gas station.',
    'Is it enough for two?',
    'I see a problem there',
    'Nice try, but no',
    'Damn it, Charlie is late',
    'Who?',
    'Please continue.',
    'Parley.',
    'Go go go!',
    'No no no.',
    'Ma, da ta.',
  ])('%j says something', (text) => {
    expect(judge(text)).toBe('speech');
  });

  test.for(['', '  ', '...', '♪', '?!', '—', '🎉'])('%j is nothing', (text) => {
    expect(judge(text)).toBe('nothing');
  });

  test('leaves to people what is said to people', () => {
    expect(judge('Charlie, stop.', ['Charlie'])).toBe('speech');
    expect(judge('Charlie stopped.', ['Charlie'])).toBe('speech');
    expect(judge('Stop it, Ben.', ['Ben'])).toBe('speech');
    expect(judge('Harley stopped.', ['Harley'])).toBe('speech');
  });

  test('knows any name', () => {
    expect(judgeOverlap('Jervis stopped.', ['Jarvis'], [])).toBe('stop');
    expect(judgeOverlap('Frau Holle, sei still!', ['Frau Holle'], [])).toBe('stop');
  });
});

describe('isStopCommand()', () => {
  test('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(isStopCommand(`${text} xyz xyz`, ['Parley'], [text])).toBe(false);
        expect(['stop', 'speech', 'backchannel', 'nothing']).toContain(judge(text, [text]));
      }),
    );
  });
});

describe('isFillerOnly()', () => {
  test.for([
    'um',
    'Uh,',
    'Er...',
    'Hmm.',
    'Okay.',
    'Um, okay, so',
    'Hm hmm mm',
    '',
    '...',
    'H. M..',
  ])('%j adds nothing', (text) => {
    expect(isFillerOnly(text)).toBe(true);
  });

  test.for(['yes', 'no', 'um, Rome', 'okay stop', 'why', 'two', 'What?', 'thank you'])(
    '%j adds something',
    (text) => {
      expect(isFillerOnly(text)).toBe(false);
    },
  );
});
