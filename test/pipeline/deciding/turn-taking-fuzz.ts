/** Random events in virtual time, and what must hold whatever their order. */
import { expect } from 'vitest';
import {
  initialState,
  type TurnTakingEffect,
  type TurnTakingEvent,
  type TurnTakingState,
} from '../../../src/pipeline/deciding/turn-state.ts';
import { takeTurns } from '../../../src/pipeline/deciding/turn-taking.ts';

const PEOPLE = ['ann', 'bob', 'cat'].map((id) => ({ id, name: id }));
const TEXTS = [
  '',
  'Mm-hmm.',
  'Yeah.',
  'Stop.',
  'Parley, what is the time?',
  'What is the capital of France?',
  'and then we went to the',
  'Bob, are you there?',
  'Wait, tell me about Rome instead.',
  'Okay.',
] as const;

/** Nothing waits longer than this once everybody is quiet and everything has answered. */
const IDLE_WITHIN_MS = 40_000;

/** mulberry32, public domain: small and repeatable. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Sends `count` random events, late, doubled and out of order, then lets everything come to rest.
 *
 * @param copy taken before each step, to see that the step did not change the state it was given.
 */
export function fuzzTurnTaking(
  seed: number,
  count: number,
  copy?: (state: TurnTakingState) => unknown,
): void {
  const chance = random(seed);
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(chance() * of.length)];
  const speaker = () => pick(PEOPLE)?.id ?? 'ann';
  let state = initialState(chance() < 0.8);
  let nowMs = 0;
  let dueAtMs = Number.POSITIVE_INFINITY;
  let turns = 0;
  const silent = new Map<string, number>();
  const voiced = new Set<string>();
  const open = new Set<string>();
  const closed = new Set<string>();
  const dead = new Set<number>();
  const thinking = new Set<number>();
  const recognitions: (TurnTakingEffect & { type: 'recognise' })[] = [];
  const judgments: (TurnTakingEffect & { type: 'judge' })[] = [];
  /** Reply by reply, the turns that it answers. */
  const answers = new Map<number, readonly string[]>();

  const fail = (what: string): never => {
    throw new Error(`${what} (seed ${seed}, at ${nowMs} ms)`);
  };
  const close = (turnId: string) => {
    if (closed.has(turnId)) fail(`${turnId} was dealt with twice`);
    closed.add(turnId);
    open.delete(turnId);
  };

  const carryOut = (effect: TurnTakingEffect) => {
    switch (effect.type) {
      case 'open-turn':
        if (open.has(effect.turnId)) fail('A turn was opened twice');
        open.add(effect.turnId);
        return;
      case 'recognise':
        recognitions.push(effect);
        return;
      case 'judge':
        judgments.push(effect);
        return;
      case 'end-turn':
        silent.delete(effect.speakerId);
        return;
      case 'start-reply':
        for (const [id] of answers) if (!dead.has(id)) fail('Two replies at once');
        answers.set(
          effect.replyId,
          effect.questions.map(({ turnId }) => turnId),
        );
        thinking.add(effect.replyId);
        return;
      case 'confirm-reply':
        for (const { turnId } of effect.questions)
          if (closed.has(turnId)) fail(`${turnId} is over`);
        return;
      case 'release-reply':
      case 'pause-reply':
      case 'lower-reply':
      case 'resume-reply':
        if (dead.has(effect.replyId)) fail(`A dead reply: ${effect.type}`);
        if (effect.type === 'release-reply' && thinking.has(effect.replyId))
          fail('A reply was let out before it had any sound');
        return;
      case 'abort-reply': {
        if (dead.has(effect.replyId)) fail('A reply was aborted twice');
        dead.add(effect.replyId);
        thinking.delete(effect.replyId);
        const { kind } = effect.reason;
        if (kind === 'barge-in' || kind === 'stop') answers.get(effect.replyId)?.forEach(close);
        return;
      }
      case 'leave-alone':
        close(effect.turnId);
        return;
    }
  };

  const send = (event: TurnTakingEvent) => {
    const before = copy?.(state);
    const given = state;
    const step = takeTurns(state, event);
    if (before !== undefined) expect(given).toEqual(before);
    state = step.state;
    dueAtMs = step.dueAtMs;
    for (const effect of step.effects) carryOut(effect);
    const { reply } = state;
    if (
      reply?.isPaused === true &&
      !state.utterances.some(({ overlap }) => overlap?.isOver === false)
    )
      fail('A reply is paused for nobody');
  };

  const pass = (ms: number) => {
    nowMs += ms;
    for (const [speakerId, silentMs] of silent) {
      silent.set(speakerId, silentMs + ms);
      send({ type: 'hush', atMs: nowMs, speakerId, silentMs: silentMs + ms });
    }
    if (dueAtMs <= nowMs) send({ type: 'tick', atMs: nowMs });
  };

  const answerRecognition = (at: number) => {
    const [asked] = recognitions.splice(at, 1);
    if (asked === undefined) return;
    const { turnId, take } = asked;
    const text = pick(TEXTS) ?? '';
    const isEcho = chance() < 0.1;
    const maySpeculate = chance() < 0.8;
    send({ type: 'recognised', atMs: nowMs, turnId, take, text, isEcho, maySpeculate });
  };
  const judge = (at: number) => {
    const [asked] = judgments.splice(at, 1);
    if (asked === undefined) return;
    const finishedProbability = chance() < 0.1 ? undefined : chance();
    const { turnId, take } = asked;
    send({ type: 'judged', atMs: nowMs, turnId, take, finishedProbability });
  };
  const endReply = (replyId: number) => {
    thinking.delete(replyId);
    if (!dead.has(replyId)) {
      dead.add(replyId);
      answers.get(replyId)?.forEach(close);
    }
    const heardText = pick(['', 'It is Paris.', 'Shall I go on?']) ?? '';
    send({ type: 'reply-end', atMs: nowMs, replyId, toSpeakerIds: [speaker()], heardText });
  };
  const someReply = () => pick([...answers.keys()]) ?? 1;
  /** A guess cannot end of itself: its sound is held. */
  const mayEnd = (replyId: number) => dead.has(replyId) || state.reply?.guessOf === undefined;

  const steps: readonly (() => void)[] = [
    () => pass(20),
    () => pass(60 + Math.floor(chance() * 400)),
    () => {
      const speakerId = speaker();
      turns += 1;
      silent.delete(speakerId);
      voiced.add(speakerId);
      send({ type: 'onset', atMs: nowMs, speakerId, turnId: `t${turns}`, startedAtMs: nowMs - 60 });
    },
    () => {
      const speakerId = pick([...voiced]) ?? 'ann';
      voiced.delete(speakerId);
      silent.set(speakerId, 60);
      send({ type: 'offset', atMs: nowMs, speakerId, lastVoicedAtMs: nowMs - 60 });
    },
    () => answerRecognition(Math.floor(chance() * recognitions.length)),
    () => judge(Math.floor(chance() * judgments.length)),
    () => {
      const replyId = pick([...thinking]);
      if (replyId === undefined) return;
      thinking.delete(replyId);
      send({ type: 'reply-ready', atMs: nowMs, replyId });
    },
    () => {
      const replyId = someReply();
      if (answers.has(replyId) && mayEnd(replyId)) endReply(replyId);
    },
    () => {
      const speakerId = speaker();
      voiced.delete(speakerId);
      silent.delete(speakerId);
      send({ type: 'end', atMs: nowMs, speakerId });
    },
    () => {
      if (chance() < 0.8) return;
      const speakerId = speaker();
      voiced.delete(speakerId);
      silent.delete(speakerId);
      send({ type: 'dropped', atMs: nowMs, speakerId, reason: 'opted out' });
    },
    () => {
      if (chance() < 0.8) return;
      send({ type: 'stop', atMs: nowMs, reason: 'told to stop' });
    },
    () => {
      if (chance() < 0.8) return;
      turns += 1;
      const question = { turnId: `t${turns}`, speakerId: speaker(), text: 'Hello?', typed: true };
      open.add(question.turnId);
      send({ type: 'typed', atMs: nowMs, question });
    },
    () => {
      if (chance() < 0.9) return;
      send({ type: 'people', atMs: nowMs, people: PEOPLE.slice(0, 1 + Math.floor(chance() * 3)) });
    },
    () => {
      if (chance() < 0.9) return;
      const addressing = pick(['auto', 'name', 'always', 'never'] as const) ?? 'auto';
      send({ type: 'settings', atMs: nowMs, settings: { addressing, wakeNames: ['Parley'] } });
    },
    () => {
      if (chance() < 0.95) return;
      send({ type: 'mouth', atMs: nowMs, isThere: true, reason: 'moved' });
    },
  ];

  send({ type: 'people', atMs: 0, people: PEOPLE });
  send({ type: 'mouth', atMs: 0, isThere: true, reason: 'joined' });
  for (let at = 0; at < count; at++) pick(steps)?.();

  // Everybody falls silent, and all that was asked is answered.
  for (const { id } of PEOPLE) {
    if (!voiced.has(id)) continue;
    silent.set(id, 0);
    send({ type: 'offset', atMs: nowMs, speakerId: id, lastVoicedAtMs: nowMs });
  }
  for (const untilMs = nowMs + IDLE_WITHIN_MS; nowMs < untilMs;) {
    while (recognitions.length > 0) answerRecognition(0);
    while (judgments.length > 0) judge(0);
    for (const replyId of thinking) {
      thinking.delete(replyId);
      send({ type: 'reply-ready', atMs: nowMs, replyId });
    }
    const { reply } = state;
    if (reply?.status === 'speaking' && !reply.isPaused) endReply(reply.replyId);
    pass(100);
    const isIdle = state.reply === undefined && state.waiting.length === 0;
    if (isIdle && state.utterances.length === 0 && recognitions.length === 0) break;
  }
  if (state.reply !== undefined) fail(`Silent for ever: reply ${state.reply.status}`);
  if (state.waiting.length > 0) fail('A question waits for ever');
  if (state.utterances.length > 0) fail('An utterance waits for ever');
  if (open.size > 0) fail(`Not dealt with: ${[...open].join(' ')}`);
}
