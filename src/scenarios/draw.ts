/** Who spoke when, in text: one line a person and one for Parley, time to the right. Pure. */
import type { HeardAnswer, Observation, PlayedLine, Span } from './observation.ts';

const COLUMNS = 100;
/** Milliseconds a column: strips of ten seconds for what is short, of twenty for what is not. */
const FINE_MS = 100;
const COARSE_MS = 200;
const MOST_FINE_STRIPS = 2;

const PARLEY = 'Parley';
/** One cell of Parley's line. */
const MARKS = { thinks: '·', pauses: '‖', lowered: '▁', cut: '✂' } as const;
const LEGEND = [
  [MARKS.thinks, 'thinks'],
  [MARKS.pauses, 'pauses'],
  [MARKS.lowered, 'speaks more quietly'],
  [MARKS.cut, 'is cut off'],
] as const;

/** @returns lines without a trailing line end, none wider than about 110 columns. */
export function drawObservation(observed: Observation): string {
  const people = [...new Set(observed.lines.map(({ person }) => person))];
  const nameColumns = Math.max(...[PARLEY, ...people].map((name) => name.length)) + 1;
  const endMs = lastSoundMs(observed);
  const columnMs = endMs <= MOST_FINE_STRIPS * COLUMNS * FINE_MS ? FINE_MS : COARSE_MS;
  const strips = Math.max(1, Math.ceil((endMs + columnMs) / (COLUMNS * columnMs)));
  const rows = [
    ...people.map((person) => ({
      name: person,
      cells: rowOf(
        observed.lines.filter((line) => line.person === person),
        columnMs,
        strips,
      ),
    })),
    { name: PARLEY, cells: parleyRow(observed, columnMs, strips) },
  ];
  const drawn: string[] = [];
  for (let strip = 0; strip < strips; strip += 1) {
    drawn.push(`${' '.repeat(nameColumns)}${axis(strip, columnMs)}`.trimEnd());
    for (const { name, cells } of rows) {
      const part = cells.slice(strip * COLUMNS, (strip + 1) * COLUMNS).join('');
      drawn.push(`${name.padEnd(nameColumns)}${part}`.trimEnd());
    }
    drawn.push('');
  }
  const parley = rows.at(-1)?.cells ?? [];
  const used = LEGEND.filter(([mark]) => parley.includes(mark));
  const legend = used.map(([mark, meaning]) => `${mark} ${meaning}`).join('   ');
  if (legend !== '') drawn.push(`${' '.repeat(nameColumns)}${legend}`, '');
  return [...drawn, ...events(observed)].join('\n');
}

function lastSoundMs({ lines, answers, records }: Observation): number {
  return Math.max(
    0,
    ...lines.map(({ endedAtMs }) => endedAtMs),
    ...answers.map(({ endedAtMs }) => endedAtMs),
    ...records.map(({ record }) => record.marks.endedAtMs ?? 0),
  );
}

/** "0 s       2 s": a mark every second, or every other. */
function axis(strip: number, columnMs: number): string {
  const stepMs = columnMs === FINE_MS ? 1000 : 2000;
  let line = '';
  for (let ms = strip * COLUMNS * columnMs; ms < (strip + 1) * COLUMNS * columnMs; ms += stepMs)
    line += `${ms / 1000} s`.padEnd(stepMs / columnMs);
  return line;
}

function blank(strips: number): string[] {
  return Array.from({ length: strips * COLUMNS }, () => ' ');
}

/** The words stand in their sound, as far as there is room for them. */
function rowOf(lines: readonly PlayedLine[], columnMs: number, strips: number): string[] {
  const cells = blank(strips);
  for (const line of lines) {
    const from = columnOf(line.startedAtMs, columnMs);
    const letters = line.text.replaceAll(' ', '_');
    for (const [at, letter] of Array.from(letters).entries()) {
      const ms = (from + at) * columnMs;
      if (ms < line.endedAtMs && line.sounds.length === 0) cells[from + at] = letter;
    }
    let letter = 0;
    for (const sound of line.sounds) fill(cells, sound, columnMs, () => letters[letter++] ?? '_');
  }
  return cells;
}

