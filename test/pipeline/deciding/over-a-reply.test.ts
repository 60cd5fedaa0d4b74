/** Tables of what is said over a reply, and of what takes a question back. */
import { describe, expect, test } from 'vitest';
import { endsInStop, judgeOverlap } from '../../../src/pipeline/deciding/overlap.ts';

const judge = (text: string) => judgeOverlap(text, ['Parley'], ['Ben']);

describe('judgeOverlap()', () => {
  test.for([
    // Found by an audit.
    'Okay stop, stop it.',
    'Stopped.',
    "Harley's stopped",
    'Parley stuck',
    'Harley, stopping',
    'Hang on a sec',
    'Whoa, stop',
    'I said stop',
    'Not now',
    'Skip',
    "That'll do",
    'Stop reading',
    'Shush',
    'Quiet please',
    // And more of the kind.
    'Stop it, stop, stop talking.',
    'Wait, stop, wait a second.',
    'Stop stop it stop.',
    'Stopping.',
    'Stopp!',
    'Parley, stopped.',
    "Parley's stopped.",
    'Hold on a sec.',
    'Give me a second.',
    'Seriously, stop.',
    'I said be quiet.',
    'You can stop now, thanks.',
    'Okay, that will do.',
    'Skip it.',
    'Skip that, please.',
    'Stop explaining.',
    'Please stop reading now.',
    'Parley, not now.',
    "That's enough, Parley.",
    'Enough already.',
    'Pipe down, Parley.',
    'Oh my god, stop.',
    'Just a sec.',
    'Scratch that.',
  ])('%j is told to stop', (text) => {
    expect(judge(text)).toBe('stop');
  });

  test.for([
    'It stopped raining.',
    'Stop by the store later.',
    'Step two again.',
    'The skip button is broken.',
    'Not now, but what about tomorrow?',
    'Skip to the part about Caesar.',
    "That'll do for Rome, now Athens.",
    'Stop laughing, Ben.',
    'Who said stop?',
    'I said Rome, not Milan.',
    'Quiet places in Rome?',
    'Wait, is that true?',
    'Hold on, that is wrong.',
    'Stop words are common in search.',
    'Parley, stock prices.',
    'Is that enough?',
    'We stopped there.',
    'Ben, stop.',
    'You can go on.',
    'Why did it stop?',
    'That is all of them?',
    'Hang on to that thought about Nero.',
    'One second is how many milliseconds?',
    'Pause for effect, and then what?',
  ])('%j says something', (text) => {
    expect(judge(text)).toBe('speech');
  });

  test.for([
    // Found by an audit.
    'Oh my gosh',
    'Excellent',
    'Beautiful',
    "You're right",
    'Hell yeah',
    'Seriously?',
    'Fascinating',
    'Hilarious',
    'Impressive',
    'Noted',
    'Heh',
    'Hee hee',
    'Ho ho',
    'Phew',
    'Ouch',
    'Yikes',
    'Tsk',
    'Ahem',
    'Bless you',
    'Oh dear',
    'Alrighty',
    'Hooray',
    'Who knew',
    // And more of the kind.
    'Oh my goodness.',
    'Splendid.',
    'Gorgeous!',
    'You are so right.',
    'Heck yeah.',
    'For real?',
    'Remarkable.',
    'How sad.',
    "That's really impressive.",
    "It's so beautiful.",
    'That is pretty wild.',
    'Duly noted.',
    'Heheheh.',
    'Hee hee hee.',
    'Whew.',
    'Ow!',
    'Eek.',
    'Tsk tsk.',
    'Oh boy.',
    'Righty-ho.',
    'Yay!',
    'Oh, how weird.',
    'Wow, incredible.',
    'I had no idea.',
    'Well said.',
    'Good grief.',
    'Aww, cute.',
    'Really? Amazing.',
  ])('%j only listens along', (text) => {
    expect(judge(text)).toBe('backchannel');
  });

  test.for([
    'What?',
    "You're wrong.",
    'You are right about Rome, but when?',
    'Excellent, what else?',
    'Beautiful beaches in Italy?',
    'Seriously, how old is it?',
    'How impressive is it?',
    'Who knew about it?',
    'Bless you, Ben, are you sick?',
    'How big?',
    'How sad was he?',
    'Noted where?',
    'What a story is that?',
    'Ouch, that hurt my foot',
    'That is not funny to me',
    "That's wrong.",
    "That's a bad example.",
    'So weird question, but why?',
    'Is it beautiful?',
    'Oh dear, I lost my keys',
    'Interesting, tell me more.',
    'No, really, why?',
    'Hell is where?',
    'Few people know that.',
  ])('%j is more than that', (text) => {
    expect(judge(text)).toBe('speech');
  });
});

describe('endsInStop()', () => {
  test.for([
    'Tell me about Rome. No, stop.',
    'Tell me about Rome. Oh, never mind.',
    'What time is it? Forget it.',
    'Set a timer. Cancel.',
    'Set a timer. Actually, never mind.',
    'How far is it? Parley, enough.',
    'Play a song. No wait, stop.',
    'Is it raining? Stop.',
    "That's all.",
    "That's it, thanks.",
    'Enough.',
    'One second.',
    "I see. That's enough.",
    'Okay. One moment.',
    'Cool. Wait.',
    'Stop. Wait.',
    'Who is Nero? Parley, be quiet.',
  ])('%j wants no answer', (text) => {
    expect(endsInStop(text, ['Parley'], ['Ben'])).toBe(true);
  });

  test.for([
    // Found by an audit.
    "Tell me the capital of France. That's all.",
    "I like trains. That's it.",
    'What time is it? One second.',
    'Is five enough? Enough.',
    'My bus did not stop. Wait.',
    // And more of the kind.
    "Just the first verse, please. That's all, thanks.",
    'Who won the cup? Hang on.',
    'How tall is it? Just a moment.',
    'Explain it again. Hold on.',
    'Add milk to the list. That is enough.',
    'It is about Rome. A second.',
    'What is the biggest planet? Silence.',
    'Where does the train stop? Not now.',
    'Sing a song. No more.',
    'What does it say? Ben, stop.',
    'Tell me a story. Leave it.',
    'Why did they cancel it?',
  ])('%j is still asked', (text) => {
    expect(endsInStop(text, ['Parley'], ['Ben'])).toBe(false);
  });
});
