/** What a microphone hears of Parley through the loudspeakers beside it: its words, a moment later. */
import { FRAME_MS } from '../../src/pipeline/types.ts';
import type { Cell, Word } from './coded-sound.ts';
import { spread } from './line-to-cells.ts';

/** Discord's way there and the room's way back. */
const DELAY_MS = 160;

export interface Echo {
  /** To be called at every frame. @param saying what Parley says in it. */
  cell(saying: { readonly text: string; readonly playedMs: number } | undefined): Cell | undefined;
}

/** As stub synthesis makes it: 65 ms a character. */
const CHAR_MS = 65;

export function createEcho(): Echo {
  const late: (Cell | undefined)[] = Array.from({ length: DELAY_MS / FRAME_MS });
  let said: { readonly text: string; readonly words: readonly Word[] } | undefined;
  return {
    cell(saying) {
      if (saying !== undefined && said?.text !== saying.text) {
        const cells = Math.ceil((saying.text.length * CHAR_MS) / FRAME_MS);
        said = { text: saying.text, words: spread(saying.text, cells) };
      }
      const word = saying && said?.words[Math.floor(saying.playedMs / FRAME_MS)];
      late.push(word && { word, probability: 0.85, isLoud: true, soundsFinished: false });
      return late.shift();
    },
  };
}