function parleyRow({ answers, records }: Observation, columnMs: number, strips: number): string[] {
  const cells = blank(strips);
  for (const { record } of records) {
    const { llmRequestedAtMs, firstPacketAtMs } = record.marks;
    if (llmRequestedAtMs !== undefined && firstPacketAtMs !== undefined)
      fill(
        cells,
        { fromMs: llmRequestedAtMs, toMs: firstPacketAtMs },
        columnMs,
        () => MARKS.thinks,
      );
  }
  for (const answer of answers) {
    let at = 0;
    const letters = answer.text.replaceAll(' ', '_');
    for (const pause of answer.pauses) fill(cells, pause, columnMs, () => MARKS.pauses);
    for (const sound of answer.sounds)
      fill(cells, sound, columnMs, (ms) =>
        answer.lowered.some(({ fromMs, toMs }) => ms >= fromMs && ms < toMs)
          ? MARKS.lowered
          : (letters[at++] ?? '_'),
      );
    if (answer.isCut) cells[columnOf(answer.endedAtMs, columnMs)] = MARKS.cut;
  }
  return cells;
}

function fill(
  cells: string[],
  { fromMs, toMs }: Span,
  columnMs: number,
  mark: (ms: number) => string,
): void {
  const from = columnOf(fromMs, columnMs);
  const to = Math.max(from + 1, columnOf(toMs, columnMs));
  for (let at = from; at < to && at < cells.length; at += 1) cells[at] = mark(at * columnMs);
}

function columnOf(ms: number, columnMs: number): number {
  return Math.max(0, Math.floor(ms / columnMs));
}

/** What was said and what became of it, in order of time. */
function events({ lines, answers, records }: Observation): readonly string[] {
  const told: { atMs: number; text: string }[] = [
    ...lines.map((line) => ({ atMs: line.startedAtMs, text: `${line.person}: ${line.text}` })),
    ...answers.map((answer) => ({ atMs: answer.startedAtMs, text: toldOf(answer) })),
    ...records.flatMap(({ person, record }) =>
      record.outcome.status === 'left-alone'
        ? [
            {
              atMs: record.marks.endedAtMs ?? 0,
              text: `(left alone: ${person}, "${record.heardText}": ${record.outcome.reason})`,
            },
          ]
        : [],
    ),
  ];
  return told
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ atMs, text }) => `${(atMs / 1000).toFixed(2).padStart(7)} s  ${text}`);
}

function toldOf(answer: HeardAnswer): string {
  const { turns, text, isCut, pauses, lowered } = answer;
  const last = turns.at(-1)?.record;
  const latencyMs =
    last?.marks.lastVoicedAtMs === undefined
      ? ''
      : ` after ${Math.round(answer.startedAtMs - last.marks.lastVoicedAtMs)} ms`;
  const notes = [
    ...(last?.interruptions ?? []).map(({ how, verdict }) => `${how}: ${verdict}`),
    ...(isCut ? [`cut at ${(answer.endedAtMs / 1000).toFixed(2)} s`] : []),
    ...pauses.map(({ fromMs, toMs }) => `paused for ${Math.round(toMs - fromMs)} ms`),
    ...(lowered.length > 0 ? [`lowered ${lowered.length} times`] : []),
  ];
  const to = [...new Set(turns.map(({ person }) => person))].join(' and ');
  const heard = turns.map(({ record }) => `"${record.heardText}"`).join(' and ');
  return `${PARLEY} to ${to || 'nobody'}${latencyMs}, having heard ${heard || 'nothing'}: ${text}${notes.length === 0 ? '' : ` [${notes.join('; ')}]`}`;
}
