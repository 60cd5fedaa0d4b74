/** The voices of the catalogue as a table for a person. Pure. */
import type { InspectedModel } from '../models/inspect-models.ts';
import { voicesOf } from '../models/voices.ts';

/** Speakers that are named one by one; of more, the first and the last. */
const NAMED_SPEAKERS = 30;

export function voiceTable(models: readonly InspectedModel[]): string {
  const rows = models.flatMap(({ model, status, bytes }) => {
    const voices = voicesOf(model);
    const shared = [
      model.languages?.join(' ') ?? '?',
      status === 'whole' ? 'here' : status,
      bytes > 0 ? `${(bytes / 1e6).toFixed(0)} MB` : '?',
      model.licence,
    ];
    const shown =
      voices.length > NAMED_SPEAKERS ? [...voices.slice(0, 1), ...voices.slice(-1)] : voices;
    return shown.map(({ id }, index) => {
      const isGap = shown.length < voices.length && index === 0;
      return [isGap ? `${id} …` : id, ...shared];
    });
  });
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
