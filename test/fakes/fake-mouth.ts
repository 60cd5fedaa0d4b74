/** A mouth that plays in virtual time, and remembers who was heard when. */
import type { Clock } from '../../src/async/clock.ts';
import type { Mouth } from '../../src/pipeline/ports.ts';
import { fakePlayback, type FakePlayback, type Pause, type Said } from './fake-playback.ts';

export interface FakeMouth extends Mouth {
  /** Clips whose sound began, in order. */
  readonly heard: readonly string[];
  /** The same with their times; `endedAtMs` when its sound was whole or was silenced for good. */
  readonly said: readonly Said[];
  /** Of all replies, in order. */
  readonly pauses: readonly Pause[];
  /** Sound is going out: not while paused. */
  readonly isSounding: boolean;
  readonly isPaused: boolean;
  /** Of the reply that was opened last; 1 before. */
  readonly gain: number;
}

export function fakeMouth(clock: Clock): FakeMouth {
  const said: Said[] = [];
  const pauses: Pause[] = [];
  let open: FakePlayback | undefined;
  return {
    said,
    pauses,
    get heard() {
      return said.map(({ text }) => text);
    },
    get isSounding() {
      return open?.isSounding === true;
    },
    get isPaused() {
      return open?.isPaused === true;
    },
    get gain() {
      return open?.gain ?? 1;
    },
    open() {
      open?.abort();
      open = fakePlayback(clock, { said, pauses });
      return open;
    },
  };
}
