/**
 * One guild's conversation: carries out what turn-taking decides, with one history and one mouth.
 */
import type { Logger } from '../../log.ts';
import { createChannel, type Channel } from '../../async/channel.ts';
import type { Clock } from '../../async/clock.ts';
import { createEar } from '../hearing/ear.ts';
import { isEcho } from '../hearing/echo.ts';
import type { HeardPiece, Recognition } from '../hearing/ear-port.ts';
import { createLanguageWatch } from '../hearing/language-watch.ts';
import type { ReplyOrder } from '../speaking/speak-reply.ts';
import type { Llm, Mouth, Stt, Tts, TurnDetector, Vad } from '../ports.ts';
import type { TurnOutcome, TurnRecord } from '../timeline.ts';
import type { ChatMessage, PcmFrame, Speaker } from '../types.ts';
import type {
  AskOptions,
  Conversation,
  ConversationSettings,
  ConversationState,
} from './conversation-port.ts';
import { createDueTimer, type DueTimer } from './due-timer.ts';
import {
  addAssistant,
  addOverheard,
  addUser,
  emptyHistory,
  forgetSpeaker,
  withoutOldTalk,
} from './history.ts';
import { createListener, type Listener } from './listener.ts';
import { buildMessages } from './prompt.ts';
import { isStopCommand } from './overlap.ts';
import { createRecentSpeech, isScrapOf, stopWithin } from './recent-speech.ts';
import { createReplies, type ReplyEnd } from './replies.ts';
import { maySpeculate } from './speculation-budget.ts';
import { textToTokens } from './text-to-tokens.ts';
import { estimateTokens } from './token-estimate.ts';
import { createTurnRecorder, type ReplyRecorder, type TurnRecorder } from './turn-recorder.ts';
import {
  initialState,
  type Question,
  type TurnTakingEffect,
  type TurnTakingEvent,
} from './turn-state.ts';
import { takeTurns } from './turn-taking.ts';

export interface ConversationParts {
  readonly guildId: string;
  readonly stt: Stt;
  readonly tts: Tts;
  readonly llm: Llm;
  readonly createVad: () => Vad;
  /** Without one, turns end by silence and words alone. */
  readonly turnDetector: TurnDetector | undefined;
  readonly persona?: string | undefined;
  readonly order: ReplyOrder;
  readonly clock: Clock;
  /** For the prompt only. */
  readonly today: () => Date;
  readonly log: Logger;
  readonly onTurn: (record: TurnRecord) => void;
}

/** Records kept for /status. */
const TURNS_KEPT = 100;

/** A spoken answer of a minute and a half; typed ones are read, so they may be longer. */
const MAX_TOKENS = { spoken: 250, typed: 800 };

/** Said once to somebody whose words make no sense to the recogniser. */
const NOT_UNDERSTOOD =
  'I only understand English, and I think that you are speaking another language.';

/** Deltas of a typed answer that may wait to be spoken: more than any answer has. */
const TYPED_DELTAS_WAITING = 4096;

export function createConversation(parts: ConversationParts): Conversation {
  return new GuildConversation(parts);
}

interface OpenTurn {
  readonly speaker: Speaker;
  readonly recorder: TurnRecorder;
  /** Its words are in the history. */
  isRemembered: boolean;
  lastPiece?: HeardPiece;
}

