/** Plays a scenario on Loopback Discord with the real bot, and tells what happened. */
import { systemClock } from '../async/clock.ts';
import type { TurnRecord } from '../pipeline/timeline.ts';
import { answersOf } from '../scenarios/answers.ts';
import { createDirector, type View } from '../scenarios/director.ts';
import type { Command } from '../scenarios/lines.ts';
import type { Observation, ObservedRecord, PlayedLine } from '../scenarios/observation.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { moved } from './bot-process.ts';
import { createActor, type Actor } from './scenario-actor.ts';
import { soundsOfParley, stretchesOf } from './scenario-listening.ts';
import type { Performed } from './scenario-voices.ts';
import type { Stage } from './stage.ts';

export interface Played {
  readonly observation: Observation;
  /** `performance.now()` at its beginning. */
  readonly originMs: number;
  readonly actors: readonly Actor[];
}

const LOOK_EVERY_MS = 20;

/** Nothing for so long: it is over. */
const AT_REST_MS = 2500;

/** A turn whose record has not come by then is not waited for: no model takes so long. */
const RECORD_DEADLINE_MS = 25_000;

/** What the bot makes of a noise, it makes of it within this time. */
const NOISE_SETTLES_MS = 2500;

/** A moment that has not come after so much silence never will. */
const PATIENCE_MS = 45_000;

/** The voice of a turn is noticed, and arrives, a little late. */
const CLOCK_SLACK_MS = 400;

/** @param lines what is done at each step. */
export async function playScenario(
  scenario: Scenario,
  lines: readonly (readonly Performed[])[],
  stage: Stage,
  signal: AbortSignal,
): Promise<Played> {
  const { discord, bot, botId, guildId } = stage;
  const originMs = systemClock.nowMs();
  const nowMs = () => systemClock.nowMs() - originMs;
  const records: TurnRecord[] = [];
  const actors = scenario.people.map(({ name }): Actor => {
    const type = (command: Command) => typeCommand(stage, command, actorOf(actors, name)?.userId);
    const enter = () => discord.join({ guildId, name });
    const present = stage.callers.find((caller) => caller.name === name);
    return createActor({ name, originMs, enter, type }, present);
  });
  /** Somebody who is there all the time hears for all. */
  const listener = stage.callers.find(({ name }) => !isAway(scenario, name)) ?? stage.caller;

  const observed = (): readonly ObservedRecord[] =>
    records.map((record) => ({
      record,
      person: actors.find(({ userId }) => userId === record.speakerId)?.name ?? '',
    }));
  const view = (): View => {
    const now = nowMs();
    const played = actors.flatMap((actor) => actor.lines);
    const answers = soundsOfParley(stretchesOf(listener.heard, botId, originMs), observed(), now);
    const isAnswering = answers.some(({ endedAtMs }) => endedAtMs === undefined);
    return {
      nowMs: now,
      isSpeaking: (name) => actorOf(actors, name)?.isSpeaking === true,
      isAnythingGoingOn: isAnswering || played.some((line) => isUnsettled(line, observed(), now)),
      answers,
      lineOf: (step) => played.find((line) => line.step === step),
    };
  };

  const unsubscribe = bot.onTurn((record) => records.push(moved(record, -originMs)));
  const director = createDirector(scenario);
  const saying = new Set<Promise<void>>();
  const faults: string[] = [];
  try {
    while (true) {
      signal.throwIfAborted();
      if (!bot.isRunning) {
        faults.push('the bot ended');
        break;
      }
      for (const at of director.due(view())) {
        const step = scenario.steps[at];
        const actor = step && actorOf(actors, step.person);
        if (step === undefined || actor === undefined) continue;
        const said = actor.says(step, at, lines[at] ?? [], signal);
        saying.add(said);
        void said.then(
          () => saying.delete(said),
          (error: unknown) => {
            saying.delete(said);
            faults.push(`step ${at + 1} cannot be played: ${String(error)}`);
          },
        );
      }
      const { quietSinceMs, waitsFor, hasMissed } = director;
      const quietMs = quietSinceMs === undefined ? 0 : nowMs() - quietSinceMs;
      if (hasMissed)
        faults.push(
          `the moment of step ${(waitsFor ?? 0) + 1} was missed: the answer was too short`,
        );
      if (faults.length > 0 || (waitsFor === undefined && quietMs > AT_REST_MS)) break;
      if (quietMs > PATIENCE_MS) {
        faults.push(`the moment of step ${(waitsFor ?? 0) + 1} never comes`);
        break;
      }
      await systemClock.sleep(LOOK_EVERY_MS, signal);
    }
    await Promise.allSettled(saying);
  } finally {
    unsubscribe();
  }

  const sounds = soundsOfParley(stretchesOf(listener.heard, botId, originMs), observed(), nowMs());
  return {
    originMs,
    actors,
    observation: {
      lines: actors
        .flatMap((actor) => actor.lines)
        .toSorted((a, b) => a.startedAtMs - b.startedAtMs),
      records: observed(),
      answers: answersOf(sounds, observed()),
      lastPrompt: undefined,
      endedAtMs: nowMs(),
      faults,
    },
  };
}

function actorOf(actors: readonly Actor[], name: string): Actor | undefined {
  return actors.find((actor) => actor.name === name);
}

/** They come later, or leave. */
function isAway({ steps }: Scenario, name: string): boolean {
  return steps.some(
    ({ person, line }) =>
      person === name &&
      line.parts.some((part) => part.kind === 'act' && /^(?:joins|leaves)$/u.test(part.act)),
  );
}

/** It is not known yet what becomes of it. */
function isUnsettled(line: PlayedLine, records: readonly ObservedRecord[], nowMs: number): boolean {
  if (line.sounds.length === 0) return false;
  const sinceMs = nowMs - line.endedAtMs;
  if (!line.hasWords) return sinceMs < NOISE_SETTLES_MS;
  if (sinceMs > RECORD_DEADLINE_MS) return false;
  return !records.some(
    ({ person, record }) =>
      person === line.person &&
      (record.marks.lastVoicedAtMs ?? record.marks.endedAtMs ?? 0) >=
        line.endedAtMs - CLOCK_SLACK_MS,
  );
}

async function typeCommand(
  { discord, guildId }: Stage,
  command: Command,
  userId = '',
): Promise<void> {
  if (command.name === 'addressing') {
    await changeSettings(discord, guildId, { addressing: command.addressing });
    return;
  }
  await discord.slash({ name: command.name, userId, guildId }).acknowledged;
}

/** As the server's owner, who may. */
export async function changeSettings(
  discord: Stage['discord'],
  guildId: string,
  options: Readonly<Record<string, string>>,
): Promise<void> {
  const userId = discord.guilds.find(({ id }) => id === guildId)?.ownerId ?? '';
  await discord.slash({ name: 'settings', options, userId, guildId }).acknowledged;
}
