/**
 * What Parley makes of sounds over its reply: real recognition, synthesis, turn detection and voice
 * activity, one conversation for each sound. Backchannels, coughs, typing and Parley's own voice
 * must not end the reply nor silence it for more than a second; words that are meant must.
 */
import { systemClock as clock } from '../src/async/clock.ts';
import { FRAME_MS } from '../src/pipeline/types.ts';
import { openParley, type AssistantParts } from './assistants.ts';
import { withEcho } from './echo.ts';
import { makeInterjections, type Interjection, type Kind } from './interjections.ts';
import { createLiveCaller } from './live-caller.ts';
import { describeMachine, untilQuiet } from './machine.ts';
import { openModels } from './open-models.ts';
import { overhearing } from './overhearing-stt.ts';
import { readRecordings } from './recordings.ts';
import type { Bench, BenchCase, BenchRow } from './result.ts';
import { readSayings, type Saying } from './sayings.ts';
import { summarise } from './statistics.ts';
import { REPLY } from './stub-models.ts';
import { createWallClockMouth } from './wall-clock-mouth.ts';

/** A pause longer than this is a false stop. */
const MAX_PAUSE_MS = 1000;
const TARGETS: Partial<Record<Kind, BenchRow['target']>> = {
  backchannel: { median: 800 },
};
const STOP_TARGET = { median: 150, p95: 200 };

const ANSWER_DEADLINE_MS = 8000;
/** How much of the reply is heard before the sound comes. */
const HEARD_MS = 1500;
/** What is not decided by then will not be. */
const SETTLED_MS = 2500;
const POLL_MS = 10;

/** What became of one sound. */
interface Outcome extends BenchCase {
  readonly kind: Kind;
  readonly isFalseStop: boolean;
  /** Onset to the last frame of the reply that ended; null where it went on. */
  readonly stoppedAfterMs: number | null;
  /** Onset to the decision that it ends. */
  readonly abortedAfterMs: number | null;
}

export const bargeIn: Bench = {
  name: 'barge-in',
  description: 'backchannels, coughs, typing, echo and speech over a reply, with real models',

  async run(options) {
    const { only = '', recordings, say, signal } = options;
    await using models = await openModels([REPLY], signal);
    const { engines, llm } = models;
    const { stt, tts, turnDetector } = engines;
    const parts = { stt, tts, llm, turnDetector, clock, createVad: () => engines.createVad() };
    const [question] = await readSayings();
    if (question === undefined) throw new Error('There is nothing to ask');
    const recorded = recordings === undefined ? [] : await readRecordings(recordings);
    const all = [...recorded, ...(await makeInterjections(tts, signal))];
    const chosen = all.filter(({ name, kind }) => `${kind} ${name}`.includes(only));
    await untilQuiet(options);
    const machine = describeMachine();
    const outcomes: Outcome[] = [];
    for (const interjection of chosen) {
      const outcome = await interject(interjection, parts, question, signal);
      say(
        `${outcome.isRight ? 'hit ' : 'MISS'} ${outcome.name}: ${outcome.got} [${outcome.heard.join(' / ')}]`,
      );
      outcomes.push(outcome);
    }
    const falseStops = outcomes.filter(({ isFalseStop }) => isFalseStop).length;
    return {
      name: bargeIn.name,
      machine,
      unit: 'ms',
      rows: rowsOf(outcomes),
      cases: outcomes.map(({ name, kind, wanted, got, heard, isRight, pausedMs }) => ({
        name: `${kind}: ${name}`,
        wanted,
        got,
        heard,
        isRight,
        pausedMs,
      })),
      notes: [
        `False stops: ${falseStops} (target 0).`,
        'Voices are synthetic, and coughs, laughter and typing are made up, but for recordings that were handed in: people sound otherwise.',
      ],
    };
  },
};

