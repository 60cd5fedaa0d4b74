/** How much voice there was, how loud, and how sure the VAD was of it. */
import type { VoiceEvidence } from './ear-port.ts';

export interface EvidenceCount {
  /** Speech by the VAD, pauses left out. */
  readonly voicedMs: number;
  /** RMS of the voiced frames. */
  readonly meanDbfs: number;
  readonly evidence: VoiceEvidence;
  frame(dbfs: number): void;
  /** @param probabilities of windows that were voice. */
  windows(probabilities: readonly number[], windowMs: number): void;
}

export function countEvidence(): EvidenceCount {
  let voicedMs = 0;
  let windows = 0;
  let probabilities = 0;
  let frames = 0;
  let energy = 0;
  const meanDbfs = () => 10 * Math.log10(energy / Math.max(1, frames) + 1e-10);
  return {
    get voicedMs() {
      return voicedMs;
    },
    get meanDbfs() {
      return meanDbfs();
    },
    get evidence() {
      return {
        voicedMs: Math.round(voicedMs),
        meanDbfs: meanDbfs(),
        meanProbability: probabilities / Math.max(1, windows),
      };
    },
    frame(dbfs) {
      frames += 1;
      energy += 10 ** (dbfs / 10);
    },
    windows(added, windowMs) {
      for (const probability of added) {
        voicedMs += windowMs;
        windows += 1;
        probabilities += probability;
      }
    },
  };
}
