/**
 * SmolLM2-135M-Instruct inside this process, through node-llama-cpp: a stand-in when no other
 * language model is configured. Small and often wrong, but a real model in 100 MB.
 */
import {
  getLlama,
  type LlamaContextSequence,
  LlamaLogLevel,
  type LlamaModel,
} from 'node-llama-cpp';
import { abortable } from '../async/abortable.ts';
import { EngineError, type Llm, LlmError, type LlmRequest } from '../pipeline/ports.ts';
import type { ChatMessage } from '../pipeline/types.ts';

/** Beyond this it wanders off. */
const MAX_TOKENS = 40;
/** The examples are about 100 tokens, a long remark 100 more. */
const CONTEXT_TOKENS = 512;
/** Requests answered at the same time (several guilds); more wait for their turn. */
const SEQUENCES = 2;

/**
 * llama.cpp's threads wait for each other in busy loops: with the default of 4 on two busy cores a
 * token took 3 s; one thread gave the first token after 24 ms and 100 a second (measured), and leaves
 * a core to synthesis.
 */
const THREADS = 1;

/** It strays with rules, names and a history: what it gets is two exchanges to imitate, and the remark. */
const EXAMPLES: readonly ChatMessage[] = [
  { role: 'system', content: 'You answer in one short, friendly sentence.' },
  { role: 'user', content: 'What is the capital of Italy?' },
  { role: 'assistant', content: 'The capital of Italy is Rome.' },
  { role: 'user', content: 'Hello, how are you?' },
  { role: 'assistant', content: 'I am fine, thank you. What can I do for you?' },
];

/**
 * @param modelFile path of SmolLM2-135M-Instruct.Q4_1.gguf.
 * @throws {EngineError} when the file or the native library cannot be loaded.
 */
export async function openSmolLm2(modelFile: string): Promise<Llm> {
  const resources = new AsyncDisposableStack();
  try {
    // Neither a compiler nor a download at run time; the package's CPU build is what we ship.
    const llama = resources.use(
      await getLlama({
        gpu: false,
        build: 'never',
        logLevel: LlamaLogLevel.error,
        maxThreads: THREADS,
      }),
    );
    const model = resources.use(await llama.loadModel({ modelPath: modelFile }));
    const context = resources.use(
      await model.createContext({
        contextSize: CONTEXT_TOKENS,
        sequences: SEQUENCES,
        threads: THREADS,
      }),
    );
    const sequences = Array.from({ length: SEQUENCES }, () => context.getSequence());
    return new SmolLm2(model, sequences, resources);
  } catch (error) {
    await resources.disposeAsync();
    throw new EngineError(
      `Cannot load the embedded language model from ${modelFile}: delete the file and start again to fetch it anew`,
      { cause: error },
    );
  }
}

class SmolLm2 implements Llm {
  readonly promptStyle = 'last-remark';
  readonly description = { provider: 'embedded', model: 'SmolLM2-135M-Instruct' };
  readonly #model: LlamaModel;
  readonly #free: LlamaContextSequence[] = [];
  readonly #waiting: ((sequence: LlamaContextSequence) => void)[] = [];
  readonly #resources: AsyncDisposableStack;
  readonly #reading: Promise<void>;
  #isClosing = false;

  constructor(
    model: LlamaModel,
    sequences: readonly LlamaContextSequence[],
    resources: AsyncDisposableStack,
  ) {
    this.#model = model;
    this.#resources = resources;
    this.#reading = this.#readExamples(sequences);
  }

  async *stream(request: LlmRequest, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
    const ending = new AbortController();
    try {
      yield* abortable(this.#generate(request, AbortSignal.any([signal, ending.signal])), signal);
    } catch (error) {
      signal.throwIfAborted();
      throw new LlmError('unavailable', 'Cannot answer with the embedded language model', {
        cause: error,
      });
    } finally {
      ending.abort();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosing = true;
    await this.#reading;
    await this.#resources.disposeAsync();
  }

  /**
   * Half a second of work, more on a slow machine: done before anybody asks. A question that comes
   * meanwhile waits for the first place that is ready, as it would for the reading.
   */
  async #readExamples(sequences: readonly LlamaContextSequence[]): Promise<void> {
    const tokens = this.#model.tokenize(EXAMPLES.map(chatMl).join(''), true);
    for (const sequence of sequences) {
      if (this.#isClosing) return;
      try {
        await sequence.evaluateWithoutGeneratingNewTokens(tokens);
      } catch {
        // The question that gets this place reads them itself, and tells what is wrong.
      }
      this.#giveBack(sequence);
    }
  }

  /** Runs on to its next step after an abort, so that the sequence is never used by two at once. */
  async *#generate(
    { messages, maxTokens }: LlmRequest,
    signal: AbortSignal,
  ): AsyncGenerator<string, void, undefined> {
    const sequence = await this.#take();
    try {
      if (signal.aborted) return;
      const turns = [...EXAMPLES, ...messages].map(chatMl).join('');
      const prompt = this.#model.tokenize(`${turns}<|im_start|>assistant\n`, true);
      // Only what differs from what was read before is evaluated: the remark.
      await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
      const fresh = prompt.slice(sequence.nextTokenIndex);
      yield* this.#reply(sequence, fresh, Math.min(maxTokens, MAX_TOKENS), signal);
    } finally {
      this.#giveBack(sequence);
    }
  }

  /** One line of text, without its line end. */
  async *#reply(
    sequence: LlamaContextSequence,
    tokens: ReturnType<LlamaModel['tokenize']>,
    maxTokens: number,
    signal: AbortSignal,
  ): AsyncGenerator<string, void, undefined> {
    const written: typeof tokens = [];
    let sentChars = 0;
    for await (const token of sequence.evaluate(tokens, { temperature: 0 })) {
      if (signal.aborted || this.#model.isEogToken(token)) return;
      written.push(token);
      const text = this.#model.detokenize(written).trimStart();
      const lineEnd = text.indexOf('\n');
      const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
      // A character may take several tokens: until then it reads as U+FFFD.
      if (line.length > sentChars && !line.endsWith('\uFFFD')) {
        yield line.slice(sentChars);
        sentChars = line.length;
      }
      if (lineEnd >= 0 || written.length >= maxTokens) return;
    }
  }

  #take(): Promise<LlamaContextSequence> {
    const sequence = this.#free.pop();
    if (sequence !== undefined) return Promise.resolve(sequence);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveBack(sequence: LlamaContextSequence): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(sequence);
    else next(sequence);
  }
}

/** By hand: the package's chat session and its ChatML wrapper answer nonsense with this model. */
function chatMl({ role, content }: ChatMessage): string {
  return `<|im_start|>${role}\n${content.replaceAll('<|', '< |')}<|im_end|>\n`;
}
