/** An OpenAI-compatible server that writes its replies in turn at a steady pace, so that only Parley is measured. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

export interface Pace {
  readonly firstTokenMs: number;
  readonly tokensPerSecond: number;
}

export interface PacedLlmServer extends AsyncDisposable {
  /** For LLM_BASE_URL. */
  readonly baseUrl: string;
  /** From the next request on it answers with these, one after the other, again and again. */
  answer(replies: readonly string[]): void;
}

/** Words and marks, each sent as one token. */
const TOKEN = /\s?[\p{L}\p{N}']+|\s?[^\s\p{L}\p{N}]|\s+/gu;

export async function servePacedLlm(
  replies: readonly string[],
  pace: Pace,
): Promise<PacedLlmServer> {
  let written = replies.map(tokensOf);
  let next = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method === 'GET') {
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'paced', object: 'model' }] }));
      return;
    }
    request.on('end', () => sendPaced(response, written[next++ % written.length] ?? [], pace));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    answer(others) {
      written = others.map(tokensOf);
      next = 0;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function tokensOf(reply: string): readonly string[] {
  return reply.match(TOKEN) ?? [];
}

function sendPaced(response: ServerResponse, tokens: readonly string[], pace: Pace): void {
  const startMs = performance.now();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  response.socket?.setNoDelay(true);
  let sent = 0;
  const dueMs = () => startMs + pace.firstTokenMs + (sent * 1000) / pace.tokensPerSecond;
  const send = (delta: object, finishReason: string | null) =>
    response.write(
      `data: ${JSON.stringify({ id: 'paced', object: 'chat.completion.chunk', model: 'paced', choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`,
    );
  const step = () => {
    for (; sent < tokens.length && performance.now() >= dueMs() - 0.5; sent++)
      send({ content: tokens[sent] }, null);
    if (sent < tokens.length) {
      timer = setTimeout(step, Math.max(0, dueMs() - performance.now()));
      return;
    }
    send({}, 'stop');
    response.end('data: [DONE]\n\n');
  };
  let timer = setTimeout(step, pace.firstTokenMs);
  response.on('close', () => clearTimeout(timer));
}
