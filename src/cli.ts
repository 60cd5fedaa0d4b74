/** `parley`: the command line. Each command's module is loaded only when it is asked for. */
import { Command } from 'commander';

const program = new Command('parley')
  .description('A voice for Discord servers that answers aloud before the reply is written.')
  .showHelpAfterError('(parley --help lists the commands)');

await program.parseAsync();
