/** Connections that language models open ahead of need, counted by the server. */
import { once } from 'node:events';
import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createCertificate } from '../../loopback/certificate.ts';
import { systemClock } from '../../src/async/clock.ts';
import { createGroqLlm } from '../../src/engines/groq-llm.ts';
import { keepAliveFetch } from '../../src/engines/keep-alive-fetch.ts';
import { createOpenAiLlm } from '../../src/engines/openai-llm.ts';
import { openLlm } from '../../src/engines/open-llm.ts';
import type { RawLlm } from '../../src/engines/raw-llm.ts';
import { createResilientLlm } from '../../src/engines/resilient-llm.ts';
import type { Llm } from '../../src/pipeline/ports.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { reply, sseServer, stall, type SseServer } from '../fakes/sse-server.ts';

const never = new AbortController().signal;
const log = pino({ level: 'silent' });
const request = { messages: [{ role: 'user', content: 'Ann: Hi' }], maxTokens: 50 } as const;

const ask = async (llm: Llm) => (await Array.fromAsync(llm.stream(request, never))).join('');

/** The other side is a server: nothing tells when it has seen what we did. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}
/** Long enough for a connection on this machine. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 60));

async function abortedStream(llm: Llm, server: SseServer): Promise<void> {
  const bargeIn = new AbortController();
  const reading = (async () => {
    for await (const _ of llm.stream(request, bargeIn.signal)) bargeIn.abort(new Error('barge-in'));
  })();
  await expect(reading).rejects.toThrow('barge-in');
  await server.chats.at(-1)?.closed;
}

const adapters: readonly (readonly [string, (address: string) => RawLlm])[] = [
  ['Groq', (baseUrl) => createGroqLlm({ apiKey: 'gsk_x', model: 'm', baseUrl })],
  ['OpenAI', (address) => createOpenAiLlm({ baseUrl: `${address}/v1`, model: 'm' })],
];

describe.for(adapters)('the connections of %s', ([, adapter]) => {
  test('are opened while somebody speaks, not when the answer is wanted', async () => {
    await using server = await sseServer([reply('Ok.')]);
    await using llm = createResilientLlm({ raw: adapter(server.address), clock: systemClock, log });
    llm.prepare?.();
    await until(() => server.connections === 1);
    expect(server.chats).toEqual([]);
    expect(await ask(llm)).toBe('Ok.');
    expect(server.connections).toBe(1);
  });

  test('are replaced after a barge-in, before the next question', async () => {
    await using server = await sseServer([stall('It is '), reply('Ok.')]);
    await using llm = createResilientLlm({ raw: adapter(server.address), clock: systemClock, log });
    await abortedStream(llm, server);
    llm.prepare?.();
    await until(() => server.connections === 2);
    await aWhile();
    expect(await ask(llm)).toBe('Ok.');
    expect(server.connections).toBe(2);
  });

  /** undici does that by itself, as of 6.29. */
  test('are replaced when a guess was wrong, though nobody begins to speak anew', async () => {
    await using server = await sseServer([stall('It is '), reply('Ok.')]);
    await using llm = createResilientLlm({ raw: adapter(server.address), clock: systemClock, log });
    await abortedStream(llm, server);
    await until(() => server.connections === 2);
    await aWhile();
    expect(await ask(llm)).toBe('Ok.');
    expect(server.connections).toBe(2);
  });
});

