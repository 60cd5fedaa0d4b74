import { getEventListeners } from 'node:events';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../src/async/clock.ts';
import { createGroqLlm } from '../../src/engines/groq-llm.ts';
import { createOpenAiLlm } from '../../src/engines/openai-llm.ts';
import { checkLlm } from '../../src/engines/open-llm.ts';
import { createResilientLlm } from '../../src/engines/resilient-llm.ts';
import { type Llm, LlmError, type LlmFailure } from '../../src/pipeline/ports.ts';
import { type FakeClock, fakeClock } from '../fakes/fake-clock.ts';
import {
  type Answer,
  cut,
  event,
  failure,
  open,
  reply,
  type SseServer,
  sseServer,
  stall,
} from '../fakes/sse-server.ts';

const KEY = 'gsk_verysecret123';
const never = new AbortController().signal;
const request = { messages: [{ role: 'user', content: 'Ann: Hi' }], maxTokens: 50 } as const;

interface Bench extends AsyncDisposable {
  readonly server: SseServer;
  readonly llm: Llm;
  readonly logged: string[];
}

/** Groq's adapter unless the test asks for the other, on a server that follows `script`. */
async function bench(
  script: readonly Answer[],
  { clock = systemClock, ...options }: { clock?: Clock; kind?: 'openai'; model?: string } = {},
  models?: readonly string[],
): Promise<Bench> {
  const server = await sseServer(script, models);
  const raw =
    options.kind === 'openai'
      ? createOpenAiLlm({ baseUrl: `${server.address}/v1`, model: options.model })
      : createGroqLlm({ apiKey: KEY, model: 'llama-3.1-8b-instant', baseUrl: server.address });
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const llm = createResilientLlm({ raw, clock, log });
  return {
    server,
    llm,
    logged,
    async [Symbol.asyncDispose]() {
      await llm[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function textOf(llm: Llm, signal = never): Promise<string> {
  return (await Array.fromAsync(llm.stream(request, signal))).join('');
}

/** What was written, and how it failed. */
async function failureOf(
  llm: Llm,
): Promise<{ text: string; failure: LlmFailure; error: LlmError }> {
  let text = '';
  try {
    for await (const delta of llm.stream(request, never)) text += delta;
  } catch (error) {
    if (error instanceof LlmError) return { text, failure: error.failure, error };
    throw error;
  }
  throw new Error(`No failure but "${text}"`);
}

/** Moves the clock on, step by step, until `work` is done: the server answers in real time between. */
async function whileTimePasses<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  done.catch(() => {});
  while (!isDone) await clock.advance(10);
  return done;
}

const withoutEnd: Answer = (response) => {
  open(response);
  response.end(event({ content: 'It is' }));
};

const thinking: Answer = (response) => {
  open(response);
  response.write(event({ reasoning: 'I should greet' }));
  response.write(event({ reasoning_content: 'them' }));
  for (const content of ['<th', 'ink>Let me', ' see</thi', 'nk>\n\nHel', 'lo <3']) {
    response.write(event({ content }));
  }
  response.write(event({}, 'stop'));
  response.end('data: [DONE]\n\n');
};

describe('createResilientLlm()', () => {
  test('streams a reply with the request that Groq wants', async () => {
    await using on = await bench([reply('Hel', 'lo', '.')]);
    expect(await Array.fromAsync(on.llm.stream(request, never))).toEqual(['Hel', 'lo', '.']);
    const [chat] = on.server.chats;
    expect(chat?.path).toBe('/openai/v1/chat/completions');
    expect(chat?.authorization).toBe(`Bearer ${KEY}`);
    expect(chat?.body).toMatchObject({ stream: true, messages: request.messages });
    expect(on.llm.description).toEqual({ provider: 'Groq', model: 'llama-3.1-8b-instant' });
  });

  test('keeps characters whole that are split between packets', async () => {
    const bytes = Buffer.from(`${event({ content: 'Grüße 🎉 今日' })}${event({}, 'stop')}`);
    const byteByByte: Answer = async (response) => {
      open(response);
      response.socket?.setNoDelay(true);
      for (const byte of bytes) {
        response.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
      response.end('data: [DONE]\n\n');
    };
    await using on = await bench([byteByByte]);
    expect(await textOf(on.llm)).toBe('Grüße 🎉 今日');
  });

  test.for([
    [404, 'model_not_found'],
    [400, 'model_decommissioned'],
  ] as const)(
    'takes the next model when one is gone (%i %s), and remembers it',
    async ([status, code]) => {
      await using on = await bench([failure(status, code), reply('One.'), reply('Two.')]);
      expect(await textOf(on.llm)).toBe('One.');
      expect(await textOf(on.llm)).toBe('Two.');
      expect(on.server.chats.map(({ model }) => model)).toEqual([
        'llama-3.1-8b-instant',
        'openai/gpt-oss-20b',
        'openai/gpt-oss-20b',
      ]);
      expect(on.server.chats[1]?.body).toMatchObject({
        reasoning_effort: 'low',
        include_reasoning: false,
      });
      expect(on.llm.description.notice).toBe(
        'llama-3.1-8b-instant is gone; using openai/gpt-oss-20b',
      );
      expect(on.logged.filter((line) => line.includes('is gone'))).toHaveLength(1);
    },
  );

  test('says so when every model is gone', async () => {
    await using on = await bench([failure(404, 'model_not_found')]);
    expect((await failureOf(on.llm)).failure).toBe('model-gone');
    expect(on.server.chats).toHaveLength(3);
  });

  test.for([401, 403])('gives up at once on %i, without a word of the key', async (status) => {
    const answer = failure(status, 'invalid_api_key', {}, `Incorrect API key: ${KEY}`);
    await using on = await bench([answer]);
    const { failure: kind, error } = await failureOf(on.llm);
    expect(kind).toBe('unauthorised');
    expect(on.server.chats).toHaveLength(1);
    const shown = `${error.message} ${error.stack} ${String(error.cause)} ${JSON.stringify(error)} ${on.logged.join('')}`;
    expect(shown).not.toContain(KEY);
    expect(shown).not.toContain('verysecret');
  });

  test('waits as long as a 429 asks for when that is inside the deadline', async () => {
    const clock = fakeClock();
    await using on = await bench([failure(429, null, { 'retry-after': '2' }), reply('Ok.')], {
      clock,
    });
    expect(await whileTimePasses(clock, textOf(on.llm))).toBe('Ok.');
    expect(clock.nowMs()).toBeGreaterThanOrEqual(2000);
    expect(clock.nowMs()).toBeLessThan(3000);
  });

  test('gives up at once on a 429 that asks for longer', async () => {
    const clock = fakeClock();
    await using on = await bench([failure(429, null, { 'retry-after': '47' })], { clock });
    expect((await failureOf(on.llm)).failure).toBe('rate-limited');
    expect(clock.nowMs()).toBe(0);
    expect(on.server.chats).toHaveLength(1);
  });

  test('tries again after a 500 and after a connection cut before the first word', async () => {
    const clock = fakeClock();
    await using on = await bench([failure(500, null), cut(), reply('Ok.')], { clock });
    expect(await whileTimePasses(clock, textOf(on.llm))).toBe('Ok.');
    expect(on.server.chats).toHaveLength(3);
  });

  test('is unavailable when it fails until the deadline, or nobody listens', async () => {
    const clock = fakeClock();
    await using on = await bench([failure(503, null)], { clock });
    expect((await whileTimePasses(clock, failureOf(on.llm))).failure).toBe('unavailable');
    expect(clock.nowMs()).toBeLessThanOrEqual(3000);
    expect(on.server.chats.length).toBeGreaterThan(2);

    await on.server[Symbol.asyncDispose]();
    const { failure: kind, error } = await whileTimePasses(clock, failureOf(on.llm));
    expect(kind).toBe('unavailable');
    expect(error.message).toContain('ECONNREFUSED');
  });

  test('refuses what no retry can mend', async () => {
    await using on = await bench([failure(422, 'bad_request')]);
    expect((await failureOf(on.llm)).failure).toBe('refused');
    expect(on.server.chats).toHaveLength(1);
  });

  test('is slow when no word comes within three seconds, and hangs up', async () => {
    const clock = fakeClock();
    await using on = await bench([stall()], { clock });
    const failing = failureOf(on.llm);
    await on.server.arrived(1);
    expect((await whileTimePasses(clock, failing)).failure).toBe('slow');
    expect(clock.nowMs()).toBe(3000);
    await on.server.chats[0]?.closed;
    expect(clock.pending).toBe(0);
  });

  test('keeps what came before a stall, and never asks again then', async () => {
    const clock = fakeClock();
    await using on = await bench([stall('It is ', 'late')], { clock });
    const failed = await whileTimePasses(clock, failureOf(on.llm));
    expect(failed).toMatchObject({ failure: 'interrupted', text: 'It is late' });
    await on.server.chats[0]?.closed;
    expect(on.server.chats).toHaveLength(1);
  });

  /** Synthesis may hold up the reader for seconds: that is no fault of the model's. */
  test('does not count the time in which the reader is busy', async () => {
    const clock = fakeClock();
    await using on = await bench([reply('One. ', 'Two.')], { clock });
    let text = '';
    for await (const delta of on.llm.stream(request, never)) {
      text += delta;
      await clock.advance(20_000);
    }
    expect(text).toBe('One. Two.');
    expect(clock.pending).toBe(0);
  });

  test('keeps what came before the stream was cut', async () => {
    await using on = await bench([cut('It is ', 'late')]);
    expect(await failureOf(on.llm)).toMatchObject({ failure: 'interrupted' });
    await using other = await bench([withoutEnd]);
    expect(await failureOf(other.llm)).toMatchObject({ failure: 'interrupted', text: 'It is' });
  });

  test('never yields reasoning, in fields or in the text', async () => {
    await using on = await bench([thinking]);
    expect(await textOf(on.llm)).toBe('Hello <3');
  });

  test('tries again when the reply is empty', async () => {
    await using on = await bench([reply(), reply('Ok.')]);
    expect(await textOf(on.llm)).toBe('Ok.');
  });

  test('hangs up at once when aborted, and leaves no listener and no timer', async () => {
    const clock = fakeClock();
    await using on = await bench([stall('It is ')], { clock });
    const bargeIn = new AbortController();
    let text = '';
    const reading = (async () => {
      for await (const delta of on.llm.stream(request, bargeIn.signal)) {
        text += delta;
        setImmediate(() => bargeIn.abort(new Error('barge-in')));
      }
    })();
    await expect(reading).rejects.toThrow('barge-in');
    expect(text).toBe('It is ');
    await on.server.chats[0]?.closed;
    expect(getEventListeners(bargeIn.signal, 'abort')).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test('rejects at once when aborted before the first word, or while it waits to try again', async () => {
    const clock = fakeClock();
    for (const answer of [stall(), failure(429, null, { 'retry-after': '2' })]) {
      await using on = await bench([answer], { clock });
      const stop = new AbortController();
      const reading = textOf(on.llm, stop.signal);
      reading.catch(() => {});
      await on.server.arrived(1);
      await clock.advance(100);
      stop.abort(new Error('stop'));
      await expect(reading).rejects.toThrow('stop');
      expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    }
    expect(clock.pending).toBe(0);
  });

  test('hangs up when the reader stops early', async () => {
    await using on = await bench([stall('One. ')]);
    const stop = new AbortController();
    for await (const _ of on.llm.stream(request, stop.signal)) break;
    await on.server.chats[0]?.closed;
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  test('uses one connection for one turn after the other', async () => {
    await using on = await bench([reply('Ok.')]);
    for (let turn = 0; turn < 3; turn += 1) {
      await textOf(on.llm);
      await on.server.chats[turn]?.closed;
      await new Promise(setImmediate);
    }
    expect(on.server.connections).toBe(1);
  });
});

/** A whole reply with what is left in its headers. */
const replyWithLimits =
  (limits: Readonly<Record<string, string>>): Answer =>
  (response) => {
    for (const [name, value] of Object.entries(limits)) response.setHeader(name, value);
    return reply('Ok.')(response);
  };
const LIMITS = {
  'x-ratelimit-remaining-requests': '14370',
  'x-ratelimit-reset-requests': '2m59.56s',
  'x-ratelimit-remaining-tokens': '4200',
  'x-ratelimit-reset-tokens': '7.66s',
};

describe.for([
  ['Groq', {}],
  ['an OpenAI-compatible server', { kind: 'openai', model: 'qwen3' }],
] as const)('the quota of %s', ([, kind]) => {
  test('is what the headers of the last answer say, known before the first word', async () => {
    const clock = fakeClock(1_000);
    await using on = await bench([replyWithLimits(LIMITS), reply('Ok.')], { clock, ...kind });
    expect(on.llm.quota).toBeUndefined();
    for await (const _ of on.llm.stream(request, never)) break;
    expect(on.llm.quota).toEqual({ requestsLeft: 14_370, tokensLeft: 4_200, resetsAtMs: 8_660 });
    await textOf(on.llm); // says nothing of limits: what was known still holds
    expect(on.llm.quota).toMatchObject({ tokensLeft: 4_200 });
    await clock.advance(7_660);
    expect(on.llm.quota).toEqual({ requestsLeft: 14_370, resetsAtMs: 180_560 });
  });

  test('is used up after a 429, until its Retry-After', async () => {
    const clock = fakeClock();
    const refusal = failure(429, 'rate_limit_exceeded', { 'retry-after': '47' });
    await using on = await bench([replyWithLimits(LIMITS), refusal], { clock, ...kind });
    await textOf(on.llm);
    await failureOf(on.llm);
    expect(on.llm.quota).toEqual({ requestsLeft: 0, tokensLeft: 0, resetsAtMs: 47_000 });
    await clock.advance(47_000);
    expect(on.llm.quota).toBeUndefined();
  });

  test('is not known where the headers make no sense', async () => {
    const nonsense = Object.fromEntries(Object.keys(LIMITS).map((name) => [name, 'plenty']));
    await using on = await bench([replyWithLimits(nonsense)], kind);
    expect(await textOf(on.llm)).toBe('Ok.');
    expect(on.llm.quota).toBeUndefined();
  });
});

test('the quota of a model that is gone is not that of its successor', async () => {
  const gone = failure(404, 'model_not_found');
  await using on = await bench([replyWithLimits(LIMITS), gone, reply('Ok.')]);
  await textOf(on.llm);
  await textOf(on.llm);
  expect(on.llm.quota).toBeUndefined();
});

describe('createOpenAiLlm()', () => {
  test('takes the first chat model that the server lists, when none is set', async () => {
    await using on = await bench([reply('Ok.')], { kind: 'openai' }, ['nomic-embed', 'qwen3']);
    expect(await textOf(on.llm)).toBe('Ok.');
    expect(on.server.chats[0]).toMatchObject({ path: '/v1/chat/completions', model: 'qwen3' });
    expect(on.llm.description.model).toBe('qwen3');
  });

  test('asks a server that lists nothing for any model', async () => {
    await using on = await bench([reply('Ok.')], { kind: 'openai' }, []);
    expect(await textOf(on.llm)).toBe('Ok.');
  });

  test('falls back to what is listed when the model that is set does not exist', async () => {
    const missing = failure(404, null, {}, 'model "mistral" not found, try pulling it first');
    await using on = await bench([missing, reply('Ok.')], { kind: 'openai', model: 'mistral' });
    expect(await textOf(on.llm)).toBe('Ok.');
    expect(on.llm.description.notice).toBe('mistral is gone; using listed-model');
  });
});

describe('checkLlm()', () => {
  test('says nothing when the model answers, and what is wrong when it does not', async () => {
    await using on = await bench([reply('OK'), failure(401, null)]);
    expect(await checkLlm(on.llm, never)).toBeUndefined();
    expect(await checkLlm(on.llm, never)).toBe(
      'Cannot answer with Groq (llama-3.1-8b-instant): the key is not accepted (HTTP 401); check it',
    );
  });
});
