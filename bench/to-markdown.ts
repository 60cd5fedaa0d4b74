/** A bench's result as Markdown tables, for a README or a terminal. */
import type { BenchCase, BenchResult, BenchRow } from './result.ts';

export function toMarkdown({ name, machine, rows, cases, notes }: BenchResult): string {
  const { processor, cores, memoryGiB, node, loadBefore } = machine;
  const parts = [
    `## ${name}`,
    `${cores} × ${processor}, ${memoryGiB} GiB, Node ${node}, load before ${loadBefore}`,
    table(
      ['measure', 'of', 'median', 'p95', 'mean', 'min–max', 'n', 'target'],
      rows.map((row) => [measureOf(row), nameOf(row), ...figuresOf(row), targetOf(row)]),
    ),
  ];
  if (cases !== undefined)
    parts.push(
      table(['', 'case', 'wanted', 'got', 'paused for ms', 'heard'], cases.map(cellsOf)),
      `${cases.filter(({ isRight }) => isRight).length} of ${cases.length} right`,
    );
  if (notes.length > 0) parts.push(notes.map((note) => `- ${note}`).join('\n'));
  return parts.join('\n\n');
}

function measureOf({ measure, unit }: BenchRow): string {
  return unit === undefined ? measure : `${measure}, ${unit}`;
}

function nameOf({ of, isReference }: BenchRow): string {
  return isReference === true ? `${of} (published, not measured here)` : of;
}

function figuresOf({ median, p95, mean, min, max, n, unit }: BenchRow): string[] {
  const text = unit === undefined ? ms : tenths;
  const range = min === null ? '–' : `${text(min)}–${text(max)}`;
  return [text(median), text(p95), text(mean), range, String(n)];
}

function targetOf({ target, median, p95, max, min }: BenchRow): string {
  if (target === undefined) return '';
  const checks = [
    ['', median, target.median],
    ['p95 ', p95, target.p95],
    ['max ', max, target.max],
    ['min ', min, target.min],
  ] as const;
  return checks
    .filter(([, , limit]) => limit !== undefined)
    .map(([what, value, limit = 0]) => {
      const verdict = value === null ? 'not measured' : value <= limit ? 'met' : 'MISSED';
      return `${what}≤ ${limit}: ${verdict}`;
    })
    .join('; ');
}

function cellsOf({ name, wanted, got, heard, isRight, pausedMs }: BenchCase): string[] {
  return [isRight ? 'hit' : 'MISS', name, wanted, got, ms(pausedMs), heard.join(' / ')];
}

function ms(value: number | null): string {
  return value === null ? '–' : String(Math.round(value));
}

function tenths(value: number | null): string {
  return value === null ? '–' : String(Math.round(value * 100) / 100);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(line).join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
