/** Checks that the language model answers. */
import type { Clock } from '../async/clock.ts';
import type { Config } from '../config.ts';
import { checkLlm, openLlm } from '../engines/open-llm.ts';
import type { Logger } from '../log.ts';
import { flawed, ok, skipped, type CheckResult } from './check.ts';

type LlmConfig = Pick<
  Config,
  'LLM_BASE_URL' | 'LLM_MODEL' | 'LLM_API_KEY' | 'GROQ_API_KEY' | 'GROQ_MODEL' | 'GROQ_BASE_URL'
>;

const NAME = 'language model';

/** Asks it one tiny question; the embedded one is only a file, and checked with the models. */
export async function checkLanguageModel(
  config: LlmConfig,
  clock: Clock,
  log: Logger,
  signal: AbortSignal,
): Promise<CheckResult> {
  if (config.LLM_BASE_URL === undefined && config.GROQ_API_KEY === undefined)
    return skipped(
      NAME,
      'neither GROQ_API_KEY nor LLM_BASE_URL: the small embedded model stands in for one',
    );
  await using llm = await openLlm(
    {
      lmBaseUrl: config.LLM_BASE_URL,
      lmModel: config.LLM_MODEL,
      lmApiKey: config.LLM_API_KEY,
      groqApiKey: config.GROQ_API_KEY,
      groqModel: config.GROQ_MODEL,
      groqBaseUrl: config.GROQ_BASE_URL,
      smolLm2File: () => Promise.reject(new Error('The embedded model is not asked here')),
      clock,
      log,
    },
    signal,
  );
  const startedAtMs = clock.nowMs();
  const fault = await checkLlm(llm, signal);
  const { provider, model, notice } = llm.description;
  if (fault !== undefined) return flawed(NAME, fault, adviceFor(config));
  const answered = `${model} (${provider}) answers after ${Math.round(clock.nowMs() - startedAtMs)} ms`;
  if (notice === undefined) return ok(NAME, answered);
  return flawed(NAME, `${answered}; ${notice}`, 'Name a model that is there in GROQ_MODEL.');
}

function adviceFor({ LLM_BASE_URL }: LlmConfig): string {
  return LLM_BASE_URL === undefined
    ? 'Check GROQ_API_KEY and GROQ_MODEL (console.groq.com); until then Parley can only apologise.'
    : 'Check LLM_BASE_URL, LLM_MODEL and LLM_API_KEY, and that the server runs.';
}
