import type { Command } from './command.ts';
import { privately, publicly } from './command.ts';
import { guildCommand } from './define.ts';
import { refuseOutsiders } from './presence.ts';

/** `/stop`: silence now. */
export const stop = {
  definition: guildCommand('stop', 'Silence: ends what I am saying or about to say.').toJSON(),
  timing: 'immediate',
  refuse: refuseOutsiders,
  run(interaction, { registry }) {
    const wasTalking = registry.find(interaction.guildId)?.conversation.stop() ?? false;
    return wasTalking ? publicly('Stopped.') : privately('I was not saying anything.');
  },
} satisfies Command;
