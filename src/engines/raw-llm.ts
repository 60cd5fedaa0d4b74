/** What the resilient language model needs of a provider: one attempt, no retries. */
import type { LlmRequest } from '../pipeline/ports.ts';
import { readRateLimits, type RateLimits } from './rate-limits.ts';

export type RawDelta =
  /** The answer has begun; comes first. What its headers say about what is left. */
  | { readonly type: 'answered'; readonly limits: RateLimits | undefined }
  /** Text as it came; it may still contain `<think>` blocks. */
  | { readonly type: 'text'; readonly text: string }
  /** The model is at work (reasoning, an empty delta): proves that the stream lives. */
  | { readonly type: 'activity' }
  /** The provider said that the reply is over. A stream that ends without it was cut. */
  | { readonly type: 'end'; readonly reason: string };

export interface RawLlm extends AsyncDisposable {
  /** For people: "Groq", "OpenAI-compatible server at localhost:11434". */
  readonly provider: string;
  /** Strings that must never be shown: keys. */
  readonly secrets: readonly string[];
  /**
   * The model to use when those in `gone` no longer exist; undefined when there is no other.
   *
   * @throws the SDK's errors (a server may have to be asked); once `signal` aborts, anything.
   */
  pickModel(gone: readonly string[], signal: AbortSignal): Promise<string | undefined>;
  /** One request. @throws the SDK's errors; ends early or throws once `signal` aborts. */
  stream(model: string, request: LlmRequest, signal: AbortSignal): AsyncIterable<RawDelta>;
  /** Opens the connection, so that the first question does not wait for it. @throws anything. */
  warmUp(signal: AbortSignal): Promise<void>;
  /** A request will follow soon: opens a connection if none is idle. Never waits, never throws. */
  prepare(): void;
}

/** The part of a chat completion chunk that groq-sdk and openai have in common. */
interface ChatChunk {
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string | null | undefined };
    readonly finish_reason?: string | null | undefined;
  }[];
}

/** An answer as both SDKs' `withResponse()` hands it over. */
interface ChatAnswer {
  readonly data: AsyncIterable<ChatChunk>;
  readonly response: { readonly headers: Pick<Headers, 'get'> };
}

/** Reasoning fields ("reasoning", "reasoning_content") are no content: they only show activity. */
export async function* answerToDeltas({
  data,
  response,
}: ChatAnswer): AsyncGenerator<RawDelta, void, undefined> {
  yield { type: 'answered', limits: readRateLimits(response.headers) };
  for await (const chunk of data) {
    const choice = chunk.choices?.[0];
    const text = choice?.delta?.content ?? '';
    yield text === '' ? { type: 'activity' } : { type: 'text', text };
    const reason = choice?.finish_reason;
    if (typeof reason === 'string' && reason !== '') yield { type: 'end', reason };
  }
}
