/** Starts the bot, whose models take longest: they are loaded while the rest of its program is still being read. */
import type { BotOptions } from './bot.ts';
import { openBrain } from './brain.ts';

/**
 * Runs until `signal` aborts; see `runBot()`.
 * @param open what hears, thinks and speaks, where it is not what the configuration asks for.
 */
export async function startBot(
  options: Omit<BotOptions, 'brain'>,
  signal: AbortSignal,
  open: typeof openBrain = openBrain,
): Promise<void> {
  const loading = Promise.withResolvers<void>();
  const brain = open(options.config, options.clock, options.log, signal, loading.resolve);
  brain.catch(() => {});
  // Reading takes the thread, which is needed until other processes are at work.
  await loading.promise;
  const { runBot } = await import('./bot.ts');
  await runBot({ ...options, brain }, signal);
}