describe('prepare()', () => {
  const groq = (baseUrl: string) => createGroqLlm({ apiKey: 'gsk_x', model: 'm', baseUrl });

  test('opens one connection, however often it is called', async () => {
    await using server = await sseServer([reply('Ok.')]);
    const raw = groq(server.address);
    for (let i = 0; i < 5; i++) raw.prepare();
    await until(() => server.connections === 1);
    for (let i = 0; i < 5; i++) raw.prepare();
    await aWhile();
    expect(server.connections).toBe(1);
    await raw[Symbol.asyncDispose]();
  });

  test('opens none while one is idle', async () => {
    await using server = await sseServer([reply('Ok.')]);
    const raw = groq(server.address);
    await using llm = createResilientLlm({ raw, clock: systemClock, log });
    await ask(llm);
    await server.chats[0]?.closed;
    await new Promise(setImmediate);
    raw.prepare();
    await aWhile();
    expect(server.connections).toBe(1);
  });

  test('opens one beside those that are busy', async () => {
    await using server = await sseServer([stall('It is '), reply('Ok.')]);
    await using llm = createResilientLlm({ raw: groq(server.address), clock: systemClock, log });
    const other = new AbortController();
    const answering = llm.stream(request, other.signal)[Symbol.asyncIterator]();
    await answering.next();
    llm.prepare?.();
    await until(() => server.connections === 2);
    expect(await ask(llm)).toBe('Ok.');
    expect(server.connections).toBe(2);
    other.abort(new Error('the end'));
    await expect(answering.next()).rejects.toThrow('the end');
  });

  test('opens one that a question takes which cannot wait until it is there', async () => {
    await using server = await sseServer([reply('Ok.')]);
    await using llm = createResilientLlm({ raw: groq(server.address), clock: systemClock, log });
    llm.prepare?.();
    expect(await ask(llm)).toBe('Ok.');
    await aWhile();
    expect(server.connections).toBe(1);
  });

  test('opens one when the idle one was closed', async () => {
    let connections = 0;
    const server = createHttpServer((_, response) => response.end('Ok'));
    server.keepAliveTimeout = 1;
    server.on('connection', () => connections++);
    const address = await listening(server);
    const connection = keepAliveFetch(address);
    await (await connection.fetch(address)).text();
    while (await isConnected(server)) await aWhile();
    connection.prepare();
    await until(() => connections === 2);
    await aWhile();
    await (await connection.fetch(address)).text();
    expect(connections).toBe(2);
    await connection.close();
    server.close();
    await once(server, 'close');
  });

  /** undici takes the first one, and would open it anew, although the second one is idle. */
  test('opens one where the next request would not take the idle one', async () => {
    const held: ServerResponse[] = [];
    let connections = 0;
    const server = createHttpServer((asked, response) => {
      if (asked.url === '/held') held.push(response);
      else response.end('Ok');
    });
    server.on('connection', () => connections++);
    const address = await listening(server);
    const connection = keepAliveFetch(address);
    const first = connection.fetch(`${address}/held`);
    await until(() => held.length === 1);
    await (await connection.fetch(address)).text();
    held[0]!.writeHead(200, { connection: 'close' }).end('Ok');
    await (await first).text();
    await aWhile();
    expect(connections).toBe(2);
    connection.prepare();
    await until(() => connections === 3);
    await aWhile();
    await (await connection.fetch(address)).text();
    expect(connections).toBe(3);
    await connection.close();
    server.close();
    await once(server, 'close');
  });

  test('makes the TLS handshake too, and checks the certificate', async () => {
    const { certPem: cert, keyPem: key } = createCertificate();
    const server = createHttpsServer({ cert, key }, (_, response) => response.end('Ok'));
    let handshakes = 0;
    server.on('secureConnection', () => handshakes++);
    const address = (await listening(server)).replace('http:', 'https:');
    const connection = keepAliveFetch(address);
    connection.prepare();
    await aWhile();
    await expect(connection.fetch(address)).rejects.toThrow('fetch failed');
    await connection.close();

    const trusted = getCACertificates('default');
    setDefaultCACertificates([...trusted, cert]);
    const other = keepAliveFetch(address.replace('127.0.0.1', 'localhost'));
    handshakes = 0;
    other.prepare();
    await until(() => handshakes === 1);
    await aWhile();
    const response = await other.fetch(address.replace('127.0.0.1', 'localhost'));
    expect(await response.text()).toBe('Ok');
    expect(handshakes).toBe(1);
    await other.close();
    setDefaultCACertificates(trusted);
    server.close();
    await once(server, 'close');
  });

  test('is not done again within three seconds, unless the connection was of use', async () => {
    const clock = fakeClock();
    let prepared = 0;
    const raw: RawLlm = {
      provider: 'none',
      secrets: [],
      pickModel: async () => 'm',
      async *stream() {
        yield { type: 'text', text: 'Ok.' };
        yield { type: 'end', reason: 'stop' };
      },
      warmUp: async () => {},
      prepare: () => prepared++,
      async [Symbol.asyncDispose]() {},
    };
    const llm = createResilientLlm({ raw, clock, log });
    for (let i = 0; i < 5; i++) llm.prepare?.();
    expect(prepared).toBe(1);
    await clock.advance(3000);
    llm.prepare?.();
    expect(prepared).toBe(2);
    await ask(llm);
    llm.prepare?.();
    expect(prepared).toBe(3);
  });

  test('does no harm where nobody listens', async () => {
    const server = await sseServer([reply('Ok.')]);
    await server[Symbol.asyncDispose]();
    const connection = keepAliveFetch(server.address);
    connection.prepare();
    await expect(connection.fetch(server.address)).rejects.toThrow('fetch failed');
    connection.prepare();
    await connection.close();
  });

  test('a connection that the server closed meanwhile, or spoke on, is not used', async () => {
    for (const spoil of [
      (socket: Socket) => socket.end(),
      (socket: Socket) => socket.write('HTTP/1.1 408 Request Timeout\r\n\r\n'),
    ]) {
      const accepted: Socket[] = [];
      const server = createServer((socket) => {
        accepted.push(socket);
        socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOk'));
        socket.on('error', () => {});
      });
      const address = await listening(server);
      const connection = keepAliveFetch(address);
      connection.prepare();
      await until(() => accepted.length === 1);
      spoil(accepted[0]!);
      await aWhile();
      const response = await connection.fetch(address);
      expect(await response.text()).toBe('Ok');
      expect(accepted).toHaveLength(2);
      await connection.close();
      server.close();
      await once(server, 'close');
    }
  });

  test('closing ends the connection that waits', async () => {
    const gone = Promise.withResolvers<void>();
    const server = createServer((socket) => {
      socket.resume().on('close', () => gone.resolve());
    });
    const address = await listening(server);
    const connection = keepAliveFetch(address);
    connection.prepare();
    await once(server, 'connection');
    await connection.close();
    await gone.promise;
    let more = 0;
    server.on('connection', () => more++);
    connection.prepare();
    await aWhile();
    expect(more).toBe(0);
    server.close();
    await once(server, 'close');
  });
});

describe('openLlm()', () => {
  test('keeps the models that it listed: the first question asks for them no more, and opens nothing', async () => {
    let lists = 0;
    let connections = 0;
    const server = createHttpServer((asked, response) => {
      if (asked.url?.endsWith('/models') === true) {
        lists++;
        response.end(JSON.stringify({ data: [{ id: 'nomic-embed' }, { id: 'qwen3' }] }));
      } else void reply('Ok.')(response);
    });
    server.on('connection', () => connections++);
    const lmBaseUrl = `${await listening(server)}/v1`;
    const smolLm2File = () => Promise.reject(new Error('not wanted'));
    const options = { lmBaseUrl, groqModel: 'none', smolLm2File, clock: systemClock, log };
    const llm = await openLlm(options, never);
    expect(lists).toBe(1);
    await aWhile();
    expect(await ask(llm)).toBe('Ok.');
    expect(llm.description.model).toBe('qwen3');
    expect({ lists, connections }).toEqual({ lists: 1, connections: 1 });
    await llm[Symbol.asyncDispose]();
    server.close();
    await once(server, 'close');
  });
});

function isConnected(server: Server): Promise<boolean> {
  return new Promise((resolve) => server.getConnections((_, count) => resolve(count > 0)));
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
