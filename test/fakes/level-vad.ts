import type { Vad } from '../../src/pipeline/ports.ts';

/** Takes loud windows for speech: enough where the words do not matter. */
export function levelVad(): Vad & { readonly resets: number; readonly windows: number } {
  let resets = 0;
  let windows = 0;
  return {
    windowSamples: 512,
    get resets() {
      return resets;
    },
    get windows() {
      return windows;
    },
    async speechProbability(window) {
      windows += 1;
      return window.reduce((sum, sample) => sum + Math.abs(sample), 0) / window.length > 0.15
        ? 0.95
        : 0.02;
    },
    reset() {
      resets += 1;
    },
  };
}
