/** The paced language model in a process of its own, so that its work is not counted as Parley's. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { servePacedLlm, type Pace, type PacedLlmServer } from './paced-llm-server.ts';

interface Order {
  readonly replies: readonly string[];
  readonly pace: Pace;
}

export async function forkPacedLlm(
  replies: readonly string[],
  pace: Pace,
): Promise<PacedLlmServer> {
  const child = fork(fileURLToPath(import.meta.url));
  child.send({ replies, pace } satisfies Order);
  const [baseUrl] = await once(child, 'message');
  return {
    baseUrl: String(baseUrl),
    answer: (others) => void child.send({ replies: others, pace } satisfies Order),
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

if (import.meta.main) {
  let server: PacedLlmServer | undefined;
  process.on('message', (order: Order) => void obey(order));
  process.once('disconnect', () => void server?.[Symbol.asyncDispose]());

  const obey = async ({ replies, pace }: Order) => {
    if (server !== undefined) {
      server.answer(replies);
      return;
    }
    server = await servePacedLlm(replies, pace);
    process.send?.(server.baseUrl);
  };
}
