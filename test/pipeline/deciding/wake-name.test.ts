import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findWakeName } from '../../../src/pipeline/deciding/wake-name.ts';

const called = (
  text: string,
  others: readonly string[] = [],
  names: readonly string[] = ['Parley'],
) => findWakeName(text, names, others);

describe('findWakeName()', () => {
  test.for([
    ['Parley, what is the weather tomorrow?', 'start'],
    ['parley what time is it', 'start'],
    ['Hey Parley, what time is it?', 'start'],
    ['Ok, parley, who wrote Hamlet,', 'start'],
    ['Um, Parley, where’s Rome?', 'start'],
    ['Parley!', 'start'],
    ['Hey Parley is it raining', 'start'],
    ['so parley can you tell us', 'start'],
    ['Parley is it going to rain', 'start'],
    ['Parley can you help us', 'start'],
    ['What do you think, Parley?', 'end'],
    ['what do you think parley', 'end'],
    ['Good morning Parley', 'start'],
    ['Thank you, Parley.', 'start'],
    ['Tell me a joke, Parley.', 'end'],
    ['So what do you think, Parley, about Rome?', 'middle'],
    ['I have no idea. Parley, do you know?', 'middle'],
    ["Let's ask Parley.", 'end'],
    ['Ask Parley what the weather is.', 'middle'],
    ['I think we should ask, Parley.', 'end'],
  ] as const)('hears %j as calling it, at the %s', ([text, position]) => {
    expect(called(text)).toMatchObject({ position, isExact: true });
  });

  test.for([
    'Parley said it would rain.',
    'Parley is really slow today.',
    'So Parley said it would rain.',
    'But Parley is slow.',
    'And then Parley stopped talking to us.',
    'Parley stopped working.',
    'Parley and I were talking.',
    "Parley's answer was wrong.",
    'I like Parley a lot.',
    'Who is Parley?',
    'I asked Parley yesterday.',
    'We were talking about Parley.',
    'My bot is called Parley.',
    "I'm Parley.",
    'That is what Parley said.',
    'The thing with Parley is that it listens.',
  ])('takes %j for talk about it', (text) => {
    expect(called(text)).toBeUndefined();
  });

  // What Moonshine made of a voice that said "Parley".
  test.for([
    ['Harley stopped.', 'Harley', 'start'],
    ['Harley stopped it.', 'Harley', 'start'],
    ["Parley'd stop.", "Parley'd", 'start'],
    ['Harley, tell us a joke.', 'Harley', 'start'],
    ['Partly tell us a joke.', 'Partly', 'start'],
    ['Arlie, tell us a joke.', 'Arlie', 'start'],
    ['Carly, what is the weather tomorrow?', 'Carly', 'start'],
    ['Farley,', 'Farley', 'start'],
    ['What do you think, Carly?', 'Carly', 'end'],
    ['What time is it, Parly?', 'Parly', 'end'],
    ['Can you help us, Farley?', 'Farley', 'end'],
    ['Thank you, Harley.', 'Harley', 'start'],
    ['Par lay, what is the time?', 'Par lay', 'start'],
    ['what do you think Harley', 'Harley', 'end'],
  ] as const)('knows it by its sound in %j', ([text, heard, position]) => {
    expect(called(text)).toEqual({ position, heard, isExact: false });
  });

  test.for([
    'A parley, what time is it?',
    "I'm parley, where's Rome?",
    "I'm parley. where's Rome?",
  ])('knows a misheard "hey" or "um" before it: %j', (text) => {
    expect(called(text)).toMatchObject({ position: 'start', heard: 'parley' });
  });

  test.for([
    'Party at my place tonight.',
    'Party!',
    'Really, I did not know that.',
    'Really? What is it?',
    'Barely made it home yesterday.',
    'Barely.',
    'Partly sunny today with some rain.',
    'Partly, yes.',
    'Partly because of the rain.',
    'Early in the morning we left.',
    'Hardly anyone came.',
    'Hardly, what would it help?',
    'Probably we should go.',
    'Probably, what do you think?',
    'Paris is a beautiful city.',
    'Paris, please.',
    'Part of the problem is money.',
    'Perfectly fine with me.',
    'Poorly written code is a pain.',
    'Harley is a nice bike.',
    'Carly said she would come.',
    'Did you see Harley?',
    'I bought apples, barley, and oats.',
    'We had a party',
    'And then what happened?',
    'Sorry, what did you say?',
    'Hurry, tell him!',
    'Hey, what is up?',
    'Surely you can tell.',
    'Are we going?',
  ])('is not called by ordinary words: %j', (text) => {
    expect(called(text)).toBeUndefined();
  });

  test('leaves what sounds more like a person present to that person', () => {
    expect(called('Charlie, can you explain that?')).toMatchObject({ heard: 'Charlie' });
    expect(called('Charlie, can you explain that?', ['Charlie'])).toBeUndefined();
    expect(called('Harley, stop.', ['harley_davidson99'])).toBeUndefined();
    expect(called('Harley, stop.', ['Ben'])).toMatchObject({ heard: 'Harley' });
    expect(called('Parley, stop.', ['Charlie', 'Harley'])).toMatchObject({ heard: 'Parley' });
  });

  test.for([
    ['Jarvis, stop.', 'Jarvis'],
    ['Jervis stopped.', 'Jarvis'],
    ['What do you think, Jarvis?', 'Jarvis'],
    ['Ada, what time is it?', 'Ada'],
    ['Eda, what time is it?', 'Ada'],
    ['Frau Holle, wie wird das Wetter?', 'Frau Holle'],
    ['Fra-holz, stop!', 'Frau Holle'],
    ['Frahaul, what time is it?', 'Frau Holle'],
    ['Hey bot, tell us a joke.', 'Bot'],
    ['Bott, tell us a joke.', 'Bot'],
    ['Zoe, what time is it?', 'Zoë'],
    ['Бот, который час?', 'Бот'],
    ['What time is it, Mr. Data?', 'Mr. Data'],
  ] as const)('takes any name: %j calls %j', ([text, name]) => {
    expect(called(text, [], ['Parley', name])).toBeDefined();
  });

  test.for([
    'But what time is it?',
    'But stop.',
    'Not what I meant.',
    'Add a what?',
    'I bought it.',
  ])('does not find short names in %j', (text) => {
    expect(called(text, [], ['Bot', 'Ada'])).toBeUndefined();
  });

  test.for([
    ['Are you coming to the movies on Friday?', 'Friday'],
    ['We meet on Friday, who is in?', 'Friday'],
    ['Sorry, what did you say?', 'Siri'],
    ['Hell, what is that?', 'Hal'],
    ['How, what do you mean?', 'Hal'],
    ['Later, what are we doing?', 'Ada'],
    ['I am not a battle bot.', 'Bot'],
    ['Hal misses Sal.', 'Hal'],
    ['Parley answered that already.', 'Parley'],
  ] as const)('%j does not call %s', ([text, name]) => {
    expect(called(text, [], [name])).toBeUndefined();
  });

  test.for([
    ['I have a question Friday, who was Napoleon?', 'Friday'],
    ['Bart, tell us a joke.', 'Bot'],
    ['Tell us a joke Bot', 'Bot'],
    ['Parley thanks for that', 'Parley'],
    ['Serie, what is it?', 'Siri'],
  ] as const)('%j calls %s', ([text, name]) => {
    expect(called(text, [], [name])).toBeDefined();
  });

  test('has nothing to find in nothing', () => {
    expect(called('')).toBeUndefined();
    expect(called('...')).toBeUndefined();
    expect(called('hello', [], [])).toBeUndefined();
    expect(called('hello', [], ['', '🎉'])).toBeUndefined();
  });

  test('takes any text and any names', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.string()),
        fc.array(fc.string()),
        (text, names, others) => {
          const found = findWakeName(text, [...names, 'Parley'], others);
          expect(['start', 'end', 'middle', undefined]).toContain(found?.position);
        },
      ),
    );
  });
});
