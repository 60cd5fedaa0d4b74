/**
 * The README's figures, from the results that were kept: `npm run bench-figures` writes them between the
 * marks `<!-- bench NAME | of WHOM | MEASURE | … -->` and `<!-- /bench -->`, with everybody's where it is not
 * said whose (of all whose name ends so, with "…" before it), and all measures where none is named; those of
 * another machine than the usual one have its name before, `MACHINE/NAME`. A test fails where they differ.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { BenchResult, BenchRow } from './result.ts';

const README = new URL('../README.md', import.meta.url);
const BLOCK =
  /(<!-- bench ((?:[a-z\d]+\/)?[a-z-]+)((?: \| [^|\n]+)*) -->\n)[\s\S]*?(?=<!-- \/bench -->)/gu;

/** Before the end of several names. */
const SEVERAL = '…';

/** Written by `--save`: the shape is checked no further than that. */
const kept = z.custom<BenchResult>(
  (value) => z.object({ name: z.string(), rows: z.array(z.object({})) }).safeParse(value).success,
);

/** Where `--save` keeps a bench's newest result, and pictures of it. */
export function resultFile(fileName: string): URL {
  return new URL(`results/${fileName}`, import.meta.url);
}

/** @throws where a bench that is named has no result, or its result not that measure. */
export function withFigures(readme: string): string {
  return readme.replaceAll(BLOCK, (_, mark: string, name: string, named: string) => {
    const result = kept.parse(JSON.parse(readFileSync(resultFile(`${name}.json`), 'utf8')));
    const words = named.split(' | ').slice(1);
    const whom = words[0]?.startsWith('of ') === true ? words.shift()?.slice(3) : undefined;
    const isOne = whom !== undefined && !whom.startsWith(SEVERAL);
    const theirs = result.rows.filter(
      ({ of }) => whom === undefined || (isOne ? of === whom : of.endsWith(whom.slice(1))),
    );
    if (theirs.length === 0) throw new Error(`The result of ${name} has nothing of "${whom}"`);
    const unknown = words.find((each) => !theirs.some(({ measure }) => measure === each));
    if (unknown !== undefined) throw new Error(`The result of ${name} has no measure "${unknown}"`);
    const rows = theirs.filter(({ measure }) => words.length === 0 || words.includes(measure));
    return `${mark}\n${figuresOf({ ...result, rows }, isOne ? whom : undefined)}\n\n`;
  });
}

function figuresOf({ rows, machine }: BenchResult, whom: string | undefined): string {
  const { processor, cores, node } = machine;
  return [
    '| | median | 95th percentile | lowest–highest | n |\n|---|---|---|---|---|\n' +
      rows.map((row) => lineOf(row, whom)).join('\n'),
    `*${cores} × ${processor}, Node.js ${node.replace(/^v/u, '')}*`,
  ].join('\n\n');
}

/** @param whom whose figures all lines are, so that none has to say it */
function lineOf(row: BenchRow, whom: string | undefined): string {
  const { measure, of, isReference, unit = 'ms', median, p95, min, max, n } = row;
  const whose = isReference === true ? `${of} (published elsewhere)` : of;
  const range = min === null || max === null ? '–' : `${figure(min)}–${figure(max)}`;
  const cells = [
    whom === undefined ? `${measure}, ${whose}` : measure,
    `${figure(median)} ${unit}`,
    figure(p95),
    range,
    String(n),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** To three digits: more is noise. */
function figure(value: number | null): string {
  if (value === null) return '–';
  return Math.abs(value) >= 10
    ? Math.round(value).toLocaleString('en')
    : String(Math.round(value * 100) / 100);
}

if (import.meta.main) {
  const before = readFileSync(README, 'utf8');
  writeFileSync(README, withFigures(before));
}
