/** The waterfall of one turn as a picture, from the bars that the terminal's is drawn from. */
import { waterfallOf } from '../src/cli/waterfall.ts';
import type { TurnRecord } from '../src/pipeline/timeline.ts';
import { text } from './to-svg.ts';

const WIDTH = 960;
const LABEL_WIDTH = 190;
const SPAN_WIDTH = 130;
const ROW_HEIGHT = 24;
const TOP = 40;
/** What comes later makes the first second, which matters, too small to see. */
const SHOWN_MS = 3000;
const TICK_MS = 500;

const HEARD = '#22c55e';
const WORK = '#3b82f6';
const FIRST = '#f59e0b';
const LINE = '#94a3b8';

/** @returns undefined for a turn without a reply. */
export function waterfallSvg(record: TurnRecord): string | undefined {
  const waterfall = waterfallOf(record);
  if (waterfall === undefined) return undefined;
  const bars = waterfall.bars.filter(({ fromMs }) => fromMs < SHOWN_MS);
  const endMs = Math.min(SHOWN_MS, Math.max(...bars.map(({ toMs }) => toMs)));
  const x = (ms: number) =>
    LABEL_WIDTH + (Math.min(endMs, Math.max(0, ms)) / endMs) * (WIDTH - LABEL_WIDTH - SPAN_WIDTH);
  const height = TOP + (bars.length + 1) * ROW_HEIGHT;
  const parts: string[] = [];
  for (let tickMs = 0; tickMs <= endMs; tickMs += TICK_MS)
    parts.push(
      `<line x1="${x(tickMs)}" x2="${x(tickMs)}" y1="${TOP - 8}" y2="${height - 16}" stroke="${LINE}" stroke-opacity="0.3"/>`,
      text(x(tickMs) - 12, TOP - 14, `${tickMs} ms`),
    );
  for (const [at, { label, fromMs, toMs }] of bars.entries()) {
    const y = TOP + at * ROW_HEIGHT;
    const width = Math.max(2, x(toMs) - x(fromMs));
    parts.push(
      text(8, y + 14, label),
      `<rect x="${x(fromMs)}" y="${y + 2}" width="${width}" height="16" rx="2" fill="${label.endsWith('heard') ? HEARD : WORK}"/>`,
      text(WIDTH - SPAN_WIDTH + 8, y + 14, `${Math.round(fromMs)}–${Math.round(toMs)} ms`),
    );
  }
  const { firstSoundMs } = waterfall;
  if (firstSoundMs !== undefined)
    parts.push(
      `<line x1="${x(firstSoundMs)}" x2="${x(firstSoundMs)}" y1="${TOP - 8}" y2="${height - 16}" stroke="${FIRST}" stroke-width="2"/>`,
      text(x(firstSoundMs) + 6, height - 4, `first sound after ${Math.round(firstSoundMs)} ms`),
    );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" ` +
    `font-family="system-ui, sans-serif" font-size="13">\n` +
    `<title>Waterfall of a turn; 0 is the last sound of the person who asked</title>\n` +
    `${parts.join('\n')}\n</svg>\n`
  );
}
