/**
 * The whole bot with recognition and synthesis of known pace, as a process of its own: everything else,
 * the turn model among it, is as it ships.
 */
import { systemClock as clock } from '../src/async/clock.ts';
import { openBrain, type Brain } from '../src/brain.ts';
import { runBotProgram } from '../src/bot-program.ts';
import type { VoiceLease } from '../src/engines/voice-pool.ts';
import { readSayings } from './sayings.ts';
import { hummingTts, STT_MS } from './stub-models.ts';

/** Recognises one sentence in whatever is said: the callers say nothing else. */
async function openStubBrain(...args: Parameters<typeof openBrain>): Promise<Brain> {
  const brain = await openBrain(...args);
  const [saying] = await readSayings();
  const tts = hummingTts(clock);
  const lease: VoiceLease = {
    model: { voice: () => tts, async [Symbol.asyncDispose]() {} },
    [Symbol.dispose]() {},
  };
  return {
    ...brain,
    // Its memory would be counted, and nobody speaks with it.
    expectCrowd() {},
    parts: {
      ...brain.parts,
      tts,
      stt: {
        maxPieceMs: brain.parts.stt.maxPieceMs,
        async transcribe(_samples, signal, options) {
          options?.onBegun?.();
          await clock.sleep(STT_MS, signal);
          return { text: saying?.text ?? '' };
        },
        async [Symbol.asyncDispose]() {},
      },
    },
    voices: {
      take: () => ({ status: 'ready', lease }),
      load: async () => lease,
      async [Symbol.asyncDispose]() {},
    },
  };
}

await runBotProgram(openStubBrain);
