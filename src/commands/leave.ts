import type { Command } from './command.ts';
import { guildCommand } from './define.ts';
import { NOT_IN_A_CHANNEL, refuseOutsiders } from './presence.ts';

/** `/leave`: out of the voice channel. */
export const leave = {
  definition: guildCommand('leave', 'Send me out of the voice channel.').toJSON(),
  timing: 'deferred',
  visibility: 'public',
  refuse(interaction, context) {
    const room = context.registry.find(interaction.guildId);
    // While I am still joining nobody can be in my channel: anyone may call that off.
    if (room?.isOccupied !== true) return NOT_IN_A_CHANNEL;
    return refuseOutsiders(interaction, context);
  },
  async run(interaction, { registry }) {
    const hasLeft = await registry.find(interaction.guildId)?.leave('asked');
    return hasLeft === true ? 'I have left. Goodbye!' : NOT_IN_A_CHANNEL;
  },
} satisfies Command;
