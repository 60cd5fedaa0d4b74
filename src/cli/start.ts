/** `parley start`: Parley on Discord; without a token, on a Loopback Discord with a caller to try it. */
import type { Command } from 'commander';
import { systemClock } from '../async/clock.ts';
import { readConfig, type Config } from '../config.ts';
import { Shutdown, untilToldToExit } from '../exit.ts';
import { createLog } from '../log.ts';
import type { Tts } from '../pipeline/ports.ts';
import { demoInput } from './demo-input.ts';
import { runDemoTurn } from './demo-turn.ts';
import { describeTurn } from './describe-turn.ts';
import { fetchModels } from './fetch-models.ts';
import { linesTyped } from './lines-typed.ts';
import { createLoudspeaker } from './loudspeaker.ts';
import { SAMPLE_QUESTION } from './sample-question.ts';
import { openStage } from './stage.ts';

export function registerStart(program: Command): void {
  program
    .command('start')
    .description('Run Parley on Discord, or without DISCORD_TOKEN on Loopback Discord')
    .action(async () => {
      const config = readConfig();
      const log = createLog(config.LOG_LEVEL, process.stderr.isTTY);
      const signal = untilToldToExit(log);
      try {
        await fetchModels(config, signal);
        if (config.DISCORD_TOKEN === undefined) await startOnLoopback(config, signal);
        else {
          const { startBot } = await import('../start-bot.ts');
          await startBot(
            {
              config,
              token: config.DISCORD_TOKEN,
              clock: systemClock,
              log,
              onReady: () => {},
              onTurn: () => {},
            },
            signal,
          );
        }
      } catch (error) {
        if (!(signal.aborted && signal.reason instanceof Shutdown)) throw error;
      }
    });
}

async function startOnLoopback(config: Config, signal: AbortSignal): Promise<void> {
  console.log(
    'DISCORD_TOKEN is not set, so Parley runs on Loopback Discord: a Discord on this machine only,\n' +
      'with a simulated caller in the voice channel. The README says how to bring Parley to your server.\n',
  );
  await using resources = new AsyncDisposableStack();
  const [stage, tts] = await Promise.all([
    openStage(config, config.PARLEY_ORDER, signal).then((opened) => resources.use(opened)),
    openCallerVoice(config, signal).then((opened) => resources.use(opened)),
  ]);
  const loudspeaker = createLoudspeaker();
  console.log(`Parley is ready. The caller asks: "${SAMPLE_QUESTION}"\n`);

  const converse = async (text: string) => {
    const input = await demoInput(text, () => Promise.resolve(tts), signal);
    const sinceMs = performance.now();
    const turn = await runDemoTurn(input, stage.caller, stage.bot, signal);
    console.log(`${describeTurn(turn)}\n`);
    await loudspeaker.play(stage.caller.heard, sinceMs, signal);
    return turn.responseLatencyMs !== null;
  };
  const wasAnswered = await converse(SAMPLE_QUESTION);
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    console.log(`What the caller heard: ${loudspeaker.file}`);
    if (!wasAnswered) process.exitCode = 1;
    return;
  }
  console.log('Type a line and the caller says it. Ctrl-C ends.');
  console.log(`What the caller hears is in ${loudspeaker.file}, too.\n`);
  for await (const line of linesTyped(signal)) {
    if (line.trim() === '') continue;
    try {
      await Promise.race([converse(line), stage.bot.ended]);
    } catch (error) {
      signal.throwIfAborted();
      console.log(error instanceof Error ? error.message : String(error));
      if (!stage.bot.isRunning) return;
    }
  }
}

async function openCallerVoice(config: Config, signal: AbortSignal): Promise<Tts> {
  const { openTts } = await import('./open-speech.ts');
  return openTts(config, signal);
}
