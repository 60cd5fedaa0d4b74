/**
 * One guild's conversation: carries out what turn-taking decides, with one history and one mouth.
 */
import type { Logger } from '../../log.ts';
import type { Clock } from '../../async/clock.ts';
import { createEar } from '../hearing/ear.ts';
import type { Recognition } from '../hearing/ear-port.ts';
import { createLanguageWatch } from '../hearing/language-watch.ts';
import { createPhraseCache, type PhraseCache } from '../speaking/phrase-cache.ts';
import type { ReplyOrder } from '../speaking/speak-reply.ts';
import { oneVoice, type Voices } from '../speaking/voices-port.ts';
import { oneMomentEarcon } from '../load-earcon.ts';
import { measuresAt, type LoadLevel, type Measures } from '../load.ts';
import type { Llm, Mouth, Stt, Tts, TurnDetector, Vad } from '../ports.ts';
import type { TurnRecord } from '../timeline.ts';
import type { ChatMessage, PcmFrame, Speaker, SpeechClip } from '../types.ts';
import { createAnswers } from './answers.ts';
import { createCarryOut } from './carry-out.ts';
import type {
  AskOptions,
  Conversation,
  ConversationSettings,
  ConversationState,
} from './conversation-port.ts';
import { createDueTimer, type DueTimer } from './due-timer.ts';
import { habitsOf } from './habits.ts';
import { createInterludes, type Interludes } from './interludes.ts';
import { createKnownVoices, type KnownVoices } from './known-voices.ts';
import { createListener, type Listener } from './listener.ts';
import { createMemory } from './memory.ts';
import { createOneMoment, type OneMoment } from './one-moment.ts';
import { createOpenTurns, openOf } from './open-turns.ts';
import { withoutOwnVoice } from './own-voice.ts';
import { createRecentSpeech, lastWordsOf } from './recent-speech.ts';
import { createReplies } from './replies.ts';
import { createReplyLanguageWatch } from './reply-language.ts';
import { maySpeculate } from './speculation-budget.ts';
import { estimateTokens } from './token-estimate.ts';
import {
  initialState,
  lastReplyTo,
  type Question,
  type TurnTakingEffect,
  type TurnTakingEvent,
} from './turn-state.ts';
import { takeTurns } from './turn-taking.ts';
import { answerTyped } from './typed-questions.ts';

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
  /** Writes what is not for the ear where people of the voice channel read it. Never rejects. */
  readonly postToChat?: ((text: string, signal: AbortSignal) => Promise<void>) | undefined;
  /** Shared with the other conversations that have the same voices; its own without one. */
  readonly phrases?: PhraseCache | undefined;
  /** Shared likewise: how fast a voice is at the moment holds for all of them. */
  readonly knownVoices?: KnownVoices | undefined;
  /** What the recogniser knows, BCP 47; English unless told. */
  readonly understood?: readonly string[] | undefined;
  /** How well the machine keeps up; well, unless told. */
  readonly load?: (() => LoadLevel) | undefined;
  /** Whose voice answers whom; without them `tts` answers everybody. */
  readonly voices?: Voices | undefined;
}

export function createConversation(parts: ConversationParts): Conversation {
  return new GuildConversation(parts);
}

class GuildConversation implements Conversation {
  readonly #parts: ConversationParts;
  readonly #session = new AbortController();
  readonly #turns;
  readonly #memory;
  readonly #languages;
  readonly #replies;
  readonly #voices: Voices;
  readonly #recentSpeech = createRecentSpeech();
  readonly #replyLanguage = createReplyLanguageWatch();
  readonly #answers;
  readonly #timer: DueTimer;
  readonly #oneMoment: OneMoment;
  readonly #interludes: Interludes;
  readonly #carryOut: (effect: TurnTakingEffect) => void;
  /** The newest ear of each person. */
  readonly #listeners = new Map<string, Listener>();
  readonly #listening = new Set<Promise<void>>();
  #state;
  #mouth: Mouth | undefined;
  #place: Parameters<Conversation['place']>[0] | undefined;
  /** Events of effects of an event wait until all of its effects are carried out. */
  readonly #events: TurnTakingEvent[] = [];
  #isDispatching = false;
  #hasAttendance = false;

