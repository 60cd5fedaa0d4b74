/** Carries out what turn-taking decides: the only way from its effects to ears, models and mouth. */
import type { Logger } from '../../log.ts';
import type { Llm, Mouth } from '../ports.ts';
import type { Voices } from '../speaking/voices-port.ts';
import type { Speaker } from '../types.ts';
import type { Answers } from './answers.ts';
import { earliestEndAtMs } from './earliest-end.ts';
import type { Listener } from './listener.ts';
import type { Memory } from './memory.ts';
import { openOf, type OpenTurns } from './open-turns.ts';
import type { TurnTakingEffect, TurnTakingEvent, TurnTakingState } from './turn-state.ts';

export interface CarryOutParts {
  readonly turns: OpenTurns;
  readonly answers: Answers;
  readonly memory: Memory;
  readonly voices: Voices;
  readonly llm: Llm;
  readonly log: Logger;
  readonly nowMs: () => number;
  /** As it is after the event. */
  readonly state: () => TurnTakingState;
  readonly listener: (speakerId: string) => Listener | undefined;
  readonly mouth: () => Mouth | undefined;
  readonly onTurnBegun: () => void;
  readonly onReplyBegun: () => void;
  readonly dispatch: (event: TurnTakingEvent) => void;
}

/** Whatever fails, the conversation goes on: a reply is over, an utterance has no words. */
export function createCarryOut(parts: CarryOutParts): (effect: TurnTakingEffect) => void {
  const { turns, log, nowMs, dispatch } = parts;
  return (effect) => {
    try {
      carryOut(effect, parts);
    } catch (error) {
      log.error({ err: error, effect: effect.type }, 'A decision was not carried out');
      const atMs = nowMs();
      const reason = error instanceof Error ? error.message : String(error);
      if (effect.type === 'start-reply')
        for (const { turnId } of effect.questions)
          turns.close(turnId, { status: 'failed', reason }, atMs);
      if ('replyId' in effect) {
        const { replyId } = effect;
        dispatch({ type: 'reply-end', atMs, replyId, toSpeakerIds: [], heardText: '' });
      }
      if (effect.type === 'recognise') {
        const { turnId, take } = effect;
        const nothing = { text: '', isEcho: false, maySpeculate: false } as const;
        dispatch({ type: 'recognised', atMs, turnId, take, reason, ...nothing });
      }
    }
  };
}

function carryOut(effect: TurnTakingEffect, parts: CarryOutParts): void {
  const { turns, answers, memory, listener, nowMs } = parts;
  switch (effect.type) {
    case 'open-turn':
      turns
        .open(effect.turnId, speakerOf(effect.speakerId, parts), 'voice')
        .recorder.mark('speechStartedAtMs', effect.startedAtMs);
      parts.onTurnBegun();
      parts.voices.expect(effect.speakerId);
      parts.llm.prepare?.();
      return;
    case 'recognise':
      listener(effect.speakerId)?.recognise(effect.turnId, effect.take);
      return;
    case 'judge':
      listener(effect.speakerId)?.judge(effect.turnId, effect.take);
      return;
    case 'end-turn':
      listener(effect.speakerId)?.close();
      turns.get(effect.turnId)?.recorder.ended(effect.end, effect.lastVoicedAtMs, nowMs());
      return;
    case 'start-reply': {
      const { replyId, questions, isGuess } = effect;
      const lastTurnId = questions.at(-1)?.turnId ?? '';
      const rightFromMs = isGuess ? earliestEndAtMs(parts.state(), lastTurnId) : undefined;
      parts.onReplyBegun();
      return answers.start(replyId, questions, rightFromMs, parts.mouth());
    }
    case 'confirm-reply':
      for (const { turn, text } of openOf(effect.questions, turns)) memory.asked(turn, text);
      return;
    case 'release-reply':
      return answers.release(effect.replyId);
    case 'pause-reply':
      return answers.pause(effect.replyId, effect.speakerId);
    case 'lower-reply':
      return answers.lower(effect.replyId, effect.speakerId);
    case 'resume-reply':
      return answers.resume(effect.replyId, effect.verdict);
    case 'abort-reply':
      return answers.abort(effect.replyId, effect.reason);
    case 'leave-alone': {
      const turn = turns.get(effect.turnId);
      if (turn === undefined) return;
      const { reason, isTalk } = effect;
      const record = turns.close(effect.turnId, { status: 'left-alone', reason }, nowMs());
      if (isTalk) memory.overheard(turn, record?.heardText ?? '');
    }
  }
}

function speakerOf(speakerId: string, { state, listener }: CarryOutParts): Speaker {
  return (
    state().people.find(({ id }) => id === speakerId) ??
    listener(speakerId)?.speaker ?? { id: speakerId, name: 'Someone' }
  );
}
