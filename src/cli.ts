/** `parley`: the command line. */
import { Command } from 'commander';
import { CliError } from './cli/cli-error.ts';
import { registerDoctor } from './cli/doctor.ts';
import { ConfigError } from './config.ts';

const program = new Command('parley')
  .description('A voice for Discord servers that answers aloud before the reply is written.')
  .showHelpAfterError('(parley --help lists the commands)');

registerDoctor(program);

try {
  await program.parseAsync();
} catch (error) {
  // What a person can mend is one sentence; anything else is a fault of ours and shows where.
  const isPlain = error instanceof CliError || error instanceof ConfigError;
  console.error(isPlain ? error.message : error);
  process.exitCode = 1;
}
