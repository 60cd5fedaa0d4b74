import { describe, expect, test } from 'vitest';
import type { Piece } from '../../../src/pipeline/speaking/cutter.ts';
import {
  FIRST_RULE,
  planPiece,
  type Script,
  type Situation,
} from '../../../src/pipeline/speaking/plan-piece.ts';

/** 100 ms and 4 ms a character; 250 characters a second are written. */
const PACE = {
  synthesisMs: (chars: number) => 100 + 4 * chars,
  urgentMs: (chars: number) => 100 + 4 * chars,
  soundMs: (chars: number) => 65 * chars,
  charsPerSecond: 250,
};

const piece = (written: string, more: Partial<Piece> = {}): Piece => ({
  written,
  isCode: false,
  endsWith: 'sentence',
  startsLine: false,
  ...more,
});

const script = (ready: readonly string[], held = '', ended = false): Script => ({
  ready: ready.map((text) => piece(text)),
  held,
  ended,
});

const ear = (unplayedMs: number | undefined, waitedMs = 0): Situation => ({
  unplayedMs,
  waitedMs,
  pace: PACE,
});

const LONG = 'The harbour was built before the war, and then the new one came with its cranes.';

describe('planPiece(), of the first piece', () => {
  test('takes the earliest clause', () => {
    expect(planPiece(script([], 'Sure, I'), ear(undefined))).toMatchObject({ rule: FIRST_RULE });
    expect(planPiece(script(['Sure,'], ' I'), ear(undefined))).toEqual({ type: 'say', count: 1 });
  });

  test('keeps a word back behind which a slow writer would leave silence', () => {
    const slow = { ...ear(undefined), pace: { ...PACE, charsPerSecond: 40 } };
    expect(planPiece(script(['Sure,'], ' I will'), slow).type).toBe('take');
    const ready = ['Sure,', 'I will tell you.', 'It is easy.'];
    for (const count of [2, 3])
      expect(planPiece(script(ready.slice(0, count), ' So'), slow)).toEqual({
        type: 'say',
        count: 2,
      });
  });

  test('but not for ever, and not at the end of the text', () => {
    const slow = { ...ear(undefined, 900), pace: { ...PACE, charsPerSecond: 40 } };
    expect(planPiece(script(['Sure,'], ' I will'), slow)).toEqual({ type: 'say', count: 1 });
    const ended = { ...slow, waitedMs: 0 };
    expect(planPiece(script(['Sure.'], '', true), ended)).toEqual({ type: 'say', count: 1 });
  });

  test('lets a word go whose sound is at hand where it need not be held back for long', () => {
    const remembering = (pace: Partial<typeof PACE>): Situation => ({
      ...ear(undefined),
      pace: { ...PACE, ...pace },
      isRemembered: (text: string) => text === 'Sure,',
    });
    const slow = remembering({ urgentMs: () => 500 });
    const alone = { type: 'say', count: 1 };
    expect(planPiece(script(['Sure,'], ' I will'), slow)).toEqual(alone);
    expect(planPiece(script(['Sure,', 'I will tell you.'], ' It'), slow)).toEqual(alone);
    expect(planPiece(script(['Well,'], ' I will'), slow).type).toBe('take');
    const busy = remembering({ urgentMs: () => 900 });
    expect(planPiece(script(['Sure,'], ' I will'), busy).type).toBe('take');
  });

  test('is no longer than a first piece is to be, however slow the voice', () => {
    const slow = { ...ear(undefined, 900), pace: { ...PACE, urgentMs: () => 9000 } };
    const ready = ['It rains in the north today.', 'It does not rain in the south.', 'So it is.'];
    expect(planPiece(script(ready), slow)).toEqual({ type: 'say', count: 3 });
    expect(planPiece(script([...ready, ...ready]), slow)).toEqual({ type: 'say', count: 3 });
    expect(planPiece(script([LONG, ...ready]), slow)).toEqual({ type: 'say', count: 1 });
  });

  test('ends inside of a clause when none has ended for a while', () => {
    const held = 'the old harbour was built before the wa';
    expect(planPiece(script([], held), ear(undefined, 100))).toMatchObject({ orWaitMs: 300 });
    const late = planPiece(script([], held), ear(undefined, 400));
    expect(late).toMatchObject({ type: 'take', rule: { at: held.indexOf('before') } });
  });
});