class GuildConversation implements Conversation {
  readonly #parts: ConversationParts;
  readonly #replies;
  readonly #session = new AbortController();
  readonly #languages;
  readonly #recentSpeech = createRecentSpeech();
  readonly #timer: DueTimer;
  /** The newest ear of each person. */
  readonly #listeners = new Map<string, Listener>();
  readonly #listening = new Set<Promise<void>>();
  /** Turns that have no outcome yet, by turn id. */
  readonly #open = new Map<string, OpenTurn>();
  /** The text of typed questions that are also to be said, by turn id. */
  readonly #typed = new Map<string, Channel<string>>();
  /** The replies of which more may be heard. */
  readonly #attempts = new Map<number, { recorder: ReplyRecorder; isTyped: boolean }>();
  #turnCount = 0;
  #turns: readonly TurnRecord[] = [];
  #state;
  #history = emptyHistory;
  #mouth: Mouth | undefined;
  #place: Parameters<Conversation['place']>[0] | undefined;
  /** Events of effects of an event wait until all of its effects are carried out. */
  readonly #events: TurnTakingEvent[] = [];
  #isDispatching = false;
  #hasAttendance = false;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
    this.#state = initialState(parts.turnDetector !== undefined);
    this.#replies = createReplies(parts.tts, parts.order, parts.clock, parts.log);
    this.#languages = createLanguageWatch(parts.stt, this.#session.signal);
    this.#timer = createDueTimer(parts.clock, () =>
      this.#dispatch({ type: 'tick', atMs: this.#nowMs }),
    );
  }

  get turns(): readonly TurnRecord[] {
    return this.#turns;
  }

  get state(): ConversationState {
    const { reply, utterances } = this.#state;
    if (reply?.status === 'speaking') return 'speaking';
    if (reply !== undefined) return 'thinking';
    return utterances.length > 0 ? 'listening' : 'idle';
  }

  place(place: Parameters<Conversation['place']>[0]): void {
    this.#place = place;
  }

  configure(settings: ConversationSettings): void {
    this.#dispatch({ type: 'settings', atMs: this.#nowMs, settings });
  }

  people(people: readonly Speaker[]): void {
    this.#hasAttendance = true;
    this.#dispatch({ type: 'people', atMs: this.#nowMs, people });
  }

  muted(speakerId: string): void {
    this.#listeners.get(speakerId)?.muted();
  }

  attach(mouth: Mouth): void {
    this.#setMouth(mouth, 'moved to another voice connection');
  }

  detach(reason: string): void {
    this.#setMouth(undefined, reason);
  }

  async listen(
    speaker: Speaker,
    frames: AsyncIterable<PcmFrame>,
    signal: AbortSignal,
  ): Promise<void> {
    const { stt, turnDetector, createVad, log } = this.#parts;
    const hearing = AbortSignal.any([signal, this.#session.signal]);
    if (!this.#hasAttendance && !this.#state.people.some(({ id }) => id === speaker.id))
      this.#dispatch({
        type: 'people',
        atMs: this.#nowMs,
        people: [...this.#state.people, speaker],
      });
    const listener = createListener(
      {
        speaker,
        ear: createEar(frames, { vad: createVad(), stt, turnDetector }, hearing),
        nowMs: () => this.#nowMs,
        log,
        nextTurnId: () => this.#nextTurnId(),
        dispatch: (event) => this.#dispatch(event),
        onRecognised: (turnId, take, recognition) => this.#onRecognised(turnId, take, recognition),
      },
      hearing,
    );
    this.#listeners.set(speaker.id, listener);
    this.#listening.add(listener.done);
    await listener.done;
    this.#listening.delete(listener.done);
    if (this.#listeners.get(speaker.id) === listener) this.#listeners.delete(speaker.id);
  }

  async *ask(
    speaker: Speaker,
    text: string,
    { aloud }: AskOptions,
    signal: AbortSignal,
  ): AsyncGenerator<string, void, undefined> {
    const { llm, clock } = this.#parts;
    const turnId = this.#nextTurnId();
    const { recorder } = this.#openTurn(turnId, speaker, 'text');
    recorder.recognised(text);
    this.#remember(turnId, text);
    const written = recorder.beginReply(false);
    const isSpoken = aloud && this.#mouth !== undefined;
    const spoken = createChannel<string>(TYPED_DELTAS_WAITING);
    if (isSpoken) {
      this.#typed.set(turnId, spoken);
      const question = { turnId, speakerId: speaker.id, text, typed: true };
      this.#dispatch({ type: 'typed', atMs: this.#nowMs, question });
    }
    const asking = AbortSignal.any([signal, this.#session.signal]);
    let outcome: TurnOutcome = { status: 'aborted', reason: 'given up by the reader' };
    try {
      const request = { messages: this.#messages([]), maxTokens: MAX_TOKENS.typed };
      for await (const delta of textToTokens(llm, request, written, clock, asking)) {
        spoken.offer(delta);
        yield delta;
      }
      outcome = { status: 'answered' };
    } catch (error) {
      if (!asking.aborted)
        outcome = {
          status: 'failed',
          reason: error instanceof Error ? error.message : String(error),
        };
      throw error;
    } finally {
      spoken.close();
      // What was typed in the channel was read, whatever became of its sound.
      this.#history = addAssistant(this.#history, written.writtenText, false);
      if (!isSpoken) this.#closeTurn(turnId, outcome);
    }
  }

  stop(): boolean {
    const { reply, waiting } = this.#state;
    this.#dispatch({ type: 'stop', atMs: this.#nowMs, reason: 'told to stop' });
    return reply !== undefined || waiting.length > 0;
  }

  reset(): void {
    this.#dispatch({ type: 'stop', atMs: this.#nowMs, reason: 'conversation reset' });
    this.#history = emptyHistory;
  }

  forget(speakerId: string): void {
    this.#history = forgetSpeaker(this.#history, speakerId);
    this.#languages.forget(speakerId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.detach('shutting down');
    this.#session.abort(new Error('The conversation is closed'));
    await Promise.allSettled(this.#listening);
    await this.#replies.settled();
    await this.#languages.settled();
    this.#timer[Symbol.dispose]();
  }

  get #nowMs(): number {
    return this.#parts.clock.nowMs();
  }

  #setMouth(mouth: Mouth | undefined, reason: string): void {
    this.#mouth = mouth;
    this.#dispatch({ type: 'mouth', atMs: this.#nowMs, isThere: mouth !== undefined, reason });
  }

  #onRecognised(turnId: string, take: number, { text, reason, lastPiece }: Recognition): void {
    const { llm, order } = this.#parts;
    const atMs = this.#nowMs;
    const tokens = this.#messages([]).reduce(
      (sum, { content }) => sum + estimateTokens(content),
      0,
    );
    const saidNow = this.#replies.textNow();
    const said = this.#recentSpeech.text(atMs, saidNow);
    const { wakeNames } = this.#state.settings;
    const isStop = (sentence: string) => isStopCommand(sentence, wakeNames, []);
    const isOver = this.#state.reply?.status === 'speaking';
    const isOwnVoice = isEcho(text, said) || (isOver && isScrapOf(text, saidNow) && !isStop(text));
    const stop = isOwnVoice ? stopWithin(text, saidNow, isStop) : undefined;
    const turn = this.#open.get(turnId);
    turn?.recorder.recognised(text, atMs);
    if (turn !== undefined && lastPiece !== undefined && !isOwnVoice) turn.lastPiece = lastPiece;
    this.#dispatch({
      type: 'recognised',
      atMs,
      turnId,
      take,
      text: stop ?? text,
      ...(reason === undefined ? {} : { reason }),
      isEcho: isOwnVoice && stop === undefined,
      maySpeculate:
        order === 'concurrent' && maySpeculate(llm.quota, tokens + estimateTokens(text), atMs),
    });
  }

  #dispatch(event: TurnTakingEvent): void {
    this.#events.push(event);
    if (this.#isDispatching) return;
    this.#isDispatching = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
        const { state, effects, dueAtMs } = takeTurns(this.#state, next);
        this.#state = state;
        for (const effect of effects) this.#carryOut(effect);
        this.#timer.set(dueAtMs);
      }
    } finally {
      this.#isDispatching = false;
    }
  }

  #carryOut(effect: TurnTakingEffect): void {
    switch (effect.type) {
      case 'open-turn':
        this.#openTurn(effect.turnId, this.#speaker(effect.speakerId), 'voice').recorder.mark(
          'speechStartedAtMs',
          effect.startedAtMs,
        );
        return;
      case 'recognise':
        this.#open.get(effect.turnId)?.recorder.recognising(this.#nowMs);
        this.#listeners.get(effect.speakerId)?.recognise(effect.turnId, effect.take);
        return;
      case 'judge':
        this.#listeners.get(effect.speakerId)?.judge(effect.turnId, effect.take);
        return;
      case 'end-turn':
        this.#listeners.get(effect.speakerId)?.close();
        this.#open
          .get(effect.turnId)
          ?.recorder.ended(effect.end, effect.lastVoicedAtMs, this.#nowMs);
        return;
      case 'start-reply':
        this.#startReply(effect.replyId, effect.questions, effect.isGuess);
        return;
      case 'confirm-reply':
        this.#confirm(effect.questions);
        return;
      case 'release-reply':
        this.#replies.release(effect.replyId);
        return;
      case 'pause-reply':
        this.#replies.pause(effect.replyId);
        this.#attempts
          .get(effect.replyId)
          ?.recorder.interrupted(effect.speakerId, this.#nowMs, 'paused');
        return;
      case 'lower-reply':
        this.#replies.lower(effect.replyId);
        this.#attempts
          .get(effect.replyId)
          ?.recorder.interrupted(effect.speakerId, this.#nowMs, 'lowered');
        return;
      case 'resume-reply':
        this.#replies.resume(effect.replyId);
        this.#attempts.get(effect.replyId)?.recorder.judged(effect.verdict, this.#nowMs);
        return;
      case 'abort-reply':
        if (effect.reason.kind === 'barge-in')
          this.#attempts.get(effect.replyId)?.recorder.judged(effect.reason.verdict, undefined);
        this.#replies.abort(effect.replyId, effect.reason);
        this.#rememberHeard(effect.replyId, true);
        return;
      case 'leave-alone':
        this.#leaveAlone(effect.turnId, effect.reason, effect.isTalk);
        return;
    }
  }

  #startReply(replyId: number, questions: readonly Question[], isGuess: boolean): void {
    const { llm, clock } = this.#parts;
    const turnId = questions.at(-1)?.turnId ?? '';
    const turn = this.#open.get(turnId);
    const mouth = this.#mouth;
    if (turn === undefined || mouth === undefined) {
      const reason = 'left the voice channel';
      for (const question of questions)
        this.#closeTurn(question.turnId, { status: 'left-alone', reason });
      this.#dispatch({
        type: 'reply-end',
        atMs: this.#nowMs,
        replyId,
        toSpeakerIds: [],
        heardText: '',
      });
      return;
    }
    const typed = this.#typed.get(turnId);
    this.#typed.delete(turnId);
    const recorder = turn.recorder.beginReply(isGuess);
    this.#attempts.set(replyId, { recorder, isTyped: typed !== undefined });
    const request = { messages: this.#messages(questions), maxTokens: MAX_TOKENS.spoken };
    const puzzling = questions.filter(({ speakerId }) => this.#languages.isToBeTold(speakerId));
    const notice = puzzling.length === 0 ? undefined : NOT_UNDERSTOOD;
    this.#replies.start({
      replyId,
      recorder,
      mouth,
      tokens: (signal) =>
        typed ?? told(textToTokens(llm, request, recorder, clock, signal), notice, signal),
      onReady: () => this.#dispatch({ type: 'reply-ready', atMs: this.#nowMs, replyId }),
      onEnd: (end) => {
        this.#rememberHeard(replyId, end.isAborted);
        if (recorder.playedText !== '')
          for (const { speakerId } of puzzling) this.#languages.told(speakerId);
        this.#onReplyEnd(replyId, questions, recorder, end);
      },
    });
  }

  #onReplyEnd(
    replyId: number,
    questions: readonly Question[],
    recorder: ReplyRecorder,
    end: ReplyEnd,
  ): void {
    const { turnId } = recorder;
    const toSpeakerIds = questions.map(({ speakerId }) => speakerId);
    const heardText = recorder.playedText;
    const atMs = this.#nowMs;
    const outcome = outcomeOf(end);
    if (outcome === undefined) this.#open.get(turnId)?.recorder.discardReply(recorder);
    else {
      // Its last question stands for all.
      const joined: TurnOutcome = { status: 'left-alone', reason: 'joined to the next question' };
      for (const question of questions.slice(0, -1)) this.#closeTurn(question.turnId, joined);
      this.#closeTurn(turnId, outcome);
    }
    this.#dispatch({ type: 'reply-end', atMs, replyId, toSpeakerIds, heardText });
  }

  /** Once, as soon as nothing more of the reply will be heard. */
  #rememberHeard(replyId: number, wasCut: boolean): void {
    const attempt = this.#attempts.get(replyId);
    this.#attempts.delete(replyId);
    if (attempt === undefined || attempt.recorder.playedText === '') return;
    const { playedText } = attempt.recorder;
    this.#recentSpeech.add(playedText, this.#nowMs);
    if (!attempt.isTyped) this.#history = addAssistant(this.#history, playedText, wasCut);
  }

  /** What is answered was certainly said. */
  #confirm(questions: readonly Question[]): void {
    for (const { turnId, text } of questions) this.#remember(turnId, text);
  }

  #remember(turnId: string, text: string): void {
    const turn = this.#open.get(turnId);
    if (turn === undefined || turn.isRemembered) return;
    turn.isRemembered = true;
    this.#history = addUser(this.#history, turn.speaker, text);
  }

  #leaveAlone(turnId: string, reason: string, isTalk: boolean): void {
    const turn = this.#open.get(turnId);
    if (turn === undefined) return;
    const record = this.#closeTurn(turnId, { status: 'left-alone', reason });
    const text = record?.heardText ?? '';
    if (isTalk && text !== '' && !turn.isRemembered)
      this.#history = addOverheard(this.#history, turn.speaker, text, this.#nowMs);
  }

  /** @param asked what is answered, whether or not it is certain already. */
  #messages(asked: readonly Question[]): ChatMessage[] {
    const { llm, persona, today } = this.#parts;
    let history = withoutOldTalk(this.#history, this.#nowMs);
    for (const { turnId, text } of asked) {
      const turn = this.#open.get(turnId);
      if (turn !== undefined && !turn.isRemembered) history = addUser(history, turn.speaker, text);
    }
    return buildMessages({
      style: llm.promptStyle,
      persona,
      name: this.#state.settings.wakeNames[0],
      place: this.#place,
      today: today(),
      history,
    });
  }

  #speaker(speakerId: string): Speaker {
    return (
      this.#state.people.find(({ id }) => id === speakerId) ??
      this.#listeners.get(speakerId)?.speaker ?? { id: speakerId, name: 'Someone' }
    );
  }

  #nextTurnId(): string {
    this.#turnCount += 1;
    return `${this.#parts.guildId}-${this.#turnCount}`;
  }

  #openTurn(turnId: string, speaker: Speaker, medium: 'voice' | 'text'): OpenTurn {
    const { guildId } = this.#parts;
    const recorder = createTurnRecorder({ turnId, guildId, speakerId: speaker.id, medium });
    const turn = { speaker, recorder, isRemembered: false };
    this.#open.set(turnId, turn);
    return turn;
  }

  /** Gives a turn its outcome, once; what comes later for it is ignored. */
  #closeTurn(turnId: string, outcome: TurnOutcome): TurnRecord | undefined {
    const turn = this.#open.get(turnId);
    if (turn === undefined) return undefined;
    this.#open.delete(turnId);
    this.#typed.delete(turnId);
    const record = turn.recorder.finish(outcome, this.#nowMs);
    this.#turns = [...this.#turns, record].slice(-TURNS_KEPT);
    this.#parts.onTurn(record);
    if (turn.lastPiece !== undefined) this.#languages.heard(turn.speaker.id, turn.lastPiece);
    return record;
  }
}

/** @yields the notice as a paragraph of its own, then the tokens. */
async function* told(
  tokens: AsyncIterable<string>,
  notice: string | undefined,
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
