/** The bot as the operating system sees it: a process with signals, an exit code and words on its way out. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { readBotMessage } from '../../src/bot-messages.ts';
import { environmentWith } from '../../src/config.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface Exit {
  readonly code: number | null;
  /** The signal that killed it; null when it went by itself. */
  readonly killedBy: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BotChild extends AsyncDisposable {
  /** Rejects when the process ends before. */
  readonly ready: Promise<void>;
  readonly exited: Promise<Exit>;
  kill(signal: 'SIGTERM' | 'SIGINT'): void;
}

/** @param env beside the address and the certificate of the Loopback Discord. */
export async function botChild(
  discord: LoopbackDiscord,
  env: Readonly<Record<string, string>>,
): Promise<BotChild> {
  const dir = await mkdtemp(join(tmpdir(), 'parley-child-'));
  const certificate = join(dir, 'loopback.pem');
  await writeFile(certificate, discord.certificate.certPem);
  const child = fork(MAIN, {
    env: environmentWith({
      DISCORD_API_BASE: discord.apiBase,
      NODE_EXTRA_CA_CERTS: certificate,
      PARLEY_DATA_DIR: dir,
      LOG_LEVEL: 'silent',
      ...env,
    }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
  const exited = once(child, 'close').then(([code, killedBy]): Exit => ({
    code,
    killedBy,
    stdout,
    stderr,
  }));
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => {});
  child.on('message', (raw) => {
    if (readBotMessage(raw)?.type === 'ready') ready.resolve();
  });
  void exited.then(() => ready.reject(new Error(`The bot ended: ${stderr}`)));
  return {
    ready: ready.promise,
    exited,
    kill: (signal) => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
