import type { Command, CommandContext } from './command.ts';
import { privately } from './command.ts';
import { guildCommand } from './define.ts';
import { whereTextGoes } from './join-notice.ts';

/** `/privacy`: whether I hear a person at all, and what becomes of what I hear. */
export const privacy = {
  definition: guildCommand('privacy', 'Whether I hear you, and what becomes of what I hear.')
    .addSubcommand((subcommand) =>
      subcommand.setName('ignore-me').setDescription('Do not hear me any more, in any server.'),
    )
    .addSubcommand((subcommand) =>
      subcommand.setName('hear-me').setDescription('Hear me again, in every server.'),
    )
    .addSubcommand((subcommand) =>
      subcommand.setName('about').setDescription('What is processed where, and your own choice.'),
    )
    .toJSON(),
  timing: 'immediate',
  run(interaction, context) {
    const userId = interaction.user.id;
    switch (interaction.options.getSubcommand()) {
      case 'ignore-me':
        return privately(choose(userId, true, context));
      case 'hear-me':
        return privately(choose(userId, false, context));
      default:
        return privately(about(userId, context));
    }
  },
} satisfies Command;

function choose(userId: string, ignored: boolean, context: CommandContext): string {
  const { settings, registry, log } = context;
  let isSaved = true;
  try {
    settings.setIgnored(userId, ignored);
  } catch (error) {
    log.error({ err: error }, 'a privacy choice could not be saved');
    isSaved = false;
  }
  registry.refreshListeners();
  if (ignored) registry.forget(userId);
  const result = ignored
    ? 'I do not hear you any more, in any server: your sound is dropped before it is decoded. ' +
      'What you said earlier is forgotten.'
    : 'I hear you again when we are in the same voice channel.';
  const caveat = isSaved
    ? ''
    : '\nI could not save that, so it holds only until I am restarted. Please tell whoever runs me.';
  return result + caveat;
}

function about(userId: string, { settings, describe }: CommandContext): string {
  const description = describe();
  return [
    settings.isIgnored(userId)
      ? '**I do not hear you.** `/privacy hear-me` changes that.'
      : '**I hear you** in my voice channel. `/privacy ignore-me` ends that, in every server.',
    '',
    `- Speech is recognised by ${description.stt} on the machine I run on. No sound is stored or sent on.`,
    `- When you speak to me, ${whereTextGoes(description)}`,
    `- My voice is made by ${description.tts} on that machine too.`,
    '- The conversation is kept in memory only: `/reset` forgets it, and so does a restart.',
    '- On disk I keep the ids of people who want to be ignored or have chosen a voice, and nothing that anyone said.',
  ].join('\n');
}
