/** The answers that turn-taking asks for: from questions to replies, and to what was heard of them. */
import type { Channel } from '../../async/channel.ts';
import type { Clock } from '../../async/clock.ts';
import type { LanguageWatch } from '../hearing/language-watch.ts';
import type { Llm, Mouth } from '../ports.ts';
import type { Voices } from '../speaking/voices-port.ts';
import type { TurnOutcome } from '../timeline.ts';
import type { ChatMessage } from '../types.ts';
import type { Memory } from './memory.ts';
import type { OpenTurns } from './open-turns.ts';
import type { RecentSpeech } from './recent-speech.ts';
import type { Replies, ReplyEnd } from './replies.ts';
import type { ReplyLanguageWatch } from './reply-language.ts';
import { textToTokens } from './text-to-tokens.ts';
import type { ReplyRecorder } from './turn-recorder.ts';
import type { AbortReason, Question, TurnTakingEvent } from './turn-state.ts';

/** A spoken answer of a minute and a half. */
const MAX_SPOKEN_TOKENS = 250;

/** Said once to somebody whose words make no sense to the recogniser. */
function notUnderstood(understood: string): string {
  const name = new Intl.DisplayNames(['en'], { type: 'language' }).of(understood) ?? understood;
  return `I only understand ${name}, and I think that you are speaking another language.`;
}

export interface AnswersParts {
  readonly llm: Llm;
  readonly clock: Clock;
  readonly turns: OpenTurns;
  readonly memory: Memory;
  readonly replies: Replies;
  readonly voices: Voices;
  readonly replyLanguage: ReplyLanguageWatch;
  /** The only language that the recogniser knows, BCP 47; undefined where it knows several. */
  readonly understoodOnly: string | undefined;
  readonly languages: LanguageWatch;
  readonly recentSpeech: RecentSpeech;
  readonly postToChat?: ((text: string, signal: AbortSignal) => Promise<void>) | undefined;
  /** Writes a sentence about the conversation itself into the chat. */
  readonly tell: (text: string) => void;
  /** @param language of the voice that will say the answer. */
  readonly messages: (questions: readonly Question[], language: string) => ChatMessage[];
  readonly dispatch: (event: TurnTakingEvent) => void;
}

export interface Answers {
  /** @param rightFromMs when a guess may turn out right, clock ms; undefined: it is no guess. */
  start(
    replyId: number,
    questions: readonly Question[],
    rightFromMs: number | undefined,
    mouth: Mouth | undefined,
  ): void;
  /** That typed question's text is being written already; it is also to be said. */
  typed(turnId: string, text: Channel<string>): void;
  /** That turn has its outcome. */
  closed(turnId: string): void;
  pause(replyId: number, speakerId: string): void;
  lower(replyId: number, speakerId: string): void;
  resume(replyId: number, verdict: string): void;
  release(replyId: number): void;
  abort(replyId: number, reason: AbortReason): void;
}

