/** Tells when each step of a scenario begins, in virtual time or in real time. */
import { hasCome, isMissed } from './moments.ts';
import type { Scenario } from './scenario.ts';

interface Happening {
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
}

/** What can be seen on the stage now. */
export interface View {
  readonly nowMs: number;
  readonly isSpeaking: (person: string) => boolean;
  /** Parley listens, thinks or speaks. */
  readonly isAnythingGoingOn: boolean;
  /** Heard so far, in order. */
  readonly answers: readonly (Happening & { readonly isPaused: boolean })[];
  readonly lineOf: (step: number) => Happening | undefined;
}

export interface Director {
  /** To be called every few milliseconds. @returns the steps that begin now. */
  due(view: View): readonly number[];
  /** Since when nobody has said anything; undefined while somebody does, or before the first look. */
  readonly quietSinceMs: number | undefined;
  /** The step whose moment has not come; undefined when all have begun. */
  readonly waitsFor: number | undefined;
  /** The answer was over before the moment in it. */
  readonly hasMissed: boolean;
}

export function createDirector({ steps, people }: Scenario): Director {
  let next = 0;
  /** The answer that the next step may be about, once the line before is over. */
  let answer: number | undefined;
  let quietSinceMs: number | undefined;
  let hasMissed = false;

  const isDue = ({ nowMs, answers, lineOf, isSpeaking }: View): boolean => {
    const step = steps[next];
    if (step === undefined || isSpeaking(step.person)) return false;
    const before = next === 0 ? undefined : lineOf(next - 1);
    const person = steps[next - 1]?.person;
    const isOver = before !== undefined && person !== undefined && !isSpeaking(person);
    if (isOver || next === 0) answer ??= chosen(answers);
    const line =
      before === undefined
        ? undefined
        : {
            startedAtMs: before.startedAtMs,
            ...(isOver ? { endedAtMs: before.endedAtMs ?? nowMs } : {}),
          };
    const about = answer === undefined ? undefined : answers[answer];
    hasMissed ||= isMissed(step.moment, about);
    return hasCome(step.moment, {
      nowMs,
      ...(line === undefined ? {} : { line }),
      ...(about === undefined ? {} : { answer: about }),
      ...(quietSinceMs === undefined ? {} : { quietSinceMs }),
    });
  };

  return {
    due(view) {
      const isQuiet = !view.isAnythingGoingOn && !people.some(({ name }) => view.isSpeaking(name));
      quietSinceMs = isQuiet ? (quietSinceMs ?? view.nowMs) : undefined;
      const begun: number[] = [];
      // One at a time: what the next one waits for may only begin with this one.
      if (isDue(view)) {
        begun.push(next);
        next += 1;
        answer = undefined;
        quietSinceMs = undefined;
      }
      return begun;
    },
    get quietSinceMs() {
      return quietSinceMs;
    },
    get hasMissed() {
      return hasMissed;
    },
    get waitsFor() {
      return next < steps.length ? next : undefined;
    },
  };
}

/** The answer that sounds now, or else the next one; undefined while one is paused: it may never go on. */
function chosen(answers: View['answers']): number | undefined {
  const last = answers.at(-1);
  if (last === undefined || last.endedAtMs !== undefined) return answers.length;
  return last.isPaused ? undefined : answers.length - 1;
}
