/** `parley`: the command line. */
import { Command } from 'commander';
import { registerBench } from './cli/bench.ts';
import { registerChunk } from './cli/chunk.ts';
import { registerDemo } from './cli/demo.ts';
import { registerDoctor } from './cli/doctor.ts';
import { isPlain } from './cli/is-plain.ts';
import { loadDotEnv } from './config.ts';
import { exitCodeOf } from './exit.ts';
import { registerLoopback } from './cli/loopback.ts';
import { registerModels } from './cli/models.ts';
import { registerSay } from './cli/say.ts';
import { registerStart } from './cli/start.ts';
import { registerTranscribe } from './cli/transcribe.ts';

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
