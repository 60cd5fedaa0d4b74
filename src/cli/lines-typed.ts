import { createInterface } from 'node:readline';

/** Lines as they are typed, with a prompt; ends at Ctrl-D, or once `signal` aborts. */
export async function* linesTyped(signal: AbortSignal): AsyncGenerator<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  // On a terminal readline takes Ctrl-C for itself.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const close = () => terminal.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    terminal.prompt();
    for await (const line of terminal) {
      yield line;
      terminal.prompt();
    }
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}
