/** Who is where: the checks that several commands share. */
import type { VoiceSession } from '../voice/types.ts';
import type { CommandContext, Interaction } from './command.ts';

export const NOT_IN_A_CHANNEL = 'I am in no voice channel here. Use /join to bring me into yours.';

/** The voice session that the person of `interaction` sits in; undefined when they do not. */
export function sharedSession(
  interaction: Interaction,
  { registry }: CommandContext,
): VoiceSession | undefined {
  const session = registry.find(interaction.guildId)?.session;
  return session?.channelId === interaction.member.voice.channelId ? session : undefined;
}

/** Refuses people outside Parley's voice channel; while it is in none, anyone may. */
export function refuseOutsiders(
  interaction: Interaction,
  context: CommandContext,
): string | undefined {
  const session = context.registry.find(interaction.guildId)?.session;
  if (session === undefined || sharedSession(interaction, context) !== undefined) return undefined;
  return `Only people in my voice channel can do that: join <#${session.channelId}> first.`;
}
