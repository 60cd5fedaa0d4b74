/** The parts that all command definitions share. */
import { InteractionContextType, SlashCommandBuilder } from 'discord.js';

/**
 * A command that exists in servers only: there is no voice channel elsewhere.
 * Translations belong here and in the answers, keyed by `interaction.locale`.
 */
export function guildCommand(name: string, description: string): SlashCommandBuilder {
  return new SlashCommandBuilder()
    .setName(name)
    .setDescription(description)
    .setContexts(InteractionContextType.Guild);
}
