/** Builds the record of one turn while it happens. */
import type { ClipProgress } from '../ports.ts';
import type { Sentence, SpokenSentence } from '../speaking/sentences-to-speech.ts';
import { heardText } from '../speaking/heard-text.ts';
import type { SentenceSpan, TurnMarks, TurnOutcome, TurnRecord } from '../timeline.ts';

type Mark = keyof TurnMarks;

export interface TurnRecorder {
  readonly turnId: string;
  readonly speakerId: string;
  /** Notes when something happened first; later calls for the same mark do nothing. */
  mark(name: Mark, atMs: number): void;
  heard(text: string): void;
  /** Text as the model writes it. */
  wrote(delta: string): void;
  readonly writtenText: string;
  sentence(sentence: Sentence): void;
  synthesised(sentence: SpokenSentence): void;
  /** What left for the listeners, from the playback of the reply. */
  played(progress: readonly ClipProgress[], underruns: number): void;
  readonly playedText: string;
  finish(outcome: TurnOutcome, atMs: number): TurnRecord;
}

export interface TurnIdentity {
  readonly turnId: string;
  readonly guildId: string;
  readonly speakerId: string;
  readonly medium: 'voice' | 'text';
}

export function createTurnRecorder(identity: TurnIdentity): TurnRecorder {
  const marks: { -readonly [name in Mark]?: number } = {};
  const spans: { written: string; span: SentenceSpan; clip: boolean }[] = [];
  let heardSoFar = '';
  let written = '';
  let playedText = '';
  let underruns = 0;

  const spanOf = (sentence: Sentence) =>
    spans.find(
      ({ written: text, span }) =>
        text === sentence.written && span.chunkedAtMs === sentence.chunkedAtMs,
    );

  return {
    turnId: identity.turnId,
    speakerId: identity.speakerId,
    get writtenText() {
      return written;
    },
    get playedText() {
      return playedText;
    },
    mark(name, atMs) {
      marks[name] ??= atMs;
    },
    heard(text) {
      heardSoFar = text;
    },
    wrote(delta) {
      written += delta;
    },
    sentence(sentence) {
      const span = { text: sentence.written, chunkedAtMs: sentence.chunkedAtMs };
      spans.push({ written: sentence.written, span, clip: false });
    },
    synthesised(sentence) {
      const entry = spanOf(sentence);
      if (entry === undefined) return;
      const { synthesisStartedAtMs, synthesisEndedAtMs } = sentence;
      entry.span = { ...entry.span, synthesisStartedAtMs, synthesisEndedAtMs };
      entry.clip = true;
    },
    played(progress, count) {
      underruns = count;
      const clips = spans.filter(({ clip }) => clip);
      playedText = heardText(
        clips.map((entry) => entry.written),
        progress,
      );
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
    finish(outcome, atMs) {
      marks.endedAtMs ??= atMs;
      return {
        ...identity,
        heardText: heardSoFar,
        replyText: written.trim(),
        playedText,
        marks: { ...marks },
        sentences: spans.map(({ span }) => span),
        underruns,
        speculations: 0,
        discarded: 0,
        interruptions: [],
        outcome,
      };
    },
  };
}
