import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { soundsFinished, soundsUnfinished } from '../../../src/pipeline/deciding/unfinished.ts';

describe('soundsUnfinished()', () => {
  // As Moonshine writes them, or as a recogniser does that writes what it hears.
  test.for([
    'I was going to the store and',
    'I was going to the store, and.',
    'What is the weather in?',
    'Can you tell me about the',
    'I think that we should, um.',
    'My phone number is five, five, five.',
    'My phone number is 555',
    'My number is,',
    'My number is.',
    'My email was John Dot Smith at.',
    'It is spelled P, A, R',
    'Well, I mean,',
    'So the problem is that,',
    'So the problem is that.',
    'Because,',
    'If I had a million dollars.',
    'If I had a million dollars,',
    'I would like to know if you could.',
    'Tell me a story about.',
    'It is kind of like,',
    'Hey, Parley, I was wondering.',
    'Parley, can you?',
    'First of all,,',
    'What is the difference between a cat and a?',
    'You know,',
    'The thing is,',
    'I want to.',
    'Hello. My name is',
    'Tell me...',
    'Well…',
    'So I said –',
    "Yesterday I'm",
    'I am looking for',
    'Ich möchte gerne wissen, ob der',
    'Das ist gut, aber',
    'Je voudrais parler avec',
    'Quiero una casa y',
  ])('%j goes on', (text) => {
    expect(soundsUnfinished(text)).toBe(true);
  });

  test.for([
    'What are you waiting for?',
    'Who is it from?',
    'Where are you from?',
    'What is it like?',
    'That is what I was thinking of.',
    'Turn it on.',
    'Turn the light on.',
    'I think so.',
    'Yes, I do.',
    'Yes, it was.',
    "I don't want to.",
    'Do you want to?',
    'Do you want to come, too?',
    'How old are you?',
    "I don't know what it is.",
    "That's all.",
    'Play some music,',
    'The weather is nice to-day,',
    'Ok, parley, who wrote Hamlet,',
    'Ok,',
    'Parley, wait,',
    'Stop.',
    'Is it on?',
    'Parley, what is that?',
    'My number is 555 123 4567.',
    'My email is john at example dot com.',
    'It has five.',
    'You can call me at seven.',
    'If it rains, we stay.',
    'What if it rains?',
    'No, that is not what I said.',
    'Tell us about the moon.',
    'Who are they?',
    'I like vitamin A.',
    'What ends with a Y?',
    'Who is your appointment with?',
    'I certainly do.',
    'Sort of.',
    'That is a lot of fun..',
    'Um,, H. M..',
    'I will die.',
    '',
    '...?',
  ])('%j may be all', (text) => {
    expect(soundsUnfinished(text)).toBe(false);
  });
});

describe('soundsFinished()', () => {
  test.for([
    'What is the capital of France?',
    'Tell me a joke, please.',
    "That's all.",
    'Thank you.',
    'Wie spät ist es?',
    'Danke.',
    'parley what time is it please',
  ])('%j is all', (text) => {
    expect(soundsFinished(text)).toBe(true);
  });

  test.for([
    'What is the weather in?',
    'Parley, can you?',
    'I like it.',
    '',
    'Well,',
    'please tell me about the',
  ])('%j may not be all', (text) => {
    expect(soundsFinished(text)).toBe(false);
  });

  test('nothing is both', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(soundsFinished(text) && soundsUnfinished(text)).toBe(false);
      }),
    );
  });
});
