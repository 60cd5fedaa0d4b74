/** Conversations side by side in this process, each with a caller who talks over every answer. */
import { systemClock as clock } from '../src/async/clock.ts';
import type { Mouth } from '../src/pipeline/ports.ts';
import { ENGINE_HZ } from '../src/pipeline/types.ts';
import type { Assistant, AssistantParts } from './assistants.ts';
import { holdings } from './holdings.ts';
import { createLiveCaller } from './live-caller.ts';
import type { Saying } from './sayings.ts';
import { stubStt } from './stub-models.ts';
import { createWallClockMouth } from './wall-clock-mouth.ts';

/** As long as a turn takes: the first questions are spread evenly over it. */
const SPREAD_MS = 6000;
/** How much of an answer is heard before it is talked over. */
const HEARD_MS = 1500;
/** An answer that has not begun by then will not come. */
const ANSWER_DEADLINE_MS = 8000;
const POLL_MS = 10;
const LATE_MS = 20;

export interface Level {
  readonly responsesMs: number[];
  frames: number;
  lateFrames: number;
  unanswered: number;
}

export interface TalkParts {
  readonly open: (parts: AssistantParts, mouth: Mouth) => Assistant;
  readonly parts: Omit<AssistantParts, 'stt'>;
  readonly sayings: readonly Saying[];
  readonly signal: AbortSignal;
}

/** @returns what was measured, and what the process holds while all of them are open. */
export async function talk(
  size: number,
  turns: number,
  talkParts: TalkParts,
): Promise<{ readonly level: Level; readonly mb: number }> {
  const { sayings, signal } = talkParts;
  const counts: Level = { responsesMs: [], frames: 0, lateFrames: 0, unanswered: 0 };
  const calls = Array.from({ length: size }, () => openCall(counts, talkParts));
  const said = calls.map(async (call, at) => {
    await clock.sleep((SPREAD_MS * at) / size, signal);
    for (let turn = 0; turn < turns; turn++) await call.turn(sayings[(at + turn) % sayings.length]);
  });
  await Promise.all(said);
  // Now: the collection holds up those who still talk.
  const level = { ...counts };
  const { heapMb, codeMb, externalMb } = holdings();
  for (const call of calls) await call.end();
  return { level, mb: heapMb + codeMb + externalMb };
}

function openCall(level: Level, { open, parts, signal }: TalkParts) {
  let newest = -1;
  let firstAtMs = 0;
  const mouth = createWallClockMouth(clock, ({ atMs, lateMs, playback }) => {
    level.frames += 1;
    if (lateMs > LATE_MS) level.lateFrames += 1;
    if (playback <= newest) return;
    newest = playback;
    firstAtMs = atMs;
  });
  const stt = stubStt(clock);
  const caller = createLiveCaller(clock);
  const assistant = open({ ...parts, stt }, mouth);
  const listening = assistant.listen(caller.frames, signal);
  return {
    async turn(saying: Saying | undefined) {
      if (saying === undefined) throw new Error('There is nothing to say');
      assistant.cut();
      stt.expect(saying.text, (saying.sound.length * 1000) / ENGINE_HZ);
      const before = newest;
      const { lastVoicedAtMs } = await caller.say(saying.sound, signal);
      while (newest === before && clock.nowMs() < lastVoicedAtMs + ANSWER_DEADLINE_MS)
        await clock.sleep(POLL_MS, signal);
      if (newest === before) level.unanswered += 1;
      else level.responsesMs.push(firstAtMs - lastVoicedAtMs);
      await clock.sleep(HEARD_MS, signal);
    },
    async end() {
      caller.leave();
      assistant.cut();
      await assistant[Symbol.asyncDispose]();
      await listening;
    },
  };
}
