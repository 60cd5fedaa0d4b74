/** A conversation without a person: a simulated caller says one thing and waits for the answer. */
import type { Caller } from '../../loopback/caller.ts';
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

/** Longest wait for an answer to be over, after the input has ended. */
const ANSWER_DEADLINE_MS = 90_000;

/** Nothing heard for this long after the answer's record: its last frames have arrived. */
const QUIET_MS = 300;

/** Two processes' clocks and a jittery socket lie between the caller's "last voiced" and the bot's. */
const CLOCK_SLACK_MS = 150;

/** Says one input in real time and waits until its answer has ended, or none came in time. */
export async function runDemoTurn(
  input: DemoInput,
  caller: Caller,
  bot: BotProcess,
  signal: AbortSignal,
): Promise<DemoTurn> {
  const records: TurnRecord[] = [];
  const changed = new EventTarget();
  const unsubscribe = bot.onTurn((record) => {
    records.push(record);
    changed.dispatchEvent(new Event('record'));
  });
  const tooLong = AbortSignal.timeout(Math.ceil(ANSWER_DEADLINE_MS + soundMs(input)));
  const waiting = AbortSignal.any([signal, tooLong]);
  try {
    const { lastVoicedAtMs } = await caller.speak(input.sound, signal);
    // The answer to the input's last words; what was answered before that was talked over.
    const isFinal = ({ outcome, marks }: TurnRecord) =>
      outcome.status !== 'left-alone' &&
      (marks.lastVoicedAtMs ?? 0) >= lastVoicedAtMs - CLOCK_SLACK_MS;
    await until(() => records.some(isFinal), changed, waiting).catch(() => signal.throwIfAborted());
    const timeline = records.findLast(isFinal);
    const firstVoicedAtMs =
      timeline?.marks.firstPacketAtMs === undefined
        ? undefined
        : await caller.heard.firstVoicedAfter(lastVoicedAtMs, waiting);
    await caller.heard.quietFor(QUIET_MS, waiting).catch(() => signal.throwIfAborted());
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
      responseLatencyMs: firstVoicedAtMs === undefined ? null : firstVoicedAtMs - lastVoicedAtMs,
      timeline: timeline ?? null,
    };
  } finally {
    unsubscribe();
  }
}

function soundMs({ sound }: DemoInput): number {
  return (sound.samples.length * 1000) / sound.sampleRateHz;
}

async function until(
  condition: () => boolean,
  changed: EventTarget,
  signal: AbortSignal,
): Promise<void> {
  while (!condition()) {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const stop = new AbortController();
      const settle = (how: () => void) => () => {
        stop.abort();
        how();
      };
      changed.addEventListener('record', settle(resolve), { signal: stop.signal });
      signal.addEventListener(
        'abort',
        settle(() => reject(signal.reason)),
        { signal: stop.signal },
      );
    });
  }
}
