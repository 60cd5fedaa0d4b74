/**
 * One guild's conversation: carries out what turn-taking decides, with one history and one mouth.
 */
import type { Logger } from '../../log.ts';
import { createChannel, type Channel } from '../../async/channel.ts';
import type { Clock } from '../../async/clock.ts';
import type { ReplyOrder } from '../speaking/speak-reply.ts';
import type { Llm, Mouth, Stt, Tts, Vad } from '../ports.ts';
import type { TurnOutcome, TurnRecord } from '../timeline.ts';
import type { PcmFrame, Speaker } from '../types.ts';
import type { AskOptions, Conversation, ConversationState } from './conversation-port.ts';
import { addAssistant, addUser, emptyHistory, forgetSpeaker } from './history.ts';
import { listenTo, type Recognised } from './listener.ts';
import { buildMessages } from './prompt.ts';
import { createReplies } from './replies.ts';
import { textToTokens } from './text-to-tokens.ts';
import { createTurnRecorder, type TurnRecorder } from './turn-recorder.ts';
import {
  INITIAL_STATE,
  takeTurns,
  type Question,
  type TurnTakingEffect,
  type TurnTakingEvent,
} from './turn-taking.ts';

export interface ConversationParts {
  readonly guildId: string;
  readonly stt: Stt;
  readonly tts: Tts;
  readonly llm: Llm;
  readonly createVad: () => Vad;
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

/** Deltas of a typed answer that may wait to be spoken: more than any answer has. */
const TYPED_DELTAS_WAITING = 4096;

export function createConversation(parts: ConversationParts): Conversation {
  return new GuildConversation(parts);
}

class GuildConversation implements Conversation {
  readonly #parts: ConversationParts;
  readonly #replies;
  readonly #session = new AbortController();
  readonly #listeners = new Set<Promise<void>>();
  /** Turns that have no outcome yet, by turn id. */
  readonly #open = new Map<string, TurnRecorder>();
  /** The text of typed questions that are also to be said, by turn id. */
  readonly #typed = new Map<string, Channel<string>>();
  #turnCount = 0;
  #turns: readonly TurnRecord[] = [];
  #state = INITIAL_STATE;
  #history = emptyHistory;
  #mouth: Mouth | undefined;
  #place: Parameters<Conversation['place']>[0] | undefined;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
    this.#replies = createReplies(parts.tts, parts.order, parts.clock, parts.log);
  }

  get turns(): readonly TurnRecord[] {
    return this.#turns;
  }

  get state(): ConversationState {
    const { reply, speaking } = this.#state;
    if (reply.status !== 'none') return reply.status;
    return speaking.length > 0 ? 'listening' : 'idle';
  }

  place(place: Parameters<Conversation['place']>[0]): void {
    this.#place = place;
  }

  configure(): void {}
  people(): void {}
  muted(): void {}

  attach(mouth: Mouth): void {
    this.#dispatch({ type: 'stop', reason: 'moved to another voice connection' });
    this.#mouth = mouth;
  }

  detach(reason: string): void {
    this.#dispatch({ type: 'stop', reason });
    this.#mouth = undefined;
  }

