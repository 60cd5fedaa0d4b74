/** The bot as a process of its own: `node src/main.ts`, configured by its environment. */
import { enableCompileCache } from 'node:module';

// From its second time on the program is read in half of the time. A static import would be compiled first.
enableCompileCache();
const { runBotProgram } = await import('./bot-program.ts');
await runBotProgram();
