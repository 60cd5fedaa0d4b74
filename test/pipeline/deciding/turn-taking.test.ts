import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  INITIAL_STATE,
  takeTurns,
  type TurnTakingEffect,
  type TurnTakingEvent,
  type TurnTakingState,
} from '../../../src/pipeline/deciding/turn-taking.ts';

function spoken(turnId: string, speakerId = 'ann'): TurnTakingEvent {
  return { type: 'question', question: { turnId, speakerId, typed: false } };
}
function typed(turnId: string, speakerId = 'ann'): TurnTakingEvent {
  return { type: 'question', question: { turnId, speakerId, typed: true } };
}
const starts = (speakerId = 'ann'): TurnTakingEvent => ({ type: 'speech-start', speakerId });
const empty = (speakerId = 'ann'): TurnTakingEvent => ({ type: 'speech-empty', speakerId });

function play(...events: TurnTakingEvent[]) {
  let state = INITIAL_STATE;
  const told: string[] = [];
  for (const event of events) {
    const step = takeTurns(state, event);
    state = step.state;
    told.push(...step.effects.map(inWords));
  }
  return { state, told };
}

function inWords(effect: TurnTakingEffect): string {
  switch (effect.type) {
    case 'start-reply':
      return `start ${effect.replyId}: ${effect.questions.map((q) => q.turnId).join('+')}`;
    case 'abort-reply':
      return `abort ${effect.replyId}: ${effect.reason.kind}`;
    case 'leave-alone':
      return `leave ${effect.turnId}`;
    case 'hold-reply':
    case 'release-reply':
      return `${effect.type.slice(0, -'-reply'.length)} ${effect.replyId}`;
  }
}

describe('takeTurns()', () => {
  test('answers a question, and is idle when the answer has ended', () => {
    const { state, told } = play(
      starts(),
      spoken('q1'),
      { type: 'reply-audible', replyId: 1 },
      { type: 'reply-end', replyId: 1 },
    );
    expect(told).toEqual(['start 1: q1']);
    expect(state.reply.status).toBe('none');
  });

  test('falls silent at once when somebody speaks over it, and answers them then', () => {
    const { told } = play(
      starts(),
      spoken('q1'),
      { type: 'reply-audible', replyId: 1 },
      starts('bob'),
      { type: 'reply-end', replyId: 1 },
      spoken('q2', 'bob'),
    );
    expect(told).toEqual(['start 1: q1', 'abort 1: barge-in', 'start 2: q2']);
  });

  test('holds a reply that is not heard yet while its asker goes on, and joins what they add', () => {
    const { told } = play(starts(), spoken('q1'), starts(), spoken('q2'));
    expect(told).toEqual(['start 1: q1', 'hold 1', 'abort 1: joined', 'start 2: q1+q2']);
  });

  // A cough before the reply must not swallow it (livekit/agents #1229).
  test('lets a held reply go when the sound was no speech', () => {
    const { told } = play(starts(), spoken('q1'), starts(), empty());
    expect(told).toEqual(['start 1: q1', 'hold 1', 'release 1']);
  });

  test('holds the reply to a first part while the second part is already being spoken', () => {
    const { told } = play(starts(), starts(), spoken('q1'), empty());
    expect(told).toEqual(['start 1: q1', 'hold 1', 'release 1']);
  });

  test('answers somebody else after the reply that they did not interrupt', () => {
    const { told } = play(
      starts(),
      starts('bob'),
      spoken('q1'),
      { type: 'reply-audible', replyId: 1 },
      spoken('q2', 'bob'),
      { type: 'reply-end', replyId: 1 },
    );
    expect(told).toEqual(['start 1: q1', 'start 2: q2']);
  });

  test('keeps quiet until the words of whoever interrupted are known', () => {
    const { told } = play(
      starts(),
      starts('bob'),
      spoken('q1'),
      { type: 'reply-audible', replyId: 1 },
      spoken('q2', 'bob'),
      starts('cat'),
      empty('cat'),
    );
    expect(told).toEqual(['start 1: q1', 'abort 1: barge-in', 'start 2: q2']);
  });

  test('answers typed questions one by one', () => {
    const { told } = play(typed('q1'), typed('q2'), { type: 'reply-end', replyId: 1 });
    expect(told).toEqual(['start 1: q1', 'start 2: q2']);
  });

  test('drops everything at a stop', () => {
    const { state, told } = play(typed('q1'), typed('q2'), { type: 'stop', reason: 'told to' });
    expect(told).toEqual(['start 1: q1', 'abort 1: stop', 'leave q2']);
    expect(state.waiting).toEqual([]);
  });

  test('ignores what an aborted reply still reports', () => {
    const { state } = play(
      typed('q1'),
      { type: 'stop', reason: 'told to' },
      typed('q2'),
      { type: 'reply-audible', replyId: 1 },
      { type: 'reply-end', replyId: 1 },
    );
    expect(state.reply).toMatchObject({ status: 'thinking', replyId: 2 });
  });
});

/** Any order of events that the outside world can produce. */
const events = fc.array(
  fc.oneof(
    fc
      .constantFrom('ann', 'bob', 'cat')
      .chain((who) => fc.constantFrom(starts(who), empty(who), spoken('?', who), typed('?', who))),
    fc.record({
      type: fc.constantFrom('reply-audible' as const, 'reply-end' as const),
      replyId: fc.integer({ min: 1, max: 12 }),
    }),
    fc.constant<TurnTakingEvent>({ type: 'stop', reason: 'told to' }),
  ),
  { maxLength: 60 },
);

describe('takeTurns() in any order of events', () => {
  test('never forgets a question, never runs two replies, is never silent for ever', () => {
    fc.assert(
      fc.property(events, (order) => {
        let state: TurnTakingState = INITIAL_STATE;
        const running = new Set<number>();
        const open = new Set<string>();
        let count = 0;
        for (const raw of order) {
          // A person's speech is resolved once for each time it began.
          const resolves =
            raw.type === 'speech-empty'
              ? raw.speakerId
              : raw.type === 'question' && !raw.question.typed
                ? raw.question.speakerId
                : undefined;
          if (resolves !== undefined && !state.speaking.includes(resolves)) continue;
          let event = raw;
          if (raw.type === 'question') {
            count += 1;
            event = { type: 'question', question: { ...raw.question, turnId: `q${count}` } };
            open.add(`q${count}`);
          }
          const before = state.reply;
          const step = takeTurns(state, event);
          state = step.state;
          if (
            event.type === 'reply-end' &&
            before.status !== 'none' &&
            before.replyId === event.replyId
          ) {
            running.delete(event.replyId);
            for (const { turnId } of before.questions) open.delete(turnId);
          }
          for (const effect of step.effects) {
            if (effect.type === 'abort-reply') {
              expect(running.delete(effect.replyId)).toBe(true);
              if (effect.reason.kind !== 'joined' && before.status !== 'none')
                for (const { turnId } of before.questions) open.delete(turnId);
            }
            if (effect.type === 'leave-alone') expect(open.delete(effect.turnId)).toBe(true);
            if (effect.type === 'start-reply') running.add(effect.replyId);
          }
          expect(running.size).toBe(state.reply.status === 'none' ? 0 : 1);
          const known = [
            ...(state.reply.status === 'none' ? [] : state.reply.questions),
            ...state.waiting,
          ].map((question) => question.turnId);
          expect(new Set(known)).toEqual(open);
          // Whoever waits without a reply going on waits for somebody's words.
          if (state.reply.status === 'none' && state.waiting.length > 0)
            expect(state.speaking.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
