/**
 * Turns without Discord: an assistant is fed frames on the wall clock and its mouth writes down when each
 * frame leaves. Every turn but the first is said into the answer to the one before.
 */
import { systemClock as clock } from '../src/async/clock.ts';
import type { Mouth } from '../src/pipeline/ports.ts';
import type { TurnRecord } from '../src/pipeline/timeline.ts';
import { ENGINE_HZ } from '../src/pipeline/types.ts';
import type { Assistant } from './assistants.ts';
import { createLiveCaller } from './live-caller.ts';
import type { Saying } from './sayings.ts';
import { silencesIn, type Silences } from './silences.ts';
import type { StubStt } from './stub-models.ts';
import { createWallClockMouth } from './wall-clock-mouth.ts';

/** An answer that has not begun by then will not come. */
const ANSWER_DEADLINE_MS = 12_000;
const POLL_MS = 10;
/** How much of an answer is heard before it is talked over. */
export const HEARD_MS = 1500;
/** Spreads the turns over every phase of a window of 32 ms against the frames of 20 ms. */
const PHASE_MS = 7;
const PHASES = 32;

export interface TurnsAlone {
  /** Last voiced frame as it was sent to the first frame of the answer. */
  readonly responsesMs: readonly number[];
  /** First voiced frame to the last frame of the old answer. */
  readonly bargeInsMs: readonly number[];
  /** Of what was heard of each answer. */
  readonly silences: readonly Silences[];
  /** Answers that began before the caller had ended. */
  readonly early: number;
  readonly unanswered: number;
  readonly records: readonly TurnRecord[];
  readonly lastVoicedAtMs: readonly number[];
}

export interface Drive {
  readonly sayings: readonly Saying[];
  readonly stt: StubStt;
  readonly turns: number;
  /** How much of an answer is heard before it is talked over; a moment unless told. */
  readonly listenedMs?: number;
  readonly signal: AbortSignal;
}

interface Span {
  readonly lastVoicedAtMs: number;
  readonly responseMs?: number;
  readonly bargeInMs?: number;
  readonly silences?: Silences;
}

/** How long to listen to an answer before the next turn, so that no two have the same phase. */
export function heardMs(turn: number, listenedMs = HEARD_MS): number {
  return listenedMs + ((turn * PHASE_MS) % PHASES);
}

export async function turnsAlone(
  open: (mouth: Mouth) => Assistant,
  { sayings, stt, turns, listenedMs, signal }: Drive,
): Promise<TurnsAlone> {
  const mouth = createWallClockMouth(clock);
  const caller = createLiveCaller(clock);
  await using assistant = open(mouth);
  const listening = assistant.listen(caller.frames, signal);
  const spans: Span[] = [];

  for (let turn = 0; turn < turns; turn++) {
    const saying = sayings[turn % sayings.length];
    if (saying === undefined) throw new Error('There is nothing to say');
    stt.expect(saying.text, (saying.sound.length * 1000) / ENGINE_HZ);
    assistant.cut();
    const before = mouth.framesOut.at(-1)?.playback ?? -1;
    const { firstVoicedAtMs, lastVoicedAtMs } = await caller.say(saying.sound, signal);
    const isNew = (frame: { readonly playback: number }) => frame.playback > before;
    while (!mouth.framesOut.some(isNew) && clock.nowMs() < lastVoicedAtMs + ANSWER_DEADLINE_MS)
      await clock.sleep(POLL_MS, signal);
    await clock.sleep(heardMs(turn, listenedMs), signal);
    const news = mouth.framesOut.filter(isNew);
    const lastOld = mouth.framesOut.findLast((frame) => !isNew(frame));
    spans.push({
      lastVoicedAtMs,
      ...(news[0] === undefined
        ? {}
        : { responseMs: news[0].atMs - lastVoicedAtMs, silences: silencesIn(news) }),
      ...(lastOld === undefined ? {} : { bargeInMs: lastOld.atMs - firstVoicedAtMs }),
    });
  }
  caller.leave();
  assistant.cut();
  await assistant[Symbol.asyncDispose]();
  await listening;

  const responsesMs = spans.flatMap(({ responseMs }) => responseMs ?? []);
  return {
    responsesMs: responsesMs.filter((ms) => ms > 0),
    // A reply that was cut from outside has no barge-in: its last frame lies before the onset.
    bargeInsMs: spans.flatMap(({ bargeInMs }) => bargeInMs ?? []).filter((ms) => ms > 0),
    silences: spans.flatMap(({ silences }) => silences ?? []),
    early: responsesMs.filter((ms) => ms <= 0).length,
    unanswered: turns - responsesMs.length,
    records: assistant.records,
    lastVoicedAtMs: spans.map((each) => each.lastVoicedAtMs),
  };
}
