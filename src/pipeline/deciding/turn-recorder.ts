/** Builds the record of one turn while it happens. */
import type { ClipProgress } from '../ports.ts';
import type { Sentence, SpokenSentence } from '../speaking/sentences-to-speech.ts';
import { heardText, type HeardPiece } from '../speaking/heard-text.ts';
import type {
  EndOfTurn,
  Interruption,
  SentenceSpan,
  TurnMarks,
  TurnOutcome,
  TurnRecord,
} from '../timeline.ts';

type Mark = keyof TurnMarks;
type Marks = { -readonly [name in Mark]?: number };

/** What one attempt at a reply leaves; an attempt that was thrown away writes into nothing. */
export interface ReplyRecorder {
  readonly turnId: string;
  /** Notes when something happened first; later calls for the same mark do nothing. */
  mark(name: Mark, atMs: number): void;
  /** Text as the model writes it. */
  wrote(delta: string): void;
  readonly writtenText: string;
  sentence(sentence: Sentence): void;
  synthesised(sentence: SpokenSentence): void;
  /** What left for the listeners, from the playback of the reply. */
  played(progress: readonly ClipProgress[], underruns: number): void;
  readonly playedText: string;
  /** Somebody spoke over it. */
  interrupted(speakerId: string, atMs: number, how: Interruption['how']): void;
  /** Whoever spoke over it last did not mean it; undefined `resumedAtMs`: they did. */
  judged(verdict: string, resumedAtMs: number | undefined): void;
}

export interface TurnRecorder {
  readonly turnId: string;
  readonly speakerId: string;
  mark(name: Mark, atMs: number): void;
  /** Recognition of the newest sound: what counts is the last one. */
  recognising(startedAtMs: number): void;
  recognised(text: string, endedAtMs?: number): void;
  ended(end: EndOfTurn, lastVoicedAtMs: number, atMs: number): void;
  /** @param isGuess begun inside a pause. */
  beginReply(isGuess: boolean): ReplyRecorder;
  /** An attempt was for nothing; it counts no more unless a newer one has taken its place. */
  discardReply(attempt: ReplyRecorder): void;
  finish(outcome: TurnOutcome, atMs: number): TurnRecord;
}

export interface TurnIdentity {
  readonly turnId: string;
  readonly guildId: string;
  readonly speakerId: string;
  readonly medium: 'voice' | 'text';
}

export function createTurnRecorder(identity: TurnIdentity): TurnRecorder {
  const marks: Marks = {};
  let heard = '';
  let end: EndOfTurn | undefined;
  let speculations = 0;
  let discarded = 0;
  const guesses = new WeakSet<ReplyRecorder>();
  let reply: ReplyAttempt | undefined;

  return {
    turnId: identity.turnId,
    speakerId: identity.speakerId,
    mark(name, atMs) {
      marks[name] ??= atMs;
    },
    recognising(startedAtMs) {
      marks.sttStartedAtMs = startedAtMs;
      delete marks.sttEndedAtMs;
    },
    recognised(text, endedAtMs) {
      heard = text;
      if (endedAtMs !== undefined) marks.sttEndedAtMs = endedAtMs;
    },
    ended(how, lastVoicedAtMs, atMs) {
      end = how;
      marks.lastVoicedAtMs = lastVoicedAtMs;
      marks.endpointAtMs = atMs;
    },
    beginReply(isGuess) {
      reply = createAttempt(identity.turnId);
      if (isGuess) {
        speculations += 1;
        guesses.add(reply);
      }
      return reply;
    },
    discardReply(attempt) {
      if (guesses.has(attempt)) discarded += 1;
      if (reply === attempt) reply = undefined;
    },
    finish(outcome, atMs) {
      return {
        ...identity,
        heardText: heard,
        replyText: reply?.writtenText.trim() ?? '',
        playedText: reply?.playedText ?? '',
        marks: { ...marks, ...reply?.marks, endedAtMs: atMs },
        sentences: reply?.sentences() ?? [],
        underruns: reply?.underruns() ?? 0,
        speculations,
        discarded,
        ...(end === undefined ? {} : { endOfTurn: end }),
        interruptions: reply?.interruptions ?? [],
        outcome,
      };
    },
  };
}

interface ReplyAttempt extends ReplyRecorder {
  readonly marks: Readonly<Marks>;
  readonly interruptions: readonly Interruption[];
  sentences(): SentenceSpan[];
  underruns(): number;
}

function createAttempt(turnId: string): ReplyAttempt {
  const marks: Marks = {};
  const spans: { readonly piece: HeardPiece; span: SentenceSpan; sound?: HeardPiece['sound'] }[] =
    [];
  const interruptions: Interruption[] = [];
  let written = '';
  let playedText = '';
  let underruns = 0;

  /** They come back from synthesis in their order. */
  const spanOf = (sentence: Sentence) =>
    spans.find(
      ({ piece, span, sound }) =>
        sound === undefined &&
        piece.written === sentence.written &&
        span.chunkedAtMs === sentence.chunkedAtMs,
    );

  return {
    turnId,
    marks,
    interruptions,
    get writtenText() {
      return written;
    },
    get playedText() {
      return playedText;
    },
    underruns: () => underruns,
    sentences: () => spans.map(({ span }) => span),
    mark(name, atMs) {
      marks[name] ??= atMs;
    },
    wrote(delta) {
      written += delta;
    },
    sentence(sentence) {
      const span = { text: sentence.written, chunkedAtMs: sentence.chunkedAtMs };
      spans.push({ piece: sentence, span });
    },
    synthesised(sentence) {
      const entry = spanOf(sentence);
      if (entry === undefined || sentence.status !== 'said') return;
      const { synthesisStartedAtMs, synthesisEndedAtMs, soundFromMs, soundToMs } = sentence;
      entry.span = { ...entry.span, synthesisStartedAtMs, synthesisEndedAtMs };
      entry.sound = { fromMs: soundFromMs, toMs: soundToMs };
    },
    played(progress, count) {
      underruns = count;
      playedText = heardText(
        spans.map(({ piece, sound }) => ({ ...piece, sound })),
        progress,
      );
      const clips = spans.filter(({ sound }) => sound !== undefined);
      for (const [at, { startedAtMs, endedAtMs }] of progress.entries()) {
        const entry = clips[at];
        if (entry === undefined || startedAtMs === undefined) continue;
        marks.firstPacketAtMs ??= startedAtMs;
        entry.span = {
          ...entry.span,
          playStartedAtMs: startedAtMs,
          ...(endedAtMs === undefined ? {} : { playEndedAtMs: endedAtMs }),
        };
      }
    },
    interrupted(speakerId, atMs, how) {
      interruptions.push({ speakerId, atMs, how, verdict: 'undecided' });
    },
    judged(verdict, resumedAtMs) {
      const at = interruptions.findLastIndex((entry) => entry.verdict === 'undecided');
      const last = interruptions[at];
      if (last === undefined) return;
      const resumed = resumedAtMs === undefined ? {} : { resumedAtMs };
      interruptions[at] = { ...last, verdict, ...resumed };
    },
  };
}
