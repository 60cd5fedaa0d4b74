/** Tables, row by row: "Name: Ann, age: 5." The whole of one goes to the chat. */
import { edit, type Edited, type Replacement } from './edited.ts';

/** Two bars hide a text on Discord. */
const ROW = /^[ \t]*\|(?!\|).*$/u;
const SEPARATOR = /^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$/u;

/** More would be a recital: the rest is in the chat. */
const MOST_ROWS = 6;

export interface Tables {
  /** @returns undefined for a line that belongs to no table. */
  line(text: Edited): Edited | undefined;
  /** What was read of a table that is over now, as it was written. */
  ended(): string | undefined;
}

export function createTables(inTheChat: string): Tables {
  let lines: string[] = [];
  let head: readonly string[] | undefined;
  let rows = 0;
  let posted: string | undefined;

  const end = () => {
    // A line with bars alone is no table.
    if (head !== undefined && rows > 0 && lines.length > 2) posted = lines.join('\n');
    lines = [];
    head = undefined;
    rows = 0;
  };

  return {
    line(text) {
      const written = text.text.trim();
      if (written.includes('|') && SEPARATOR.test(written)) {
        lines.push(written);
        head = cellsOf(lines.at(-2) ?? '').map(({ text: cell }) => plain(cell));
        return instead(text, '');
      }
      if (!ROW.test(written)) {
        end();
        return undefined;
      }
      lines.push(written);
      // The names of the columns are said with each row.
      if (lines.length === 1) return instead(text, '');
      rows += 1;
      if (rows === MOST_ROWS + 1) return instead(text, inTheChat);
      return rows > MOST_ROWS ? instead(text, '') : rowOf(text, head ?? []);
    },
    ended() {
      const table = posted;
      posted = undefined;
      return table;
    },
  };
}

/** Ends the table, too, where nothing follows it. */
export function lastTable(tables: Tables): string | undefined {
  tables.line({ text: '', origins: [] });
  return tables.ended();
}

function instead(text: Edited, spoken: string): Edited {
  return edit(text, [{ from: 0, to: text.text.length, text: spoken }]);
}

interface Cell {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

function cellsOf(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  for (const match of line.matchAll(/(?:\\\||[^|])+/gu)) {
    const text = match[0].trim();
    const from = match.index + match[0].length - match[0].trimStart().length;
    if (text !== '') cells.push({ text, from, to: from + text.length });
    else if (match.index > 0) cells.push({ text, from: match.index, to: match.index });
  }
  return cells;
}

/** Cells stay; bars become the names of the columns. */
function rowOf(text: Edited, head: readonly string[]): Edited {
  const replacements: Replacement[] = [];
  let at = 0;
  let isFirst = true;
  for (const [column, cell] of cellsOf(text.text).entries()) {
    if (plain(cell.text) === '') continue;
    const name = head[column] ?? '';
    const label = name === '' ? '' : `${name}: `;
    const gap = isFirst ? label : `, ${label}`;
    replacements.push({ from: at, to: cell.from, text: gap });
    at = cell.to;
    isFirst = false;
  }
  replacements.push({ from: at, to: text.text.length, text: isFirst ? '' : '.' });
  return edit(text, replacements);
}

/** A cell's text without what is only for the eye. */
function plain(cell: string): string {
  const text = cell.replaceAll(/[*_`~]+/gu, '').trim();
  return /[\p{L}\p{N}]/u.test(text) ? text : '';
}
