/** The real model, from the models' folder, where `npm test` has fetched it. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openSmolLm2 } from '../../src/engines/smollm2-llm.ts';
import { addUser, emptyHistory } from '../../src/pipeline/deciding/history.ts';
import { buildMessages } from '../../src/pipeline/deciding/prompt.ts';
import { EngineError, type Llm } from '../../src/pipeline/ports.ts';

const never = new AbortController().signal;
const modelFile = join(readConfig().PARLEY_MODELS_DIR, 'smollm2-135m-instruct', 'model.gguf');

let llm: Llm;
beforeAll(async () => {
  llm = await openSmolLm2(modelFile);
});
afterAll(() => llm[Symbol.asyncDispose]());

function requestFor(question: string) {
  const history = addUser(emptyHistory, { id: '1', name: 'Ann' }, question);
  const messages = buildMessages({ style: llm.promptStyle, today: new Date(0), history });
  return { messages, maxTokens: 200 };
}

const answer = async (question: string, signal = never) =>
  (await Array.fromAsync(llm.stream(requestFor(question), signal))).join('');

describe('openSmolLm2()', () => {
  test('answers on the subject, in one line', async () => {
    const text = await answer('What is the capital of France?');
    expect(text).toContain('Paris');
    expect(text).not.toContain('\n');
  });

  test('answers a question that comes before it has read its examples', async () => {
    const fresh = await openSmolLm2(modelFile);
    const deltas = await Array.fromAsync(fresh.stream(requestFor('How are you?'), never));
    // Nor does its end wait for more than what is being read.
    await fresh[Symbol.asyncDispose]();
    expect(deltas.join('')).not.toBe('');
  });

  test('ends while it reads its examples', async () => {
    const fresh = await openSmolLm2(modelFile);
    await expect(fresh[Symbol.asyncDispose]()).resolves.toBeUndefined();
  });

  test('answers the same again: nothing of the last question stays', async () => {
    const first = await answer('What is the capital of France?');
    await answer('How many legs does a dog have?');
    expect(await answer('What is the capital of France?')).toBe(first);
  });

  test('answers more questions at once than it has places', async () => {
    const cities = { France: 'Paris', Spain: 'Madrid', Germany: 'Berlin' };
    const texts = await Promise.all(
      Object.keys(cities).map((country) => answer(`What is the capital of ${country}?`)),
    );
    Object.values(cities).forEach((city, at) => expect(texts[at]).toContain(city));
  });

  test('stops when aborted, and answers the next question', async () => {
    for (let round = 0; round < 3; round += 1) {
      const bargeIn = new AbortController();
      const reading = (async () => {
        for await (const _ of llm.stream(requestFor('Who are you?'), bargeIn.signal))
          bargeIn.abort(new Error('barge-in'));
      })();
      await expect(reading).rejects.toThrow('barge-in');
    }
    expect(await answer('What is the capital of France?')).toContain('Paris');
  });

  test('gives its place up when a waiting question is aborted', async () => {
    const stop = new AbortController();
    const asked = ['Who are you?', 'What is water?', 'Where is London?'].map((question) =>
      answer(question, stop.signal),
    );
    stop.abort(new Error('stop'));
    const results = await Promise.allSettled(asked);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await answer('What is the capital of France?')).toContain('Paris');
  });

  test('leaves the event loop free', async () => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await answer('What is the weather like today?');
    delay.disable();
    // Alone: 6 ms at the 99th percentile, 1 of it the measurement. The bound allows for a busy machine.
    expect(delay.percentile(90) / 1e6).toBeLessThan(20);
  });

  test('says which file cannot be loaded, and what to do', async () => {
    const opening = openSmolLm2('/nowhere/model.gguf');
    await expect(opening).rejects.toThrow(EngineError);
    await expect(openSmolLm2('/nowhere/model.gguf')).rejects.toThrow(
      /\/nowhere\/model\.gguf.*delete/u,
    );
  });
});
