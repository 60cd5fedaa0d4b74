import type { Command } from './command.ts';
import { privately, publicly } from './command.ts';
import { guildCommand } from './define.ts';
import { refuseOutsiders } from './presence.ts';

/** `/reset`: forget this conversation. */
export const reset = {
  definition: guildCommand('reset', 'Forget this conversation and begin a new one.').toJSON(),
  timing: 'immediate',
  refuse: refuseOutsiders,
  run(interaction, { registry }) {
    const room = registry.find(interaction.guildId);
    if (room === undefined) return privately('There is no conversation to forget.');
    room.conversation.reset();
    return publicly('I have forgotten this conversation. We begin anew.');
  },
} satisfies Command;
