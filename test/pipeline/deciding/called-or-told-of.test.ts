/** Tables of what was said with a name in it, or with a word that sounds like one. */
import { describe, expect, test } from 'vitest';
import { findWakeName } from '../../../src/pipeline/deciding/wake-name.ts';

const called = (text: string, others: readonly string[] = ['Ben', 'Ann']) =>
  findWakeName(text, ['Parley'], others);

describe('findWakeName(), a name without a comma', () => {
  test.for([
    // Found by an audit.
    "Parley that's enough",
    "Parley that's wrong",
    "Parley there's a problem",
    'Parley never mind',
    'Parley just stop',
    'Parley and then what happened',
    'Parley really',
    'Could Parley tell us a joke?',
    'Can you tell us Parley how tall it is?',
    // And more of the kind.
    'How tall is the Eiffel Tower Parley?',
    'Who wrote Hamlet Parley?',
    'What is the capital of France Parley',
    'Set a timer for ten minutes Parley',
    'What is two plus two Parley?',
    'Are you listening Parley?',
    'Is it raining Parley?',
    'Why are you so slow Parley?',
    'What would you recommend Parley?',
    'What does the fox say Parley?',
    'Where do you live Parley?',
    'Did you hear that Parley?',
    'Explain that Parley',
    'Tell us jokes Parley',
    'Do you speak German Parley?',
    'Play some music Parley.',
    'Thanks for the help Parley.',
    'Thanks for that Parley.',
    'Good job Parley.',
    'You are funny Parley.',
    "That's not bad Parley.",
    'I love you Parley.',
    'Shut up Parley',
    'Hold on Parley',
    'Be quiet Parley!',
    "That's enough Parley",
    'See you later Parley',
    'Tell me a story about dragons Parley',
    'Parley so what is the answer',
    'Parley just tell us the time',
    'Parley now explain it to Ben',
    'Parley lets play a game',
    "Parley here's a question for you",
    'Parley never say that again',
    'Parley is the shop open?',
    'Would Parley explain the rules?',
    'Can Parley give me a hint?',
    'Tell us Parley who won the cup.',
    'Thank you so much Parley, that helped.',
    'Parley? Are you there?',
    'Parley? What time is it?',
    'The thing is, Parley, can you do it?',
    'Tell me, Parley, is Rome big?',
  ])('%j calls it', (text) => {
    expect(called(text)).toMatchObject({ isExact: true });
  });

  test.for([
    // Found by an audit.
    "I don't trust Parley.",
    'Did you restart Parley?',
    'Who wrote Parley?',
    'You should try Parley.',
    'Just ignore Parley.',
    'How do you spell Parley?',
    "Where's Parley?",
    'Have you tried Parley?',
    'Parley is the name of the bot.',
    "Parley? It's a bot.",
    'The bot, Parley, can answer that.',
    // And more of the kind.
    'Everybody should test Parley.',
    'Ben installed Parley.',
    'My friends adore Parley.',
    'Who runs Parley?',
    'Who is behind Parley?',
    'Can you hear Parley?',
    'Could you mute Parley?',
    'Did the update break Parley?',
    'Will the new version replace Parley?',
    'When did they launch Parley?',
    'Why did you choose Parley?',
    'How do I restart Parley?',
    'Are you using Parley?',
    'Is anybody testing Parley?',
    'Let me ask Parley.',
    'Help me configure Parley.',
    'Is it Parley?',
    'Are you Parley?',
    'We call it Parley.',
    "It's called Parley.",
    "I'm blaming Parley.",
    "That's just Parley.",
    "That's probably Parley.",
    'That is what broke Parley.',
    'Tell me about the guy who made Parley.',
    'Do you know how to install Parley?',
    'Restart Parley.',
    'I think we need Parley.',
    'Our assistant, Parley, knows everything.',
    'This is our bot, Parley.',
    'We use a bot, Parley.',
    'Parley? Never heard of it.',
    'Parley? What is that?',
    'Parley? Yes, I like it.',
    'Parley is that bot I told you about.',
    'Parley and Ben were talking.',
    'Parley just told us that.',
    'Parley never answers.',
    'Parley really likes jokes.',
    'Can Parley hear us?',
    'Will Parley be there?',
    'He asked if Parley works.',
    'I was talking to Parley and then it crashed.',
  ])('%j only speaks of it', (text) => {
    expect(called(text)).toBeUndefined();
  });
});

describe('findWakeName(), by its sound', () => {
  test.for([
    // Found by an audit.
    'Barely, what time is it?',
    'Party, tell us a joke.',
    'Parlez, who wrote Hamlet?',
    'Paul E, tell us a joke.',
    'Hardly, what is the capital of France?',
    // And more of the kind.
    'Barely, can you explain that?',
    'Party, what is the weather tomorrow?',
    "Hardly, what's the tallest mountain?",
    'Partly, how far is the moon?',
    'Paulie, how many people live in Rome?',
    'Marley, can you translate that?',
    'Carly, set a timer for ten minutes.',
    'Harley, I have a question.',
    "Farley, that's enough.",
    'Harley, enough.',
    'Harley.',
    "Harley's stopped.",
    'Hey Harley, who won the cup?',
  ])('%j calls it', (text) => {
    expect(called(text)).toMatchObject({ isExact: false });
  });

  test.for([
    // Found by an audit.
    'Partly, what I mean is that we lost.',
    'Hey Paulie, long time no see.',
    'Hey Polly, I missed you.',
    'Hey Haley, your mic is off.',
    'Hey Charley, over here.',
    'Hey Bali, good to see you.',
    'Marley, can you pass the salt?',
    'Carly, your turn.',
    // And more of the kind.
    'Barely, what he said was wrong.',
    'Hardly, I mean it works.',
    'Party, who cares.',
    'Partly, how they did it was clever.',
    'Harley, your dog is barking.',
    'Marley, bring me a beer.',
    'Carly, are you coming tonight?',
    'Farley, we lost again.',
    "Harley, what's up?",
    'Carly, where are you?',
    'Marley, did you see the game?',
    'Harley. We should go.',
    'Hardly!',
    'Barely, yes.',
    'Party, please.',
    'Hey, party people, what is going on?',
  ])('%j does not', (text) => {
    expect(called(text)).toBeUndefined();
  });

  test.for([
    'Carly, what time is it?',
    'What do you think, Carly?',
    'Hey Charley, tell us a joke.',
  ])('%j is for Charlie where there is one', (text) => {
    expect(called(text, ['Charlie'])).toBeUndefined();
    expect(called(text, ['Carly'])).toBeUndefined();
    expect(called('Harley, what time is it?', ['Charlie'])).toBeDefined();
  });

  test.for([
    ['Eco, what time is it?', 'Echo'],
    ['Ekko, stop.', 'Echo'],
    ['Hey Ecko, tell us a joke.', 'Echo'],
    ['Kris, what time is it?', 'Chris'],
    ['Zack, who wrote Hamlet?', 'Zach'],
  ] as const)('%j calls %s, whose ch is a k', ([text, name]) => {
    expect(findWakeName(text, [name], [])).toBeDefined();
  });

  test.for([
    ['Icky, what is that?', 'Echo'],
    ['Okay, what time is it?', 'Echo'],
    ['Also, what time is it?', 'Echo'],
    ['Each, what is that?', 'Echo'],
    ['Kick, stop.', 'Chuck'],
  ] as const)('%j does not call %s', ([text, name]) => {
    expect(findWakeName(text, [name], [])).toBeUndefined();
  });
});
