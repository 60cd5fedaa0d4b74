/**
 * Sound that says what it is: every sample carries the number of the 20 ms that it belongs to, so
 * that stub models know from any piece of sound which words, or what noise, they hear.
 */
import { HEARD_FRAME_SAMPLES } from '../../src/pipeline/types.ts';

export interface Word {
  readonly text: string;
  /** 20 ms of it. */
  readonly cells: number;
}

/** What one frame of 20 ms holds. */
export interface Cell {
  readonly word?: Word;
  /** That it is speech, for the VAD. */
  readonly probability: number;
  readonly isLoud: boolean;
  /** Whether a voice that ends after this sounds done; undefined for what is no voice. */
  readonly soundsFinished?: boolean;
}

export interface CodedSound {
  frameOf(cell: Cell): Float32Array;
  /** The cells in a piece of sound, in order, each once. */
  cellsIn(samples: Float32Array): readonly Cell[];
  cellAt(sample: number): Cell | undefined;
}

/** −10 and −45 dBFS: a voice, and what is only just to be heard. */
const LOUD = 0.3;
const QUIET = 0.0055;

/** Sixteen times what a 32-bit float can tell apart. */
const STEP = 2 ** -20;

/** Pieces of sound need not begin with a frame. */
const LOOK_EVERY_SAMPLES = HEARD_FRAME_SAMPLES / 4;

export function createCodedSound(): CodedSound {
  const cells: Cell[] = [];
  const cellAt = (sample: number) => {
    if (sample < QUIET / 2) return undefined;
    const level = sample > LOUD / 2 ? LOUD : QUIET;
    return cells[Math.round((sample / level - 1) / STEP)];
  };
  return {
    frameOf(cell) {
      const level = cell.isLoud ? LOUD : QUIET;
      const frame = new Float32Array(HEARD_FRAME_SAMPLES).fill(level * (1 + cells.length * STEP));
      cells.push(cell);
      return frame;
    },
    cellAt,
    cellsIn(samples) {
      const found = new Set<Cell>();
      for (let at = 0; at < samples.length; at += LOOK_EVERY_SAMPLES) {
        const cell = cellAt(samples[at] ?? 0);
        if (cell !== undefined) found.add(cell);
      }
      return [...found];
    },
  };
}