describe('planPiece(), of the next ones', () => {
  test('takes a whole sentence that is ready and in time', () => {
    expect(planPiece(script([LONG], ' So'), ear(1000))).toEqual({ type: 'say', count: 1 });
  });

  test('joins short sentences where there is time for both', () => {
    expect(planPiece(script(['It rains.', 'It is cold.', LONG]), ear(9000))).toEqual({
      type: 'say',
      count: 3,
    });
    expect(planPiece(script(['It rains.', 'It is cold.', LONG]), ear(400))).toEqual({
      type: 'say',
      count: 2,
    });
  });

  test('waits for a short sentence’s neighbour only while there is time', () => {
    expect(planPiece(script(['It rains.'], ' It is'), ear(9000))).toMatchObject({ type: 'wait' });
    expect(planPiece(script(['It rains.'], ' It is'), ear(500))).toEqual({ type: 'say', count: 1 });
    expect(planPiece(script(['It rains.'], '', true), ear(9000))).toEqual({
      type: 'say',
      count: 1,
    });
  });

  test('cuts a sentence that would come too late', () => {
    expect(planPiece(script([LONG]), ear(350))).toEqual({
      type: 'cut',
      end: LONG.indexOf(',') + 1,
    });
    const noComma = 'The harbour was built before the war by people who had come over the sea.';
    const plan = planPiece(script([noComma]), ear(300));
    expect(plan).toMatchObject({ type: 'cut' });
    if (plan.type === 'cut')
      expect(noComma.slice(0, plan.end).trim()).toMatch(/(?:built|war|people)$/u);
  });

  test('puts less into a piece where others wait for the synthesiser, too', () => {
    const long = `${LONG.slice(0, -1)}, and they were all of them painted in the same dull red.`;
    const shared = { ...ear(9000), pace: { ...PACE, pieceFactor: 0.6 } };
    expect(planPiece(script([long]), ear(9000))).toEqual({ type: 'say', count: 1 });
    // At the last comma that leaves no more than 90 characters.
    expect(planPiece(script([long]), shared)).toEqual({ type: 'cut', end: LONG.length });
    expect(planPiece(script([LONG]), shared)).toEqual({ type: 'say', count: 1 });
    expect(planPiece(script(['It rains all day.', LONG]), ear(9000))).toEqual({
      type: 'say',
      count: 2,
    });
    expect(planPiece(script(['It rains all day.', LONG]), shared)).toEqual({
      type: 'say',
      count: 1,
    });
  });

  test('puts more into a piece where each of them has to wait for others', () => {
    const busyMs = (chars: number) => 1300 + 4 * chars;
    const busy = (unplayedMs: number) => ({
      ...ear(unplayedMs),
      pace: { ...PACE, synthesisMs: busyMs, urgentMs: busyMs },
    });
    // Either comes too late behind the sound at hand; behind a short one the next does so again.
    const short = ['It rains.', 'It is cold.', 'The harbour is old.', LONG];
    expect(planPiece(script(short), busy(1000))).toEqual({ type: 'say', count: 3 });
    expect(planPiece(script(short), ear(0))).toEqual({ type: 'say', count: 1 });
    const long = 'It rains today, and the harbour was built before the war by people.';
    const endOf = (situation: Situation) => {
      const plan = planPiece(script([long]), situation);
      return plan.type === 'cut' ? plan.end : long.length;
    };
    expect(long.slice(0, endOf(ear(0)))).toBe('It rains today,');
    expect(endOf(busy(1000))).toBeGreaterThan('It rains today,'.length);
  });

  test('does not cut where that would bring nothing', () => {
    const even = { ...ear(0), pace: { ...PACE, synthesisMs: () => 100 } };
    expect(planPiece(script([LONG]), even)).toEqual({ type: 'say', count: 1 });
    expect(planPiece(script(['Yes, I do.']), ear(0))).toEqual({ type: 'say', count: 1 });
  });

  test('leaves a sentence that is being written alone until the last moment', () => {
    const held = 'The harbour was built before the war, and then';
    expect(planPiece(script([], held), ear(1000))).toMatchObject({ type: 'wait' });
    const plan = planPiece(script([], held), ear(1000));
    if (plan.type === 'wait')
      expect(planPiece(script([], held), ear(1000 - plan.forMs)).type).toBe('take');
    // A timer that comes late finds the same, and not something shorter.
    const phrases = 'The harbour was built before the war when people came';
    const early = planPiece(script([], phrases), ear(1000));
    expect(early).toMatchObject({ type: 'wait' });
    if (early.type === 'wait')
      expect(planPiece(script([], phrases), ear(1000 - early.forMs - 20))).toMatchObject({
        type: 'take',
        rule: { at: phrases.indexOf('when') },
      });
    if (plan.type === 'wait')
      expect(planPiece(script([], held), ear(1000 - plan.forMs - 20))).toEqual(
        planPiece(script([], held), ear(1000 - plan.forMs)),
      );
  });

  test('has nothing to say where only "of the" is written', () => {
    expect(planPiece(script([], 'of the'), ear(0))).toEqual({ type: 'wait', forMs: Infinity });
  });

  test('leaves code whole', () => {
    const code = { ready: [piece('```\na, b\n```', { isCode: true })], held: '', ended: false };
    expect(planPiece(code, ear(0))).toEqual({ type: 'say', count: 1 });
    expect(planPiece(script([], '```\nlet me tell you, so it is, '), ear(0))).toEqual({
      type: 'wait',
      forMs: Infinity,
    });
  });
});
