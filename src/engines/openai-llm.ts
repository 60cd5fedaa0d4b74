/** Any OpenAI-compatible server (Ollama, llama.cpp, vLLM …), through the openai package. */
import OpenAI, { NotFoundError } from 'openai';
import { z } from 'zod';
import { keepAliveFetch } from './keep-alive-fetch.ts';
import { answerToDeltas, type RawLlm } from './raw-llm.ts';

export interface OpenAiOptions {
  /** Up to and with /v1. */
  readonly baseUrl: string;
  /** Without one: the first that the server lists. */
  readonly model?: string | undefined;
  readonly apiKey?: string | undefined;
}

/** Local servers need no key, but the package insists on one. */
const NO_KEY = 'none';

/** Listed beside the chat models by servers that offer both. */
const NOT_FOR_CHAT = /embed|rerank|whisper|tts|guard|moderation|dall-e|bge-/iu;

const ModelList = z.object({ data: z.array(z.object({ id: z.string() })) });

/** For servers that list nothing: most of them serve one model and ignore the name. */
const ANY_MODEL = 'default';

export function createOpenAiLlm({ baseUrl, model, apiKey }: OpenAiOptions): RawLlm {
  const connection = keepAliveFetch(baseUrl);
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? NO_KEY,
    // What the environment may hold for other programs is none of this server's business.
    organization: null,
    project: null,
    maxRetries: 0,
    fetch: connection.fetch,
    logLevel: 'off',
  });
  /** As the warm-up found them: whoever asks first need not wait for them again. */
  let listed: readonly string[] = [];

  return {
    provider: `OpenAI-compatible server at ${new URL(baseUrl).host}`,
    secrets: [...(apiKey === undefined ? [] : [apiKey]), ...credentialsIn(baseUrl)],

    async pickModel(gone, signal) {
      if (model !== undefined && !gone.includes(model)) return model;
      // What is gone makes the list an old one.
      const isKnown = listed.length > 0 && gone.length === 0;
      const all = isKnown ? listed : await listModels(client, signal);
      const names = all.filter((id) => !gone.includes(id));
      const name = names.find((id) => !NOT_FOR_CHAT.test(id)) ?? names[0];
      return name ?? (gone.includes(ANY_MODEL) ? undefined : ANY_MODEL);
    },

    async *stream(name, { messages, maxTokens }, signal) {
      const body = {
        model: name,
        messages: messages.map(({ role, content }) => ({ role, content })),
        // Not max_completion_tokens: older servers do not know it and would write on for ever.
        max_tokens: maxTokens,
        stream: true,
      } as const;
      yield* answerToDeltas(await client.chat.completions.create(body, { signal }).withResponse());
    },

    async warmUp(signal) {
      listed = await listModels(client, signal);
    },

    prepare: () => connection.prepare(),

    [Symbol.asyncDispose]: () => connection.close(),
  };
}

/** A list without a content type, as small servers send it, is a list too. */
async function listModels(client: OpenAI, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const response = await client.models.list({ signal }).asResponse();
    return ModelList.parse(await response.json()).data.map(({ id }) => id);
  } catch (error) {
    const isUnlisted = error instanceof NotFoundError || error instanceof z.ZodError;
    if (isUnlisted || error instanceof SyntaxError) return [];
    throw error;
  }
}

function credentialsIn(address: string): readonly string[] {
  const { username, password } = new URL(address);
  return [username, password].filter((part) => part !== '');
}
