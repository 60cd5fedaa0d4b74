/** Recognition that writes down what it recognised. */
import type { Stt } from '../src/pipeline/ports.ts';

export interface OverhearingStt extends Stt {
  /** In order, with what came of parts of it before the whole. */
  readonly texts: readonly string[];
}

export function overhearing(stt: Stt): OverhearingStt {
  const texts: string[] = [];
  return {
    texts,
    maxPieceMs: stt.maxPieceMs,
    async transcribe(samples, signal, options) {
      const transcript = await stt.transcribe(samples, signal, options);
      texts.push(transcript.text.trim());
      return transcript;
    },
    // Whoever opened it closes it.
    async [Symbol.asyncDispose]() {},
  };
}
