/** What one check of `parley doctor` finds. */

export interface CheckResult {
  readonly name: string;
  /** `skipped`: there was nothing to check, or it can only be seen elsewhere. */
  readonly status: 'ok' | 'failed' | 'skipped';
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
  /** A failed check that keeps Parley from working at all. */
  readonly isFatal?: boolean;
}

export const ok = (name: string, found: string): CheckResult => ({ name, status: 'ok', found });

export const skipped = (name: string, found: string): CheckResult => ({
  name,
  status: 'skipped',
  found,
});

export const fatal = (name: string, found: string, advice: string): CheckResult => ({
  name,
  status: 'failed',
  found,
  advice,
  isFatal: true,
});

/** Parley works, but less well. */
export const flawed = (name: string, found: string, advice: string): CheckResult => ({
  name,
  status: 'failed',
  found,
  advice,
  isFatal: false,
});

const MARKS: Record<CheckResult['status'], string> = { ok: '✓', failed: '✗', skipped: '–' };

/** Lines for a person. */
export function formatChecks(results: readonly CheckResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  return results
    .map(({ name, status, found, advice }) => {
      const line = `${MARKS[status]} ${name.padEnd(width)}  ${found}`;
      return advice === undefined ? line : `${line}\n  ${' '.repeat(width)}  → ${advice}`;
    })
    .join('\n');
}
