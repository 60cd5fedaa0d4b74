/** One person of a scenario in virtual time: gives a frame every 20 ms, and says lines. */
import { createChannel, type Channel } from '../../src/async/channel.ts';
import {
  FRAME_MS,
  HEARD_FRAME_SAMPLES,
  type PcmFrame,
  type Speaker,
} from '../../src/pipeline/types.ts';
import { wordsOfLine } from '../../src/scenarios/lines.ts';
import type { PlayedLine } from '../../src/scenarios/observation.ts';
import type { Person, Step } from '../../src/scenarios/scenario.ts';
import type { Cell, CodedSound } from './coded-sound.ts';
import { cellsOfLine, type Moved } from './line-to-cells.ts';

/** Far more than is ever waiting. */
const FRAMES_WAITING = 10_000;

export type LineEvent = Extract<Moved, { kind: 'event' }>['part'];

export interface SimulatedPerson {
  readonly speaker: Speaker;
  readonly hasEcho: boolean;
  readonly isThere: boolean;
  readonly isSpeaking: boolean;
  readonly isMuted: boolean;
  /** Lines that have ended, and the one that is being said, in order. */
  readonly lines: readonly PlayedLine[];
  /** @returns the frames to listen to. */
  join(): Channel<PcmFrame>;
  leave(): void;
  mute(isMuted: boolean): void;
  says(step: Step, at: number): void;
  /** The next 20 ms. @param echo what their microphone hears of their loudspeakers. */
  frame(echo: Cell | undefined): void;
}

export function simulatedPerson(
  { name, hasEcho }: Person,
  sound: CodedSound,
  nowMs: () => number,
  onEvent: (event: LineEvent) => void,
): SimulatedPerson {
  const lines: PlayedLine[] = [];
  let ears: Channel<PcmFrame> | undefined;
  let isMuted = false;
  let saying: { left: Moved[]; line: Playing } | undefined;

  const hear = (cell: Cell | undefined) => {
    const isSent = cell !== undefined && !isMuted;
    ears?.offer({
      samples: isSent ? sound.frameOf(cell) : new Float32Array(HEARD_FRAME_SAMPLES),
      receivedAtMs: nowMs(),
      origin: isSent ? 'voice' : 'silence',
    });
  };

  const nextCell = (): Cell | undefined => {
    if (saying === undefined) return undefined;
    const { left, line } = saying;
    let next = left.shift();
    while (next?.kind === 'event') {
      onEvent(next.part);
      next = left.shift();
    }
    if (next === undefined) {
      saying = undefined;
      return undefined;
    }
    line.endedAtMs = nowMs();
    if (next.kind === 'silence' || isMuted) return undefined;
    const last = line.sounds.at(-1);
    if (last !== undefined && nowMs() - last.toMs <= FRAME_MS) last.toMs = nowMs();
    else line.sounds.push({ fromMs: nowMs() - FRAME_MS, toMs: nowMs() });
    return next.cell;
  };

  return {
    speaker: { id: name.toLowerCase(), name },
    hasEcho,
    lines,
    get isThere() {
      return ears !== undefined;
    },
    get isSpeaking() {
      return saying !== undefined;
    },
    get isMuted() {
      return isMuted;
    },
    join() {
      ears = createChannel<PcmFrame>(FRAMES_WAITING);
      return ears;
    },
    leave() {
      ears?.close();
      ears = undefined;
      isMuted = false;
    },
    mute(muted) {
      isMuted = muted;
    },
    says(step, at) {
      const line: Playing = {
        step: at,
        person: name,
        text: step.text,
        startedAtMs: nowMs(),
        endedAtMs: nowMs(),
        sounds: [],
        hasWords: wordsOfLine(step.line) !== '',
      };
      lines.push(line);
      saying = { left: [...cellsOfLine(step)], line };
    },
    frame(echo) {
      // What happens after the last sound of a line happens with it.
      hear(nextCell() ?? echo);
      while (saying?.left[0]?.kind === 'event') {
        const [event] = saying.left.splice(0, 1);
        if (event?.kind === 'event') onEvent(event.part);
      }
      if (saying?.left.length === 0) saying = undefined;
    },
  };
}

interface Playing extends PlayedLine {
  endedAtMs: number;
  readonly sounds: { fromMs: number; toMs: number }[];
}
