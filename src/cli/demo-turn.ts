/** A conversation without a person: a simulated caller says one thing and waits for the answer. */
import type { Caller } from '../../loopback/caller.ts';
import { systemClock } from '../async/clock.ts';
import { VOICED_DBFS } from '../audio/level.ts';
import type { TurnRecord } from '../pipeline/timeline.ts';
import type { BotProcess } from './bot-process.ts';

export interface DemoInput {
  /** The text, or the file's name. */
  readonly said: string;
  /** Mono. */
  readonly sound: { readonly samples: Float32Array; readonly sampleRateHz: number };
}

/** One input and what came of it: the turn of `parley demo --json`. */
export interface DemoTurn {
  readonly said: string;
  /** All that was recognised of it, joined. */
  readonly heard: string;
  /** The last reply begun after the input's end, as far as it was played; `''` without one. */
  readonly reply: string;
  readonly replyWritten: string;
  /** Earlier replies to the same input that its speaker talked over. */
  readonly interruptedReplies: readonly string[];
  /** At the caller: end of the last voiced frame sent to the first voiced frame received. */
  readonly responseLatencyMs: number | null;
  readonly timeline: TurnRecord | null;
}

/** Nothing heard and nothing reported for so long: no answer will come; the slowest model is given up before. */
const SILENT_MS = 20_000;

/** The same when there was an answer, but not clearly to the input's last words. */
const SETTLED_MS = 4000;

/** An answer that does not end is not waited for any longer. */
const ANSWER_DEADLINE_MS = 150_000;

/** Nothing heard for this long after the answer's record: its last frames have arrived. */
const QUIET_MS = 300;

/** Two processes' clocks and a jittery socket lie between the caller's "last voiced" and the bot's. */
const CLOCK_SLACK_MS = 150;

const POLL_MS = 50;

/** Says one input in real time and waits until its answer has ended, or none came. */
export async function runDemoTurn(
  input: DemoInput,
  caller: Caller,
  bot: BotProcess,
  signal: AbortSignal,
): Promise<DemoTurn> {
  const records: TurnRecord[] = [];
  let changedAtMs = performance.now();
  const unsubscribe = bot.onTurn((record) => {
    records.push(record);
    changedAtMs = performance.now();
  });
  try {
    const { lastVoicedAtMs, endedAtMs } = await caller.speak(input.sound, signal);
    // Noise at the end of a recording is voiced, yet no speech: the answer may then come before its end.
    const isToLastWords = ({ marks }: TurnRecord) =>
      (marks.lastVoicedAtMs ?? 0) >= lastVoicedAtMs - CLOCK_SLACK_MS;
    const isOver = () => {
      if (records.some((record) => isAnswer(record) && isToLastWords(record))) return true;
      const nowMs = performance.now();
      const quietMs = nowMs - Math.max(endedAtMs, changedAtMs, lastHeardMs(caller));
      if (quietMs > (records.some(isAnswer) ? SETTLED_MS : SILENT_MS)) return true;
      return nowMs - endedAtMs > ANSWER_DEADLINE_MS;
    };
    while (!isOver()) await systemClock.sleep(POLL_MS, signal);
    while (performance.now() - lastHeardMs(caller) < QUIET_MS)
      await systemClock.sleep(POLL_MS, signal);

    const timeline = records.findLast(isAnswer);
    const askedUntilMs = Math.min(lastVoicedAtMs, timeline?.marks.lastVoicedAtMs ?? lastVoicedAtMs);
    const firstMs =
      timeline?.marks.firstPacketAtMs === undefined
        ? undefined
        : caller.heard.frames.find((frame) => isVoiced(frame) && frame.atMs > askedUntilMs)?.atMs;
    return {
      said: input.said,
      heard: records
        .map(({ heardText }) => heardText)
        .filter((text) => text !== '')
        .join(' '),
      reply: timeline?.playedText ?? '',
      replyWritten: timeline?.replyText ?? '',
      interruptedReplies: records
        .filter((record) => record !== timeline && record.playedText !== '')
        .map(({ playedText }) => playedText),
      responseLatencyMs: firstMs === undefined ? null : firstMs - askedUntilMs,
      timeline: timeline ?? null,
    };
  } finally {
    unsubscribe();
  }
}

function isAnswer({ outcome }: TurnRecord): boolean {
  return outcome.status !== 'left-alone';
}

function isVoiced({ rmsDbfs }: { readonly rmsDbfs: number }): boolean {
  return rmsDbfs > VOICED_DBFS;
}

function lastHeardMs(caller: Caller): number {
  return caller.heard.frames.findLast(isVoiced)?.atMs ?? Number.NEGATIVE_INFINITY;
}