  async listen(
    speaker: Speaker,
    frames: AsyncIterable<PcmFrame>,
    signal: AbortSignal,
  ): Promise<void> {
    const { stt, createVad, clock, log } = this.#parts;
    const speakerId = speaker.id;
    const listening = listenTo(
      speaker,
      frames,
      {
        stt,
        vad: createVad(),
        clock,
        log,
        onSpeechStart: () => this.#dispatch({ type: 'speech-start', speakerId }),
        onSpeechEmpty: () => this.#dispatch({ type: 'speech-empty', speakerId }),
        onRecognised: (recognised) => this.#onRecognised(speaker, recognised),
      },
      AbortSignal.any([signal, this.#session.signal]),
    );
    this.#listeners.add(listening);
    await listening;
    this.#listeners.delete(listening);
  }

  async *ask(
    speaker: Speaker,
    text: string,
    { aloud }: AskOptions,
    signal: AbortSignal,
  ): AsyncGenerator<string, void, undefined> {
    const { llm, clock } = this.#parts;
    const recorder = this.#openTurn(speaker, 'text', text);
    this.#history = addUser(this.#history, speaker, text);
    const isSpoken = aloud && this.#mouth !== undefined;
    const spoken = createChannel<string>(TYPED_DELTAS_WAITING);
    if (isSpoken) {
      this.#typed.set(recorder.turnId, spoken);
      const question = { turnId: recorder.turnId, speakerId: speaker.id, typed: true };
      this.#dispatch({ type: 'question', question });
    }
    const asking = AbortSignal.any([signal, this.#session.signal]);
    let outcome: TurnOutcome = { status: 'aborted', reason: 'given up by the reader' };
    try {
      const request = { messages: this.#messages(), maxTokens: MAX_TOKENS.typed };
      for await (const delta of textToTokens(llm, request, recorder, clock, asking)) {
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
      this.#history = addAssistant(this.#history, recorder.writtenText, false);
      if (!isSpoken) this.#closeTurn(recorder.turnId, outcome);
    }
  }

  stop(): boolean {
    const hadReply = this.#state.reply.status !== 'none' || this.#state.waiting.length > 0;
    this.#dispatch({ type: 'stop', reason: 'told to stop' });
    return hadReply;
  }

  reset(): void {
    this.#dispatch({ type: 'stop', reason: 'conversation reset' });
    this.#history = emptyHistory;
  }

  forget(speakerId: string): void {
    this.#history = forgetSpeaker(this.#history, speakerId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.detach('shutting down');
    this.#session.abort(new Error('The conversation is closed'));
    await Promise.allSettled(this.#listeners);
    await this.#replies.settled();
  }

  #onRecognised(speaker: Speaker, { utterance, text, ...times }: Recognised): void {
    const recorder = this.#openTurn(speaker, 'voice', text);
    recorder.mark('speechStartedAtMs', utterance.startedAtMs);
    recorder.mark('lastVoicedAtMs', utterance.lastVoicedAtMs);
    recorder.mark('endpointAtMs', utterance.endpointAtMs);
    recorder.mark('sttStartedAtMs', times.sttStartedAtMs);
    recorder.mark('sttEndedAtMs', times.sttEndedAtMs);
    if (text === '' || this.#mouth === undefined) {
      const reason = text === '' ? 'no words in it' : 'left the voice channel';
      this.#closeTurn(recorder.turnId, { status: 'left-alone', reason });
      this.#dispatch({ type: 'speech-empty', speakerId: speaker.id });
      return;
    }
    this.#history = addUser(this.#history, speaker, text);
    const question = { turnId: recorder.turnId, speakerId: speaker.id, typed: false };
    this.#dispatch({ type: 'question', question });
  }

  #dispatch(event: TurnTakingEvent): void {
    const { state, effects } = takeTurns(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: TurnTakingEffect): void {
    switch (effect.type) {
      case 'start-reply':
        this.#startReply(effect.replyId, effect.questions);
        break;
      case 'hold-reply':
        this.#replies.hold(effect.replyId);
        break;
      case 'release-reply':
        this.#replies.release(effect.replyId);
        break;
      case 'abort-reply':
        this.#replies.abort(effect.replyId, effect.reason);
        break;
      case 'leave-alone':
        this.#closeTurn(effect.turnId, { status: 'left-alone', reason: effect.reason });
        break;
    }
  }

  #startReply(replyId: number, questions: readonly Question[]): void {
    const { llm, clock } = this.#parts;
    for (const { turnId } of questions.slice(0, -1))
      this.#closeTurn(turnId, { status: 'left-alone', reason: 'joined to the next question' });
    const turnId = questions.at(-1)?.turnId ?? '';
    const recorder = this.#open.get(turnId);
    const typed = this.#typed.get(turnId);
    this.#typed.delete(turnId);
    const mouth = this.#mouth;
    if (recorder === undefined || mouth === undefined) {
      this.#closeTurn(turnId, { status: 'left-alone', reason: 'left the voice channel' });
      queueMicrotask(() => this.#dispatch({ type: 'reply-end', replyId }));
      return;
    }
    const request = { messages: this.#messages(), maxTokens: MAX_TOKENS.spoken };
    this.#replies.start({
      replyId,
      recorder,
      mouth,
      tokens: (signal) => typed ?? textToTokens(llm, request, recorder, clock, signal),
      onAudible: () => this.#dispatch({ type: 'reply-audible', replyId }),
      onEnd: (outcome) => {
        if (typed === undefined && recorder.playedText !== '') {
          const wasCut = outcome.status === 'aborted';
          this.#history = addAssistant(this.#history, recorder.playedText, wasCut);
        }
        this.#closeTurn(turnId, outcome);
        this.#dispatch({ type: 'reply-end', replyId });
      },
    });
  }

  #messages() {
    const { llm, persona, today } = this.#parts;
    return buildMessages({
      style: llm.promptStyle,
      persona,
      place: this.#place,
      today: today(),
      history: this.#history,
    });
  }

  #openTurn(speaker: Speaker, medium: 'voice' | 'text', text: string): TurnRecorder {
    this.#turnCount += 1;
    const { guildId } = this.#parts;
    const turnId = `${guildId}-${this.#turnCount}`;
    const recorder = createTurnRecorder({ turnId, guildId, speakerId: speaker.id, medium });
    recorder.heard(text);
    this.#open.set(turnId, recorder);
    return recorder;
  }

  /** Gives a turn its outcome, once; what comes later for it is ignored. */
  #closeTurn(turnId: string, outcome: TurnOutcome): void {
    const recorder = this.#open.get(turnId);
    if (recorder === undefined) return;
    this.#open.delete(turnId);
    this.#typed.delete(turnId);
    const record = recorder.finish(outcome, this.#parts.clock.nowMs());
    this.#turns = [...this.#turns, record].slice(-TURNS_KEPT);
    this.#parts.onTurn(record);
  }
}
