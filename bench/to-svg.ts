/** A bench's result as a picture: a bar up to the median, a mark at the 95th percentile. */
import type { BenchResult, BenchRow } from './result.ts';

const WIDTH = 960;
const LABEL_WIDTH = 440;
const VALUE_WIDTH = 130;
const ROW_HEIGHT = 22;
const HEAD_HEIGHT = 34;
const TOP = 44;

/** Readable on white and on black. */
const COLOURS = { ours: '#3b82f6', other: '#94a3b8', text: '#64748b', mark: '#f59e0b' } as const;

/** Rows of one measure stand together, on one scale. */
export function toSvg({ name, rows, machine }: BenchResult): string {
  const groups = Map.groupBy(
    rows.filter(({ median }) => median !== null),
    ({ measure, unit = 'ms' }) => `${measure}, ${unit}`,
  );
  const parts: string[] = [];
  let y = TOP;
  for (const [title, members] of groups) {
    const most = Math.max(...members.map(mostOf), Number.MIN_VALUE);
    parts.push(text(8, y + HEAD_HEIGHT - 12, title, 'font-weight="bold"'));
    y += HEAD_HEIGHT;
    for (const row of members) {
      parts.push(...bar(row, y, most));
      y += ROW_HEIGHT;
    }
  }
  const title = `${name} · ${machine.cores} × ${machine.processor}, Node.js ${machine.node}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 12}" ` +
    `font-family="system-ui, sans-serif" font-size="13">\n` +
    `<title>${escaped(title)}</title>\n${text(8, 24, title)}\n${parts.join('\n')}\n</svg>\n`
  );
}

function bar(row: BenchRow, y: number, most: number): string[] {
  const { of, median, p95, isReference, measure } = row;
  const scale = (value: number) =>
    (Math.max(0, value) / most) * (WIDTH - LABEL_WIDTH - VALUE_WIDTH);
  const isOurs = isReference !== true && /^(?:Parley|\d)/u.test(of);
  const width = scale(median ?? 0);
  const parts = [
    text(24, y + 15, isReference === true ? `${of} (published)` : of),
    `<rect x="${LABEL_WIDTH}" y="${y + 4}" width="${round(width)}" height="14" rx="2" fill="${isOurs ? COLOURS.ours : COLOURS.other}"><title>${escaped(`${measure}, ${of}`)}</title></rect>`,
  ];
  const end = Math.max(width, p95 === null ? 0 : scale(p95));
  if (p95 !== null && row.n > 1)
    parts.push(
      `<rect x="${round(LABEL_WIDTH + scale(p95))}" y="${y + 2}" width="2" height="18" fill="${COLOURS.mark}"/>`,
    );
  const value = p95 === null || row.n === 1 ? figure(median) : `${figure(median)} · ${figure(p95)}`;
  parts.push(text(LABEL_WIDTH + end + 8, y + 15, value));
  return parts;
}

function mostOf({ median, p95 }: BenchRow): number {
  return Math.max(median ?? 0, p95 ?? 0);
}

function figure(value: number | null): string {
  if (value === null) return '–';
  return Math.abs(value) >= 10 ? String(Math.round(value)) : String(Math.round(value * 100) / 100);
}

export function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${round(x)}" y="${y}" fill="${COLOURS.text}" ${attributes}>${escaped(content)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
