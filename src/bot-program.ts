/** The bot as a process of its own, configured by its environment, and told to end by signals. */
import { systemClock } from './async/clock.ts';
import { sendBotMessage } from './bot-messages.ts';
import type { openBrain } from './brain.ts';
import { ConfigError, loadDotEnv, readConfig } from './config.ts';
import { exitCodeOf, Shutdown, untilToldToExit } from './exit.ts';
import { createLog } from './log.ts';
import { startBot } from './start-bot.ts';

/** Runs the bot and ends the process. @param open its brain, where it is not what the configuration asks for. */
export async function runBotProgram(open?: typeof openBrain): Promise<void> {
  try {
    process.exitCode = await runUntilTold(open);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    sendBotMessage({ type: 'fatal', message });
    process.exitCode = exitCodeOf(error);
  }
  // Native libraries may keep threads alive; everything of ours is closed by now.
  if (process.connected) process.disconnect();
  setTimeout(() => process.exit(), 200).unref();
}

async function runUntilTold(open: typeof openBrain | undefined): Promise<number> {
  loadDotEnv();
  const config = readConfig();
  const log = createLog(config.LOG_LEVEL, process.stderr.isTTY);
  const signal = untilToldToExit(log);
  const token = config.DISCORD_TOKEN;
  if (token === undefined)
    throw new ConfigError(
      'Cannot log in: DISCORD_TOKEN is not set. `npm start` runs without one, on Loopback Discord.',
    );
  try {
    await startBot(
      {
        config,
        token,
        clock: systemClock,
        log,
        onReady: () => sendBotMessage({ type: 'ready', timeOriginMs: performance.timeOrigin }),
        onTurn: (record) => sendBotMessage({ type: 'turn', record }),
      },
      signal,
      open,
    );
    return 0;
  } catch (error) {
    if (signal.aborted && signal.reason instanceof Shutdown) return 0;
    throw error;
  }
}