  constructor(parts: ConversationParts) {
    const { guildId, llm, clock } = parts;
    this.#parts = parts;
    this.#voices = parts.voices ?? oneVoice(parts.tts);
    this.#state = initialState(parts.turnDetector !== undefined);
    this.#memory = createMemory(parts);
    this.#languages = createLanguageWatch(
      parts.stt,
      () => this.#measures.maySpeculate,
      this.#session.signal,
    );
    this.#turns = createOpenTurns(guildId, (record, { speaker, lastPiece }) => {
      this.#answers.closed(record.turnId);
      parts.onTurn(record);
      if (lastPiece !== undefined) this.#languages.heard(speaker.id, lastPiece);
    });
    this.#replies = createReplies({
      ...parts,
      phrases: parts.phrases ?? createPhraseCache(),
      knownVoices: parts.knownVoices ?? createKnownVoices(),
    });
    this.#answers = createAnswers({
      llm,
      clock,
      turns: this.#turns,
      memory: this.#memory,
      replies: this.#replies,
      voices: this.#voices,
      replyLanguage: this.#replyLanguage,
      understoodOnly: onlyOne(parts.understood ?? ['en']),
      tell: (text) => void parts.postToChat?.(text, this.#session.signal),
      languages: this.#languages,
      recentSpeech: this.#recentSpeech,
      postToChat: parts.postToChat,
      messages: (questions, language) => this.#messages(questions, language),
      dispatch: (event) => this.#dispatch(event),
    });
    this.#timer = createDueTimer(clock, () => this.#dispatch({ type: 'tick', atMs: this.#nowMs }));
    this.#interludes = createInterludes(() => this.#mouth, parts.log, this.#session.signal);
    this.#oneMoment = createOneMoment({
      clock,
      isWanted: () => this.#measures.saysOneMoment,
      play: () => this.#interludes.sound(oneMomentEarcon()),
    });
    this.#carryOut = createCarryOut({
      turns: this.#turns,
      answers: this.#answers,
      memory: this.#memory,
      voices: this.#voices,
      llm,
      log: parts.log,
      nowMs: () => this.#nowMs,
      state: () => this.#state,
      listener: (speakerId) => this.#listeners.get(speakerId),
      mouth: () => this.#mouth,
      onTurnBegun: () => this.#tellLoad(),
      onReplyBegun: () => this.#interludes.hush(),
      dispatch: (event) => this.#dispatch(event),
    });
  }

  get turns(): readonly TurnRecord[] {
    return this.#turns.records;
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
        ear: createEar(
          frames,
          { vad: createVad(), stt, turnDetector, mayGuess: () => this.#measures.maySpeculate },
          hearing,
        ),
        nowMs: () => this.#nowMs,
        log,
        nextTurnId: () => this.#turns.nextId(),
        dispatch: (event) => this.#dispatch(event),
        // A voice over a reply is no guess: the reply waits for its words.
        mayGuess: () => this.#measures.maySpeculate || this.#state.reply !== undefined,
        onRecognising: (turnId) => this.#turns.get(turnId)?.recorder.recognising(this.#nowMs),
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

  ask(
    speaker: Speaker,
    text: string,
    { aloud }: AskOptions,
    signal: AbortSignal,
  ): AsyncIterable<string> {
    const isSpoken = aloud && this.#mouth !== undefined;
    const parts = {
      ...this.#parts,
      turns: this.#turns,
      memory: this.#memory,
      answers: this.#answers,
      messages: () => this.#messages([]),
      dispatch: (event: TurnTakingEvent) => this.#dispatch(event),
    };
    const asking = AbortSignal.any([signal, this.#session.signal]);
    return answerTyped(speaker, text, isSpoken, parts, asking);
  }

  play(clip: SpeechClip): boolean {
    if (this.state !== 'idle' || !this.#interludes.play(clip)) return false;
    this.#recentSpeech.add(clip.text, this.#nowMs);
    return true;
  }

  stop(): boolean {
    this.#interludes.hush();
    const { reply, waiting } = this.#state;
    this.#dispatch({ type: 'stop', atMs: this.#nowMs, reason: 'told to stop' });
    return reply !== undefined || waiting.length > 0;
  }

  reset(): void {
    this.#dispatch({ type: 'stop', atMs: this.#nowMs, reason: 'conversation reset' });
    this.#memory.reset();
  }

  forget(speakerId: string): void {
    this.#memory.forget(speakerId);
    this.#languages.forget(speakerId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.detach('shutting down');
    this.#session.abort(new Error('The conversation is closed'));
    await Promise.allSettled(this.#listening);
    await this.#replies.settled();
    await this.#languages.settled();
    this.#timer[Symbol.dispose]();
    this.#oneMoment[Symbol.dispose]();
  }

  get #nowMs(): number {
    return this.#parts.clock.nowMs();
  }

  get #measures(): Measures {
    return measuresAt(this.#parts.load?.() ?? 0);
  }

  #setMouth(mouth: Mouth | undefined, reason: string): void {
    this.#mouth = mouth;
    if (mouth !== undefined) this.#replyLanguage.restart();
    this.#dispatch({ type: 'mouth', atMs: this.#nowMs, isThere: mouth !== undefined, reason });
  }

  #onRecognised(turnId: string, take: number, { text, reason, lastPiece }: Recognition): void {
    const { llm, order } = this.#parts;
    const { maySpeculate: mayGuess } = this.#measures;
    const atMs = this.#nowMs;
    const turn = this.#turns.get(turnId);
    turn?.recorder.recognised(text, atMs);
    const own = this.#withoutOwnVoice(turnId, text);
    if (turn !== undefined && lastPiece !== undefined && own.text === text && !own.isEcho)
      turn.lastPiece = lastPiece;
    const tokens = this.#messages([]).reduce(
      (sum, { content }) => sum + estimateTokens(content),
      estimateTokens(text),
    );
    this.#dispatch({
      type: 'recognised',
      atMs,
      turnId,
      take,
      ...own,
      ...(reason === undefined ? {} : { reason }),
      maySpeculate: order === 'concurrent' && mayGuess && maySpeculate(llm.quota, tokens, atMs),
    });
  }

  /** With each turn that begins: how long a silence ends it follows from how well the machine keeps up. */
  #tellLoad(): void {
    const { endpointFactor, asksTurnModel } = this.#measures;
    const hasTurnDetector = asksTurnModel && this.#parts.turnDetector !== undefined;
    const state = this.#state;
    if (endpointFactor !== state.endpointFactor || hasTurnDetector !== state.hasTurnDetector)
      this.#dispatch({ type: 'load', atMs: this.#nowMs, endpointFactor, hasTurnDetector });
  }

  #withoutOwnVoice(turnId: string, text: string): ReturnType<typeof withoutOwnVoice> {
    const { reply, utterances, habits, settings } = this.#state;
    const now = this.#replies.playedNow();
    const utterance = utterances.find((each) => each.turnId === turnId);
    const speakerId = utterance?.speakerId ?? '';
    const endedAtMs = lastReplyTo(this.#state)?.endedAtMs;
    const said = {
      now,
      lately: this.#recentSpeech.text(this.#nowMs, now),
      isSpeaking: reply?.status === 'speaking',
      justSaid: lastWordsOf(now),
      echoes: habitsOf(habits, speakerId).echoes,
      beganAfterMs:
        utterance === undefined || endedAtMs === undefined
          ? undefined
          : utterance.startedAtMs - endedAtMs,
    };
    return withoutOwnVoice(text, said, settings.wakeNames);
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
        this.#oneMoment.look(state);
        this.#timer.set(dueAtMs);
      }
    } finally {
      this.#isDispatching = false;
    }
  }

  /** @param asked what is answered, whether or not it is certain already. */
  #messages(asked: readonly Question[], spokenLanguage?: string): ChatMessage[] {
    return this.#memory.messages(openOf(asked, this.#turns), {
      name: this.#state.settings.wakeNames[0],
      place: this.#place,
      spokenLanguage,
    });
  }
}

/** "mul" stands for many. */
function onlyOne(languages: readonly string[]): string | undefined {
  return languages.length === 1 && languages[0] !== 'mul' ? languages[0] : undefined;
}
