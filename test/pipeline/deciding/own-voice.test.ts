import { describe, expect, test } from 'vitest';
import { withoutOwnVoice, type SaidLately } from '../../../src/pipeline/deciding/own-voice.ts';
import { lastWordsOf } from '../../../src/pipeline/deciding/recent-speech.ts';

const isOwn = (text: string, said: Partial<SaidLately>) =>
  withoutOwnVoice(text, { now: '', lately: '', isSpeaking: false, ...said }, ['Parley']).isEcho;

const ROME =
  'Rome is the capital of Italy, and it lies on the river Tiber. About three million people live there.';

describe('withoutOwnVoice()', () => {
  test.for([
    // Found by an audit.
    ['A fun fact.', 'Would you like a short joke or a fun fact?'],
    ['The blue one.', 'Do you mean the red one or the blue one?'],
    ['In the morning.', 'Shall I wake you in the morning or in the evening?'],
    ["Eight o'clock.", "Is seven o'clock fine, or rather eight o'clock?"],
    ['Tea with milk.', 'What do you like more, coffee or tea with milk?'],
    ['Parley, Rome.', ROME],
    // And more of the kind.
    ['The second one.', 'Should I read the first one or the second one?'],
    ['Jazz music.', 'Do you want to hear about jazz music or rock?'],
    ['To the airport.', 'Are you going to the station or to the airport?'],
    ['On Friday.', 'Is the meeting on Thursday or on Friday?'],
    ['By train.', 'Do you go by car, by train or by plane?'],
    ['Ten minutes.', 'Shall it be five minutes or ten minutes?'],
    ['Parley, the river Tiber.', ROME],
    ['Parley, three million people.', ROME],
  ] as const)('%j is a person, after %j', ([text, lately]) => {
    expect(isOwn(text, { lately })).toBe(false);
    expect(isOwn(text, { lately, beganAfterMs: 100, echoes: 0 })).toBe(false);
  });

  test.for([
    ['Set a timer for ten minutes.', 'You can say: set a timer for ten minutes.'],
    ['Tell me about black holes.', 'Just say: tell me about black holes.'],
    ['Three million people live there.', ROME],
    ['Buy milk and bread.', 'Your list says: buy milk and bread.'],
    ['It lies on the river Tiber.', ROME],
  ] as const)('%j is a person who began when all was heard', ([text, lately]) => {
    expect(isOwn(text, { lately, beganAfterMs: 1_100 })).toBe(false);
    expect(isOwn(text, { lately, beganAfterMs: 1_100, echoes: 3 })).toBe(false);
    expect(isOwn(text, { lately, beganAfterMs: 600, echoes: 0 })).toBe(false);
    // Nothing is known of them: as it sounds.
    expect(isOwn(text, { lately })).toBe(true);
  });

  test.for([
    'Rome is the capital of Italy and',
    'it lies on the river Tiber',
    'About 3 million people live there.',
    'the river Tiber, about three million',
    'capital of Italy',
  ])('%j comes back while it is said, or right behind it', (text) => {
    expect(isOwn(text, { now: ROME, lately: ROME, isSpeaking: true })).toBe(true);
    expect(isOwn(text, { now: ROME, lately: ROME, isSpeaking: true, echoes: 0 })).toBe(true);
    expect(isOwn(text, { lately: ROME })).toBe(true);
    expect(isOwn(text, { lately: ROME, beganAfterMs: -900, echoes: 0 })).toBe(true);
    expect(isOwn(text, { lately: ROME, beganAfterMs: 250, echoes: 0 })).toBe(true);
    expect(isOwn(text, { lately: ROME, beganAfterMs: 600, echoes: 1 })).toBe(true);
  });

  test('its own question comes back as well', () => {
    const lately = 'It is nine. Would you like to hear a joke or a fun fact?';
    expect(isOwn('Would you like to hear a joke or a fun fact?', { lately })).toBe(true);
    expect(isOwn('you like to hear a joke or a fun fact', { lately })).toBe(true);
    expect(isOwn('or a fun fact?', { lately })).toBe(true);
    expect(isOwn('A fun fact.', { lately, beganAfterMs: 200, echoes: 2 })).toBe(true);
    expect(isOwn('A fun fact.', { lately, beganAfterMs: 1_200, echoes: 2 })).toBe(false);
  });

  test('its own name comes back where it said it', () => {
    const lately = "Hello, I'm Parley, and I can tell you about Rome.";
    expect(isOwn("I'm Parley, and I can tell you about Rome.", { lately })).toBe(true);
    expect(isOwn('Parley, and I can tell you', { lately })).toBe(true);
    expect(isOwn('Parley, I can tell you about Rome', { lately: ROME })).toBe(false);
  });

  test('nobody has heard what was only thought', () => {
    const now = 'The capital of Italy is Rome, of course.';
    expect(isOwn('The capital of Italy is Rome', { now, lately: `Hello. ${now}` })).toBe(false);
    expect(
      isOwn('The capital of Italy is Rome', { now, lately: `Hello. ${now}`, isSpeaking: true }),
    ).toBe(true);
    const asked = `A joke or a fun fact? ${now}`;
    expect(isOwn('A fun fact.', { now, lately: asked })).toBe(false);
  });

  test.for([
    'No.',
    'Parley.',
    'What.',
    'Sorry.',
    'Louder.',
    'Yes.',
    'Stop.',
    'Why.',
    'Again.',
    'Slower.',
    'Next.',
  ])('%j over a reply that says it is meant', (text) => {
    const now = `There is ${text.slice(0, -1).toLowerCase()} evidence that this is so`;
    expect(isOwn(text, { now, lately: now, isSpeaking: true })).toBe(false);
  });

  test.for(['Rome', 'capital.', 'Tiber', 'people', 'About.', 'million', 'the', 'river.'])(
    '%j is a scrap of what is just being said, and of nothing else',
    (text) => {
      const at = { now: ROME, lately: ROME, isSpeaking: true };
      expect(isOwn(text, at)).toBe(true);
      expect(isOwn(text, { ...at, justSaid: 'these are other words' })).toBe(false);
      expect(isOwn(text, { ...at, isSpeaking: false })).toBe(false);
    },
  );

  test('a part of a word is a scrap too: hearing began in the middle of it', () => {
    const now = 'Sure, this is the timetable.';
    const at = { now, lately: now, isSpeaking: true };
    expect(isOwn('Table,', at)).toBe(true);
    expect(isOwn('Able.', at)).toBe(true);
    expect(isOwn('Time.', at)).toBe(true);
    // Too short to tell from a word of a person's.
    expect(isOwn('Met.', at)).toBe(false);
    expect(isOwn('Tables.', at)).toBe(false);
  });

  test('the last words are some two seconds', () => {
    expect(lastWordsOf(ROME)).toBe('river tiber about three million people live there');
    expect(lastWordsOf('')).toBe('');
  });
});
