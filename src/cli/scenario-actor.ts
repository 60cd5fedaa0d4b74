/** One person of a scenario on Loopback Discord: says lines in real time, and notes what was sent. */
import type { Caller } from '../../loopback/caller.ts';
import { systemClock } from '../async/clock.ts';
import type { Act, Command } from '../scenarios/lines.ts';
import type { PlayedLine } from '../scenarios/observation.ts';
import type { Step } from '../scenarios/scenario.ts';
import type { Performed } from './scenario-voices.ts';

export interface ActorParts {
  readonly name: string;
  readonly originMs: number;
  readonly enter: () => Promise<Caller>;
  readonly type: (command: Command) => Promise<void>;
}

/** Something that was sent, for the recording. Times as of `performance.now()`. */
interface SentSound {
  readonly startedAtMs: number;
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

export interface Actor {
  readonly name: string;
  readonly userId: string | undefined;
  readonly isSpeaking: boolean;
  readonly lines: readonly PlayedLine[];
  readonly sent: readonly SentSound[];
  /** Until it is said. */
  says(step: Step, at: number, performed: readonly Performed[], signal: AbortSignal): Promise<void>;
}

/** Silence frames that clients send when a voice falls silent. */
const SILENCE_FRAMES = 5;
const SILENCE_FRAMES_MS = 20 * SILENCE_FRAMES;

/** @param present where they are there from the beginning. */
export function createActor(
  { name, originMs, enter, type }: ActorParts,
  present: Caller | undefined,
): Actor {
  const lines: Saying[] = [];
  const sent: SentSound[] = [];
  let caller = present;
  let userId = present?.userId;
  let isMuted = false;
  let isSpeaking = false;
  const nowMs = () => systemClock.nowMs() - originMs;

  const act = async (what: Act) => {
    switch (what) {
      case 'joins':
        caller = await enter();
        userId = caller.userId;
        return;
      case 'leaves':
        await caller?.leave();
        caller = undefined;
        return;
      case 'mutes':
      case 'unmutes':
        isMuted = what === 'mutes';
        caller?.setMute(isMuted);
    }
  };

  const perform = async (
    part: Performed,
    next: Performed | undefined,
    line: Saying,
    signal: AbortSignal,
  ) => {
    if (part.kind === 'event') {
      if (part.part.kind === 'act') await act(part.part.act);
      else await type(part.part.command);
    } else if (part.kind === 'silence') {
      // The silence frames of the sound before are part of the pause.
      const leftMs = part.ms - (line.sounds.length > 0 ? SILENCE_FRAMES_MS : 0);
      await systemClock.sleep(Math.max(0, leftMs), signal);
    } else if (caller !== undefined) {
      const goesOn = next?.kind === 'sound' || next?.kind === 'event';
      const { startedAtMs, lastVoicedAtMs } = await caller.speak(part.sound, signal, {
        trailingSilenceFrames: goesOn ? 0 : SILENCE_FRAMES,
      });
      if (isMuted) return;
      line.sounds.push({ fromMs: startedAtMs - originMs, toMs: lastVoicedAtMs - originMs });
      sent.push({ startedAtMs, ...part.sound });
    }
  };

  return {
    name,
    lines,
    sent,
    get userId() {
      return userId;
    },
    get isSpeaking() {
      return isSpeaking;
    },
    async says(step, at, performed, signal) {
      const line: Saying = {
        step: at,
        person: name,
        text: step.text,
        startedAtMs: nowMs(),
        endedAtMs: nowMs(),
        sounds: [],
        hasWords: performed.some((part) => part.kind === 'sound' && part.hasWords),
      };
      lines.push(line);
      isSpeaking = true;
      try {
        for (const [index, part] of performed.entries())
          await perform(part, performed[index + 1], line, signal);
      } finally {
        line.endedAtMs = line.sounds.at(-1)?.toMs ?? nowMs();
        isSpeaking = false;
      }
    },
  };
}

interface Saying extends PlayedLine {
  endedAtMs: number;
  readonly sounds: { fromMs: number; toMs: number }[];
}
