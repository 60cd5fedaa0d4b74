/** Tables of what is said right after an answer: to Parley, to others, or to nobody. */
import { describe, expect, test } from 'vitest';
import { onlyAcknowledges } from '../../../src/pipeline/deciding/acknowledging.ts';
import { isForParleyAfter } from './after-an-answer.ts';

const follows = (text: string, heardText = 'It is Paris.') =>
  isForParleyAfter(heardText, text, ['xX_Ben_Xx', 'Christopher']);

describe('addressee(), within some seconds of an answer', () => {
  test.for([
    // Found by an audit.
    'Why does everybody like it?',
    'How do folks get there?',
    'Which guys lived there?',
    // And more of the kind.
    'Does everyone agree on that?',
    'What do people eat there?',
    'Is it open for everybody?',
    'Are the guys at the border friendly?',
    'How many folks live there?',
    'Everyone in the world or just in France?',
    'Who was the man?',
    'Tell me more, man.',
    'What about it, dude?',
    'Oh man, how far is it?',
    'What does it say about Rome?',
    'No, I said Rome.',
    'I meant the other one.',
    'You were wrong about that.',
    'And what about the people?',
    'Is Ben older?',
    'Did Benny Hill live there?',
    'Chris Columbus, when did he live?',
    'Is that true?',
    'It is the capital, right?',
    'I told my teacher it was Rome, is that right?',
    'Sandra Bullock, how old is she?',
  ])('%j is for Parley', (text) => {
    expect(follows(text)).toBe(true);
  });

  test.for([
    // Found by an audit.
    'See? I told you so yesterday.',
    'Did you hear that Ben?',
    'It says Paris, man.',
    'Benny, did you hear?',
    // And more of the kind.
    'I told you it was Paris.',
    'Told you so.',
    'See, it said Paris.',
    'Haha, you owe me five bucks.',
    'The bot says it is Paris.',
    'She said it was Paris.',
    'Did you hear that?',
    'I knew it!',
    'That is it, dude.',
    'Chris, your turn.',
    'What do you think, Chris?',
    'Come here, honey.',
    'Guys, listen.',
    'Good night everybody.',
    'What do you think guys?',
    'Hey folks, look at this.',
    'Listen up, everyone.',
    'We won, Benji!',
    'Remember when we went there?',
    'Dinner is ready, mom.',
    'Are you two done?',
  ])('%j is for the others', (text) => {
    expect(follows(text)).toBe(false);
  });

  test('its question may be answered by such words', () => {
    expect(follows('It says Paris.', 'What does the sign say?')).toBe(true);
    expect(follows('I told you already.', 'Which city?')).toBe(true);
    expect(follows('Ben, what do you think?', 'Which city?')).toBe(false);
  });
});

describe('onlyAcknowledges()', () => {
  const answer = { sinceMs: 700, heardText: 'It lies on the river Tiber.' };

  test.for([
    // Found by an audit.
    'Oh nice, good to know.',
    'Cool, thanks.',
    // And more of the kind.
    'Okay, thank you.',
    'Wow, I had no idea.',
    'Ah, got it, thanks.',
    "That's really interesting.",
    'Fascinating.',
    'Great, makes sense.',
    'Fair enough.',
    'Right, of course.',
    "Oh, you're right.",
    'Haha, nice one.',
    'Perfect.',
  ])('%j expects no answer', (text) => {
    expect(onlyAcknowledges(text, answer)).toBe(true);
    expect(onlyAcknowledges(text, { ...answer, sinceMs: 2_100 })).toBe(false);
    expect(onlyAcknowledges(text, { ...answer, heardText: 'Do you want more?' })).toBe(false);
  });

  test.for([
    'Really?',
    'And?',
    'Go on.',
    'Cool, and Milan?',
    'Thanks, what about Rome?',
    'Nice, tell me more.',
    'No.',
    'Thanks, Parley.',
    'Okay, next question.',
    'Again.',
    'Why?',
    'Great, set a timer.',
  ])('%j expects one', (text) => {
    expect(onlyAcknowledges(text, answer)).toBe(false);
  });

  test('an offer may be taken', () => {
    const heardText = 'Rome is old. Let me know if you want more.';
    expect(onlyAcknowledges('Yeah, sure.', { ...answer, heardText })).toBe(false);
    expect(onlyAcknowledges('Cool, thanks.', { ...answer, heardText })).toBe(true);
  });
});
