/** The paced language model in a process of its own, so that its work is not counted as Parley's. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { servePacedLlm, type Pace, type PacedLlmServer } from './paced-llm-server.ts';

interface Order {
  readonly reply: string;
  readonly pace: Pace;
}

export async function forkPacedLlm(reply: string, pace: Pace): Promise<PacedLlmServer> {
  const child = fork(fileURLToPath(import.meta.url));
  child.send({ reply, pace } satisfies Order);
  const [baseUrl] = await once(child, 'message');
  return {
    baseUrl: String(baseUrl),
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

if (import.meta.main) {
  process.once('message', (order: Order) => {
    void servePacedLlm(order.reply, order.pace).then((server) => {
      process.send?.(server.baseUrl);
      process.once('disconnect', () => void server[Symbol.asyncDispose]());
    });
  });
}
