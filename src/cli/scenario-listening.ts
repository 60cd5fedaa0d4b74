/** What was really heard of Parley while a scenario was played, and which answers that was. */
import type { Recorder } from '../../loopback/caller/recorder.ts';
import { VOICED_DBFS } from '../audio/level.ts';
import { FRAME_MS } from '../pipeline/types.ts';
import type { HeardSound } from '../scenarios/answers.ts';
import type { ObservedRecord, Span } from '../scenarios/observation.ts';

/** Shorter gaps are inside words. */
const GAP_MS = 250;

/** Between a frame that the bot hands on and the caller's getting it, and back; two clocks lie between. */
const WAY_MS = 150;

/** Nothing heard for so long inside an answer: it has paused. */
const PAUSED_MS = 800;

/** Stretches of sound of one sender, times counted from `originMs`. */
export function stretchesOf(heard: Recorder, userId: string, originMs: number): readonly Span[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  for (const { fromUserId, rmsDbfs, atMs } of heard.frames) {
    if (fromUserId !== userId || rmsDbfs <= VOICED_DBFS) continue;
    const ms = atMs - originMs;
    const last = spans.at(-1);
    if (last !== undefined && ms - last.toMs < GAP_MS) last.toMs = ms + FRAME_MS;
    else spans.push({ fromMs: ms, toMs: ms + FRAME_MS });
  }
  return spans;
}

/** @returns answers that are over, by their records, and the one that is going on. */
export function soundsOfParley(
  stretches: readonly Span[],
  records: readonly ObservedRecord[],
  nowMs: number,
): readonly (HeardSound & { readonly isPaused: boolean })[] {
  const over = records
    .filter(({ record }) => record.marks.firstPacketAtMs !== undefined)
    .toSorted((a, b) => startOf(a) - startOf(b));
  const taken = new Set<Span>();
  const sounds = over.flatMap((observed) => {
    const { endedAtMs = startOf(observed) } = observed.record.marks;
    const own = stretches.filter(
      (span) =>
        !taken.has(span) &&
        span.toMs > startOf(observed) - WAY_MS &&
        span.fromMs < endedAtMs + WAY_MS,
    );
    for (const span of own) taken.add(span);
    const [first] = own;
    if (first === undefined) return [];
    return [
      {
        startedAtMs: first.fromMs,
        endedAtMs: own.at(-1)?.toMs ?? first.toMs,
        sounds: own,
        pauses: spansOf(observed, 'paused'),
        lowered: spansOf(observed, 'lowered'),
        isPaused: false,
      },
    ];
  });
  const lastEndMs = sounds.at(-1)?.endedAtMs ?? Number.NEGATIVE_INFINITY;
  const going = stretches.filter((span) => !taken.has(span) && span.fromMs > lastEndMs);
  const [first] = going;
  if (first === undefined) return sounds;
  const isPaused = nowMs - (going.at(-1)?.toMs ?? nowMs) > PAUSED_MS;
  return [
    ...sounds,
    { startedAtMs: first.fromMs, sounds: going, pauses: [], lowered: [], isPaused },
  ];
}

function startOf({ record }: ObservedRecord): number {
  return record.marks.firstPacketAtMs ?? Number.POSITIVE_INFINITY;
}

function spansOf({ record }: ObservedRecord, how: 'paused' | 'lowered'): readonly Span[] {
  return record.interruptions.flatMap((each) =>
    each.how === how && each.resumedAtMs !== undefined
      ? [{ fromMs: each.atMs, toMs: each.resumedAtMs }]
      : [],
  );
}