export function createAnswers(parts: AnswersParts): Answers {
  const { llm, clock, turns, memory, replies, languages, dispatch } = parts;
  const typedTexts = new Map<string, Channel<string>>();
  /** The replies of which more may be heard. */
  const attempts = new Map<number, { recorder: ReplyRecorder; isTyped: boolean }>();

  /** Once, as soon as nothing more of the reply will be heard. */
  const rememberHeard = (replyId: number, wasCut: boolean) => {
    const attempt = attempts.get(replyId);
    attempts.delete(replyId);
    if (attempt === undefined || attempt.recorder.playedText === '') return;
    const { playedText } = attempt.recorder;
    parts.recentSpeech.add(playedText, clock.nowMs());
    if (!attempt.isTyped) memory.answered(playedText, wasCut);
  };

  const close = (turnId: string, outcome: TurnOutcome) =>
    turns.close(turnId, outcome, clock.nowMs());

  const ended = (
    replyId: number,
    questions: readonly Question[],
    recorder: ReplyRecorder,
    end: ReplyEnd,
  ) => {
    const { turnId, playedText: heardText } = recorder;
    const toSpeakerIds = questions.map(({ speakerId }) => speakerId);
    const outcome = outcomeOf(end);
    if (outcome === undefined) turns.get(turnId)?.recorder.discardReply(recorder);
    else {
      // Its last question stands for all.
      const joined: TurnOutcome = { status: 'left-alone', reason: 'joined to the next question' };
      for (const question of questions.slice(0, -1)) close(question.turnId, joined);
      close(turnId, outcome);
    }
    dispatch({ type: 'reply-end', atMs: clock.nowMs(), replyId, toSpeakerIds, heardText });
  };

  /** There is nobody to say it to, or nothing to say it with. */
  const giveUp = (replyId: number, questions: readonly Question[]) => {
    const reason = 'left the voice channel';
    for (const { turnId } of questions) close(turnId, { status: 'left-alone', reason });
    const atMs = clock.nowMs();
    dispatch({ type: 'reply-end', atMs, replyId, toSpeakerIds: [], heardText: '' });
  };

  return {
    start(replyId, questions, rightFromMs, mouth) {
      const turnId = questions.at(-1)?.turnId ?? '';
      const turn = turns.get(turnId);
      if (turn === undefined || mouth === undefined) {
        giveUp(replyId, questions);
        return;
      }
      const typed = typedTexts.get(turnId);
      typedTexts.delete(turnId);
      const recorder = turn.recorder.beginReply(rightFromMs !== undefined);
      attempts.set(replyId, { recorder, isTyped: typed !== undefined });
      const voice = parts.voices.for(questions.at(-1)?.speakerId);
      const messages = parts.messages(questions, voice.language);
      const request = { messages, maxTokens: MAX_SPOKEN_TOKENS };
      const { understoodOnly } = parts;
      const puzzling = questions.filter(
        ({ speakerId }) => understoodOnly !== undefined && languages.isToBeTold(speakerId),
      );
      const notice =
        puzzling.length === 0 || understoodOnly === undefined
          ? undefined
          : notUnderstood(understoodOnly);
      replies.start({
        replyId,
        recorder,
        mouth,
        heardFromMs: rightFromMs,
        voice,
        tokens: (signal) =>
          typed ?? told(notice, textToTokens(llm, request, recorder, clock, signal), signal),
        // A typed question's answer stands in the chat as it is.
        postToChat: typed === undefined ? parts.postToChat : undefined,
        onReady: () => dispatch({ type: 'reply-ready', atMs: clock.nowMs(), replyId }),
        onEnd: (end) => {
          rememberHeard(replyId, end.isAborted);
          if (recorder.playedText !== '') {
            for (const { speakerId } of puzzling) languages.told(speakerId);
            const oddity = parts.replyLanguage.said(recorder.writtenText, voice.language);
            if (oddity !== undefined) parts.tell(oddity);
          }
          ended(replyId, questions, recorder, end);
        },
      });
    },
    typed: (turnId, text) => void typedTexts.set(turnId, text),
    closed: (turnId) => void typedTexts.delete(turnId),
    pause(replyId, speakerId) {
      replies.pause(replyId);
      attempts.get(replyId)?.recorder.interrupted(speakerId, clock.nowMs(), 'paused');
    },
    lower(replyId, speakerId) {
      replies.lower(replyId);
      attempts.get(replyId)?.recorder.interrupted(speakerId, clock.nowMs(), 'lowered');
    },
    resume(replyId, verdict) {
      replies.resume(replyId);
      attempts.get(replyId)?.recorder.judged(verdict, clock.nowMs());
    },
    release: (replyId) => replies.release(replyId),
    abort(replyId, reason) {
      if (reason.kind === 'barge-in')
        attempts.get(replyId)?.recorder.judged(reason.verdict, undefined);
      replies.abort(replyId, reason);
      rememberHeard(replyId, true);
    },
  };
}

/** @yields the notice as a paragraph of its own, then the tokens. */
async function* told(
  notice: string | undefined,
  tokens: AsyncIterable<string>,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  if (notice !== undefined) yield `${notice}\n\n`;
  signal.throwIfAborted();
  yield* tokens;
}

/** undefined: its question goes on without it. */
function outcomeOf(end: ReplyEnd): TurnOutcome | undefined {
  if (!end.isAborted) return end.outcome;
  switch (end.why.kind) {
    case 'barge-in':
      return { status: 'aborted', reason: 'barge-in' };
    case 'stop':
      return { status: 'aborted', reason: end.why.reason };
    case 'joined':
    case 'discarded':
      return undefined;
  }
}