async function interject(
  interjection: Interjection,
  parts: AssistantParts,
  question: Saying,
  signal: AbortSignal,
): Promise<Outcome> {
  const mouth = createWallClockMouth(clock);
  const caller = createLiveCaller(clock);
  const stt = overhearing(parts.stt);
  await using parley = openParley({ ...parts, stt }, mouth);
  const listening = parley.listen(caller.frames, signal);
  const { lastVoicedAtMs } = await caller.say(question.sound, signal);
  while (mouth.framesOut.length === 0 && clock.nowMs() < lastVoicedAtMs + ANSWER_DEADLINE_MS)
    await clock.sleep(POLL_MS, signal);
  await clock.sleep(HEARD_MS, signal);
  const playback = mouth.framesOut.at(-1)?.playback;
  if (playback === undefined) throw new Error(`Cannot try "${interjection.name}": no reply began`);

  const before = stt.texts.length;
  const onsetMs = clock.nowMs() + interjection.onsetMs;
  await caller.say(withEcho(interjection, mouth, clock), signal);
  const saidMs = clock.nowMs();
  const abort = () => mouth.aborts.find((each) => each.playback === playback);
  while (abort() === undefined && clock.nowMs() < saidMs + SETTLED_MS)
    await clock.sleep(POLL_MS, signal);
  const endMs = clock.nowMs();
  const heard = stt.texts.slice(before);
  const aborted = abort();
  const old = mouth.framesOut.filter((frame) => frame.playback === playback);
  const pausesMs = mouth.pauses
    .filter((pause) => pause.playback === playback)
    .map(({ atMs, resumedAtMs }) => (resumedAtMs ?? aborted?.atMs ?? endMs) - atMs);
  const isLowered = old.some(({ gain }) => gain < 1);
  caller.leave();
  await parley[Symbol.asyncDispose]();
  await listening;

  const verdicts = parley.records.flatMap(({ interruptions }) => interruptions);
  const pausedMs = pausesMs.reduce((sum, ms) => sum + ms, 0);
  const isFalseStop = aborted !== undefined || pausesMs.some((ms) => ms > MAX_PAUSE_MS);
  const isMeant = interjection.kind === 'speech';
  const why = verdicts.map(({ verdict }) => verdict).join(', ');
  const lastOldMs = old.at(-1)?.atMs ?? onsetMs;
  const cutAfterMs = lastOldMs - onsetMs;
  return {
    name: interjection.name,
    kind: interjection.kind,
    wanted: isMeant ? 'reply ends' : 'reply goes on',
    got: `${aborted === undefined ? `reply goes on${isLowered ? ' lowered' : ''}` : 'reply ends'}${why === '' ? '' : ` (${why})`}`,
    heard,
    isRight: isMeant ? aborted !== undefined : !isFalseStop,
    pausedMs: pausesMs.length === 0 ? null : Math.round(pausedMs),
    isFalseStop: !isMeant && isFalseStop,
    // A word that came while the sound was held already costs no frame.
    stoppedAfterMs: aborted === undefined ? null : Math.max(0, cutAfterMs + FRAME_MS),
    abortedAfterMs: aborted === undefined ? null : aborted.atMs - onsetMs,
  };
}

function rowsOf(outcomes: readonly Outcome[]): BenchRow[] {
  const kinds: readonly Kind[] = ['backchannel', 'noise', 'echo'];
  const pauses = kinds.map((kind): BenchRow => {
    // One that ended the reply has no pause; it counts as a false stop.
    const wentOn = outcomes.filter((each) => each.kind === kind && each.abortedAfterMs === null);
    const target = TARGETS[kind];
    return {
      measure: 'paused in all',
      of: kind,
      ...summarise(wentOn.map(({ pausedMs }) => pausedMs ?? 0)),
      ...(target === undefined ? {} : { target }),
    };
  });
  const ended = outcomes.filter(({ kind }) => kind === 'speech');
  const of = (pick: (outcome: Outcome) => number | null) =>
    summarise(ended.map(pick).filter((ms) => ms !== null));
  return [
    ...pauses,
    {
      measure: 'onset to the end of the last old frame',
      of: 'speech',
      ...of(({ stoppedAfterMs }) => stoppedAfterMs),
      target: STOP_TARGET,
    },
    {
      measure: 'onset to the end of the reply',
      of: 'speech',
      ...of((each) => each.abortedAfterMs),
    },
  ];
}
