/** Starts the bot, whose models take longest: they are loaded while the rest of its program is still being read. */
import type { BotOptions } from './bot.ts';
import { openBrain } from './brain.ts';

/**
 * Runs until `signal` aborts, then closes everything; see `runBot()`.
 * @param open what hears, thinks and speaks, where it is not what the configuration asks for.
 */
export async function startBot(
  options: Omit<BotOptions, 'brain'>,
  signal: AbortSignal,
  open: typeof openBrain = openBrain,
): Promise<void> {
  const { config, clock, log } = options;
  const ending = new AbortController();
  const loading = Promise.withResolvers<void>();
  const thinking = AbortSignal.any([signal, ending.signal]);
  const brain = open(config, clock, log, thinking, loading.resolve);
  const settled = Promise.allSettled([brain]);
  try {
    // Reading takes the thread, which is needed until other processes are at work.
    await Promise.race([loading.promise, settled]);
    const { runBot } = await import('./bot.ts');
    await runBot({ ...options, brain }, signal);
  } finally {
    // A bot that could not start does not wait for what it would have thought with.
    ending.abort(new Error('The bot ends'));
    const [opened] = await settled;
    if (opened.status === 'fulfilled') await opened.value[Symbol.asyncDispose]();
  }
}
