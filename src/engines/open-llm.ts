/** Opens the language model that the configuration asks for. */
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import { type Llm, LlmError } from '../pipeline/ports.ts';
import { createGroqLlm } from './groq-llm.ts';
import { createOpenAiLlm } from './openai-llm.ts';
import type { RawLlm } from './raw-llm.ts';
import { createResilientLlm } from './resilient-llm.ts';

export interface LlmOptions {
  /** LLM_BASE_URL: taken first. */
  readonly lmBaseUrl?: string | undefined;
  readonly lmModel?: string | undefined;
  readonly lmApiKey?: string | undefined;
  /** GROQ_API_KEY: taken second. */
  readonly groqApiKey?: string | undefined;
  readonly groqModel: string;
  readonly groqBaseUrl?: string | undefined;
  /** Path of the embedded model's file, fetched if need be; only called when nothing else is set. */
  readonly smolLm2File: () => Promise<string>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A server that does not answer must not hold up the start. A guess. */
const WARM_UP_MS = 2000;

/**
 * The first of LLM_BASE_URL, GROQ_API_KEY, the embedded model. A server that cannot be reached yet
 * is no error: each question tries again.
 *
 * @throws {EngineError} when the embedded model cannot be loaded; `signal.reason` once aborted;
 *   errors of `smolLm2File`.
 */
export async function openLlm(options: LlmOptions, signal: AbortSignal): Promise<Llm> {
  signal.throwIfAborted();
  const raw = rawLlm(options);
  if (raw !== undefined) {
    const llm = createResilientLlm({ raw, clock: options.clock, log: options.log });
    await warmUp(raw, options, signal);
    return llm;
  }
  const modelFile = await options.smolLm2File();
  signal.throwIfAborted();
  // Its native library is only loaded where it is needed.
  const { openSmolLm2 } = await import('./smollm2-llm.ts');
  return openSmolLm2(modelFile);
}

/**
 * One tiny request, as `parley doctor` makes it.
 *
 * @returns what is wrong, in one sentence; undefined when the model answers.
 * @throws `signal.reason` once aborted.
 */
export async function checkLlm(llm: Llm, signal: AbortSignal): Promise<string | undefined> {
  const messages = [{ role: 'user', content: 'Say OK.' }] as const;
  try {
    for await (const _ of llm.stream({ messages, maxTokens: 5 }, signal)) break;
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LlmError) return error.message;
    throw error;
  }
}

function rawLlm(options: LlmOptions): RawLlm | undefined {
  const { lmBaseUrl, lmModel, lmApiKey, groqApiKey, groqModel, groqBaseUrl } = options;
  if (lmBaseUrl !== undefined)
    return createOpenAiLlm({ baseUrl: lmBaseUrl, model: lmModel, apiKey: lmApiKey });
  if (groqApiKey !== undefined)
    return createGroqLlm({ apiKey: groqApiKey, model: groqModel, baseUrl: groqBaseUrl });
  return undefined;
}

async function warmUp(raw: RawLlm, { clock, log }: LlmOptions, signal: AbortSignal): Promise<void> {
  const attempt = new AbortController();
  const onAbort = () => attempt.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([raw.warmUp(attempt.signal), clock.sleep(WARM_UP_MS, attempt.signal)]);
  } catch {
    signal.throwIfAborted();
    log.debug({ provider: raw.provider }, 'language model could not be reached yet');
  } finally {
    signal.removeEventListener('abort', onAbort);
    attempt.abort(new Error('The warm-up is over'));
  }
}
