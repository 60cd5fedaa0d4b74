/** The bot as a process of its own: `node src/main.ts`, configured by its environment. */
import { runBotProgram } from './bot-program.ts';

await runBotProgram();
