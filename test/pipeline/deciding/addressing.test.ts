import { describe, expect, test } from 'vitest';
import { addressee, type AddressingInput } from '../../../src/pipeline/deciding/addressing.ts';

const ANNA = { id: '1', name: 'Anna' };
const BEN = { id: '2', name: 'xX_Ben_Xx' };
const CHARLIE = { id: '3', name: 'Charlie Brown' };
const NOW_MS = 100_000;

/** Anna says it, with Ben and Charlie in the channel. */
function judge(text: string, changes: Partial<AddressingInput> = {}) {
  const { isForParley, reason } = addressee({
    text,
    mode: 'auto',
    wakeNames: ['Parley'],
    speaker: ANNA,
    others: [BEN, CHARLIE],
    hasInterrupted: false,
    awaitsAnswer: false,
    startedAtMs: NOW_MS,
    ...changes,
  });
  return `${isForParley ? 'yes' : 'no'}: ${reason}`;
}

const answered = (agoMs: number, heardText: string, toSpeakerIds: readonly string[] = ['1']) => ({
  lastReply: { toSpeakerIds, endedAtMs: NOW_MS - agoMs, heardText },
});

describe('addressee()', () => {
  test('everything is for Parley when it is alone with one person', () => {
    expect(judge('What time is it?', { others: [] })).toBe('yes: alone with Parley');
    expect(judge('Ben, what time is it?', { others: [] })).toBe('yes: alone with Parley');
    expect(judge('Parley, what time is it?', { others: [] })).toBe('yes: named');
  });

  test('among several people it has to be named', () => {
    expect(judge('What time is it?')).toBe('no: not addressed');
    expect(judge('Parley, what time is it?')).toBe('yes: named');
    expect(judge('What do you think, Harley?')).toBe('yes: named');
    expect(judge('What do you think, Carly?')).toBe('no: named somebody else');
    expect(judge('Parley said it is ten.')).toBe('no: not addressed');
    expect(judge('Charlie, what time is it?')).toBe('no: named somebody else');
  });

  test('what follows its answer to the same person is for it, for 8 s', () => {
    expect(judge('And in Rome?', answered(3_000, 'It is ten.'))).toBe(
      "yes: follows Parley's answer",
    );
    expect(judge('And in Rome?', answered(8_000, 'It is ten.'))).toBe(
      "yes: follows Parley's answer",
    );
    expect(judge('And in Rome?', answered(8_100, 'It is ten.'))).toBe('no: not addressed');
    expect(judge('And in Rome?', answered(3_000, 'It is ten.', ['2']))).toBe('no: not addressed');
    expect(judge('And in Rome?', answered(3_000, 'It is ten.', ['2', '1']))).toBe(
      "yes: follows Parley's answer",
    );
  });

  test('what follows its question is an answer, for 15 s', () => {
    expect(judge('In Rome.', answered(14_000, 'Sure. In which city?'))).toBe('yes: Parley asked');
    expect(judge('In Rome.', answered(16_000, 'In which city?'))).toBe('no: not addressed');
    expect(judge('In Rome.', answered(14_000, 'In which city?', ['2']))).toBe('no: not addressed');
  });

  test('speech that began while the answer ended follows it, too', () => {
    expect(judge('And in Rome?', answered(-300, 'It is ten.'))).toBe(
      "yes: follows Parley's answer",
    );
  });

  test.for([
    'Ben, did you hear that?',
    'Did you hear that, Ben?',
    'Charlie, what about you?',
    'That is funny, Charlie.',
    'Did you guys hear that?',
    'Hey guys, what now?',
    'Are you two coming?',
    'What do you all think?',
  ])('%j is for somebody else, even right after its answer or over it', (text) => {
    expect(judge(text, answered(2_000, 'It is ten.'))).toBe('no: named somebody else');
    expect(judge(text, answered(2_000, 'What else?'))).toBe('no: named somebody else');
    expect(judge(text, { hasInterrupted: true })).toBe('no: named somebody else');
  });

  test.for(['How old is Charlie?', 'Ben said it is ten.', 'Who is Charlie Brown?', 'And you?'])(
    '%j only speaks of others',
    (text) => {
      expect(judge(text, answered(2_000, 'It is ten.'))).toBe("yes: follows Parley's answer");
    },
  );

  test('both named: it is meant as well', () => {
    expect(judge('Parley, tell Ben a joke.')).toBe('yes: named');
    expect(judge('Parley, did you guys hear that?')).toBe('yes: named');
  });

  test('who speaks over its answer to them speaks to it', () => {
    expect(judge('No, the other one.', { hasInterrupted: true })).toBe('yes: interrupted Parley');
  });

  test('by name only: also alone, but its questions may be answered', () => {
    const mode = 'name';
    expect(judge('What time is it?', { mode, others: [] })).toBe('no: not addressed');
    expect(judge('Parley, what time is it?', { mode, others: [] })).toBe('yes: named');
    expect(judge('And in Rome?', { mode, ...answered(2_000, 'It is ten.') })).toBe(
      'no: not addressed',
    );
    expect(judge('Rome.', { mode, ...answered(2_000, 'In which city?') })).toBe(
      'yes: Parley asked',
    );
  });

  test('always and never mean that', () => {
    expect(judge('Ben, what time is it?', { mode: 'always' })).toBe('yes: always');
    expect(judge('Parley, what time is it?', { mode: 'never', others: [] })).toBe(
      'no: addressing is off',
    );
  });

  test.for(['Will it rain?', 'May I ask something?', 'Hope it does.', 'So what?'])(
    'a name that is a word, too, does not turn %j away',
    (text) => {
      const others = ['Will', 'May', 'Hope', 'So'].map((name) => ({ id: name, name }));
      const after = { others, ...answered(2_000, 'Ten.') };
      expect(judge(text, after)).toBe("yes: follows Parley's answer");
      expect(judge('Will, are you there?', after)).toBe('no: named somebody else');
    },
  );

  test('short names are called, too', () => {
    const after = { others: [{ id: '9', name: 'Ed' }], ...answered(2_000, 'Ten.') };
    expect(judge('Ed, did you hear that?', after)).toBe('no: named somebody else');
    expect(judge('And what about it?', after)).toBe("yes: follows Parley's answer");
  });

  test('a person whose display name is empty or no name names nobody', () => {
    const others = [
      { id: '4', name: '' },
      { id: '5', name: '🎉' },
      { id: '6', name: 'it' },
    ];
    expect(judge('What is it?', { others, ...answered(2_000, 'Ten.') })).toBe(
      "yes: follows Parley's answer",
    );
  });
});
