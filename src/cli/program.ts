/** The commands of `parley`. */
import { Command } from 'commander';
import { registerBench } from './bench.ts';
import { registerChunk } from './chunk.ts';
import { registerDemo } from './demo.ts';
import { registerDoctor } from './doctor.ts';
import { isPlain } from './is-plain.ts';
import { loadDotEnv } from '../config.ts';
import { exitCodeOf } from '../exit.ts';
import { registerLoopback } from './loopback.ts';
import { registerModels } from './models.ts';
import { registerSay } from './say.ts';
import { registerStart } from './start.ts';
import { registerTranscribe } from './transcribe.ts';

loadDotEnv();
const program = new Command('parley')
  .description('A voice for Discord servers that answers aloud before the reply is written.')
  .showHelpAfterError('(parley --help lists the commands)');

registerBench(program);
registerStart(program);
registerDemo(program);
registerChunk(program);
registerDoctor(program);
registerLoopback(program);
registerModels(program);
registerSay(program);
registerTranscribe(program);

try {
  await program.parseAsync();
} catch (error) {
  // What a person can mend is one sentence; anything else is a fault of ours and shows where.
  console.error(isPlain(error) ? error.message : error);
  process.exitCode = exitCodeOf(error);
}
