/** A turn's timeline drawn in text: one bar a stage, on one time axis. */
import type { TurnRecord } from '../pipeline/timeline.ts';

interface Bar {
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const LABEL_COLUMNS = 26;
const BAR_COLUMNS = 60;

export interface Waterfall {
  readonly bars: readonly Bar[];
  readonly firstSoundMs?: number;
}

/**
 * @returns times from the last voiced frame (or, for a typed question, from the request to the language
 *   model); undefined for a turn without a reply.
 */
export function waterfallOf({ marks, sentences }: TurnRecord): Waterfall | undefined {
  const originMs = marks.lastVoicedAtMs ?? marks.llmRequestedAtMs;
  if (originMs === undefined) return undefined;
  const bars: Bar[] = [];
  const add = (label: string, fromMs: number | undefined, toMs: number | undefined) => {
    if (fromMs !== undefined && toMs !== undefined)
      bars.push({ label, fromMs: fromMs - originMs, toMs: toMs - originMs });
  };
  add('end of speech', marks.lastVoicedAtMs, marks.endpointAtMs);
  add('recognition', marks.sttStartedAtMs, marks.sttEndedAtMs);
  add('model: first token', marks.llmRequestedAtMs, marks.firstTokenAtMs);
  add('model: the rest', marks.firstTokenAtMs, marks.lastTokenAtMs ?? marks.endedAtMs);
  for (const [at, span] of sentences.entries()) {
    add(`${at + 1} synthesis`, span.synthesisStartedAtMs, span.synthesisEndedAtMs);
    add(`${at + 1} heard`, span.playStartedAtMs, span.playEndedAtMs ?? marks.endedAtMs);
  }
  if (bars.length === 0) return undefined;
  const { firstPacketAtMs } = marks;
  return firstPacketAtMs === undefined
    ? { bars }
    : { bars, firstSoundMs: firstPacketAtMs - originMs };
}

/** @returns lines without a trailing line end; empty for a turn without a reply. */
export function drawWaterfall(record: TurnRecord): string {
  const waterfall = waterfallOf(record);
  if (waterfall === undefined) return '';
  const { bars, firstSoundMs } = waterfall;
  const endMs = Math.max(...bars.map((bar) => bar.toMs), 1);
  const column = (ms: number) => Math.round((Math.max(0, ms) / endMs) * BAR_COLUMNS);
  const lines = bars.map(({ label, fromMs, toMs }) => {
    const from = Math.min(column(fromMs), BAR_COLUMNS - 1);
    const width = Math.max(1, column(toMs) - from);
    const mark = label.endsWith('heard') ? '▓' : '█';
    const bar = `${' '.repeat(from)}${mark.repeat(width)}`.padEnd(BAR_COLUMNS);
    const span = `${Math.round(fromMs)}–${Math.round(toMs)} ms`;
    return `${label.padEnd(LABEL_COLUMNS)}│${bar}│ ${span}`;
  });
  if (firstSoundMs !== undefined)
    lines.push(
      `${'first sound'.padEnd(LABEL_COLUMNS)}│${' '.repeat(column(firstSoundMs))}▲ ${Math.round(firstSoundMs)} ms`,
    );
  return lines.join('\n');
}
