/** When something of a scenario happens: in time, or by what Parley does. */
import { SPAN_PATTERN, spanMs } from './durations.ts';

/**
 * `at`: since the beginning. `later`: after the line before has ended; `into-line`: after it began.
 * `into-answer`, `after-answer`: of the answer that sounds when the line before has ended, or else of the
 * next one. `quiet`: nobody speaks, and Parley has nothing to say, for a second.
 */
export type Moment =
  | {
      readonly kind: 'at' | 'later' | 'into-line' | 'into-answer' | 'after-answer';
      readonly ms: number;
    }
  | { readonly kind: 'quiet' };

/** How still it must have been. */
const QUIET_MS = 1000;

const PHRASES: readonly (readonly [RegExp, Exclude<Moment['kind'], 'quiet'>])[] = [
  [phrase('at {}'), 'at'],
  [phrase('{} later'), 'later'],
  [phrase('{} into the last line'), 'into-line'],
  [phrase('{} into the answer'), 'into-answer'],
  [phrase('{} after the answer'), 'after-answer'],
];

/** For whoever wrote something else. */
export const MOMENTS_IN_WORDS =
  '"when it is quiet", "0.4 s later", "0.4 s into the last line", "0.8 s into the answer", "0.5 s after the answer", "at 3.5 s"';

/** @returns undefined for anything else. */
export function readMoment(text: string): Moment | undefined {
  const trimmed = text.trim();
  if (/^(?:when )?it is quiet$/u.test(trimmed)) return { kind: 'quiet' };
  for (const [pattern, kind] of PHRASES) {
    const ms = spanMs(pattern.exec(trimmed)?.[1] ?? '');
    if (ms !== undefined) return { kind, ms };
  }
  return undefined;
}

/** What has happened so far, for whoever waits for a moment. Milliseconds since the beginning. */
export interface SoFar {
  readonly nowMs: number;
  /** The line before; absent before the first one. */
  readonly line?: { readonly startedAtMs: number; readonly endedAtMs?: number };
  /** The answer that was chosen when the line before had ended. */
  readonly answer?: { readonly startedAtMs: number; readonly endedAtMs?: number };
  /** Since when nothing has been going on; absent while something is. */
  readonly quietSinceMs?: number;
}

/** @returns whether the moment has come. */
export function hasCome(moment: Moment, { nowMs, line, answer, quietSinceMs }: SoFar): boolean {
  const isPast = (sinceMs: number | undefined, ms: number) =>
    sinceMs !== undefined && nowMs >= sinceMs + ms;
  switch (moment.kind) {
    case 'at':
      return nowMs >= moment.ms;
    case 'later':
      return isPast(line === undefined ? 0 : line.endedAtMs, moment.ms);
    case 'into-line':
      return isPast(line === undefined ? 0 : line.startedAtMs, moment.ms);
    case 'into-answer':
      return isPast(answer?.startedAtMs, moment.ms) && !isMissed(moment, answer);
    case 'after-answer':
      return isPast(answer?.endedAtMs, moment.ms);
    case 'quiet':
      return isPast(quietSinceMs, QUIET_MS);
  }
}

/** @returns whether the answer was over before the moment in it. */
export function isMissed(moment: Moment, answer: SoFar['answer']): boolean {
  if (moment.kind !== 'into-answer' || answer?.endedAtMs === undefined) return false;
  return answer.endedAtMs < answer.startedAtMs + moment.ms;
}

function phrase(text: string): RegExp {
  return new RegExp(`^${text.replace('{}', `(${SPAN_PATTERN})`)}$`, 'u');
}
