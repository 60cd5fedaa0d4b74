/** Groq's hosted language models, through groq-sdk. One attempt a call; see resilient-llm.ts. */
import Groq from 'groq-sdk';
import type { ChatCompletionCreateParamsStreaming } from 'groq-sdk/resources/chat/completions';
import type { LlmRequest } from '../pipeline/ports.ts';
import { keepAliveFetch } from './keep-alive-fetch.ts';
import { answerToDeltas, type RawLlm } from './raw-llm.ts';

export interface GroqOptions {
  readonly apiKey: string;
  /** First choice. */
  readonly model: string;
  /** Instead of https://api.groq.com; groq-sdk puts /openai/v1 behind it. */
  readonly baseUrl?: string | undefined;
}

/**
 * Tried in this order when the configured model is gone: llama-3.1-8b-instant was shut down for
 * free and developer accounts in August 2026, gpt-oss-20b is the fastest that remains.
 */
const OTHER_MODELS = ['llama-3.1-8b-instant', 'openai/gpt-oss-20b', 'llama-3.3-70b-versatile'];

/** What a reasoning model may think at low effort, in tokens, on top of the reply. A guess. */
const REASONING_TOKENS = 512;

export function createGroqLlm({
  apiKey,
  model,
  baseUrl = 'https://api.groq.com',
}: GroqOptions): RawLlm {
  const connection = keepAliveFetch(baseUrl);
  const client = new Groq({
    apiKey,
    baseURL: baseUrl,
    // The SDK would sleep out Retry-After without a cap.
    maxRetries: 0,
    fetch: connection.fetch,
    logLevel: 'off',
  });
  const candidates = [...new Set([model, ...OTHER_MODELS])];

  return {
    provider: 'Groq',
    secrets: [apiKey],

    async pickModel(gone) {
      return candidates.find((candidate) => !gone.includes(candidate));
    },

    async *stream(name, request, signal) {
      const body = requestBody(name, request);
      yield* answerToDeltas(await client.chat.completions.create(body, { signal }).withResponse());
    },

    async warmUp(signal) {
      await client.models.list({ signal });
    },

    prepare: () => connection.prepare(),

    [Symbol.asyncDispose]: () => connection.close(),
  };
}

function requestBody(
  model: string,
  { messages, maxTokens }: LlmRequest,
): ChatCompletionCreateParamsStreaming {
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    ...lengthAndReasoning(model, maxTokens),
  };
}

/** Reasoning is never wanted: it costs time before the first word and must not be spoken. */
function lengthAndReasoning(
  model: string,
  maxTokens: number,
): Partial<ChatCompletionCreateParamsStreaming> {
  if (/gpt-oss/u.test(model)) {
    return {
      reasoning_effort: 'low',
      include_reasoning: false,
      max_completion_tokens: maxTokens + REASONING_TOKENS,
    };
  }
  if (/qwen|deepseek/u.test(model)) {
    return { reasoning_format: 'hidden', max_completion_tokens: maxTokens + REASONING_TOKENS };
  }
  return { max_completion_tokens: maxTokens };
}
