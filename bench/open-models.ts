/** The real models as the configuration has them, and the language model at a known pace. */
import { systemClock as clock } from '../src/async/clock.ts';
import { readConfig } from '../src/config.ts';
import { openEngines, type Engines } from '../src/engines/open-engines.ts';
import { openLlm } from '../src/engines/open-llm.ts';
import { createLog } from '../src/log.ts';
import type { Llm } from '../src/pipeline/ports.ts';
import { forkPacedLlm } from './paced-llm-process.ts';
import type { PacedLlmServer } from './paced-llm-server.ts';
import { LLM_PACE } from './stub-models.ts';

export interface Models extends AsyncDisposable {
  readonly engines: Engines;
  /** Through the real adapter, over HTTP. */
  readonly llm: Llm;
  /** What is behind it. */
  readonly server: PacedLlmServer;
}

/** @param replies what the language model answers one after the other, whatever it is asked. */
export async function openModels(replies: readonly string[], signal: AbortSignal): Promise<Models> {
  const config = readConfig();
  const log = createLog('error', false);
  await using opening = new AsyncDisposableStack();
  const server = opening.use(await forkPacedLlm(replies, LLM_PACE));
  const engines = opening.use(
    await openEngines({
      modelsDir: config.PARLEY_MODELS_DIR,
      sttId: config.PARLEY_STT,
      ttsId: config.PARLEY_TTS,
      clock,
      signal,
      log,
    }),
  );
  const llm = opening.use(
    await openLlm(
      {
        lmBaseUrl: server.baseUrl,
        groqModel: config.GROQ_MODEL,
        smolLm2File: () => Promise.reject(new Error('The paced server is there')),
        clock,
        log,
      },
      signal,
    ),
  );
  const resources = opening.move();
  return { engines, llm, server, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
