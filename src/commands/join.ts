import { CommandError, type Command } from './command.ts';
import { guildCommand } from './define.ts';
import { joinNotice } from './join-notice.ts';

/** `/join`: into the voice channel of whoever asks. */
export const join = {
  definition: guildCommand('join', 'Bring me into your voice channel to talk with you.').toJSON(),
  timing: 'deferred',
  visibility: 'public',
  refuse(interaction, { registry }) {
    const { channel } = interaction.member.voice;
    if (channel === null) return 'You are in no voice channel: join one first, then use /join.';
    const room = registry.open(interaction.guild);
    return room.obstacle(interaction.member, channel);
  },
  async run(interaction, { registry, settings, describe, log }) {
    const { channel } = interaction.member.voice;
    if (channel === null) return 'You have left your voice channel, so I stay where I am.';
    const room = registry.open(interaction.guild);
    const outcome = await room
      .join(interaction.member, channel, interaction.channelId)
      .catch((error: unknown) => {
        throw new CommandError(joinFailure(error, channel.id), { cause: error });
      });
    if (outcome.status === 'refused') return outcome.sentence;
    if (outcome.status === 'already-there') return `I am already in <#${channel.id}>.`;
    try {
      settings.recordNotice(channel.id);
    } catch (error) {
      log.warn({ err: error }, 'could not note that people were told who listens');
    }
    return joinNotice(channel.id, describe(), settings.choicesWereLost);
  },
} satisfies Command;

/** By name: commands/ loads nothing of voice/, so that registering them needs no native addon. */
const PLAIN = new Set(['JoinAbandoned', 'JoinFailed']);

function joinFailure(error: unknown, channelId: string): string {
  if (error instanceof Error && PLAIN.has(error.name)) return error.message;
  return `I could not get into <#${channelId}>: Discord did not let me connect. Please try again in a minute.`;
}
