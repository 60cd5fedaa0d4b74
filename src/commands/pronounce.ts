import { PermissionFlagsBits } from 'discord.js';
import {
  MOST_PRONUNCIATIONS,
  pronunciationKey,
  readPronunciation,
  SAID_MAX_CHARS,
  WORD_MAX_CHARS,
} from '../settings/pronunciations.ts';
import {
  privately,
  publicly,
  type Answer,
  type Choice,
  type Command,
  type CommandContext,
  type Completion,
  type Interaction,
} from './command.ts';
import { guildCommand } from './define.ts';

/** Discord offers no more. */
const MOST_CHOICES = 25;
/** Of a message, with room for a heading. */
const LIST_MAX_CHARS = 1_800;

/** `/pronounce`: how words are said in this server. Discord shows it to those who may manage it. */
export const pronounce = {
  definition: guildCommand('pronounce', 'How I say words in this server.')
    .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild)
    .addSubcommand((subcommand) =>
      subcommand
        .setName('add')
        .setDescription('Say a word in another way, from my next answer on.')
        .addStringOption((option) =>
          option
            .setName('word')
            .setDescription('As it is written: whole words, whatever their case')
            .setMaxLength(WORD_MAX_CHARS)
            .setRequired(true),
        )
        .addStringOption((option) =>
          option
            .setName('as')
            .setDescription('As it is said, in ordinary spelling: "par lay"')
            .setMaxLength(SAID_MAX_CHARS)
            .setRequired(true),
        ),
    )
    .addSubcommand((subcommand) =>
      subcommand
        .setName('remove')
        .setDescription('Say a word as it is written again.')
        .addStringOption((option) =>
          option
            .setName('word')
            .setDescription('Which word')
            .setMaxLength(WORD_MAX_CHARS)
            .setRequired(true)
            .setAutocomplete(true),
        ),
    )
    .addSubcommand((subcommand) =>
      subcommand.setName('list').setDescription('The words that I say in another way.'),
    )
    .toJSON(),
  timing: 'immediate',
  complete: suggestions,
  run(interaction, context) {
    switch (interaction.options.getSubcommand()) {
      case 'add':
        return add(interaction, context);
      case 'remove':
        return remove(interaction, context);
      default:
        return list(interaction, context);
    }
  },
} satisfies Command;

function add({ options, guildId }: Interaction, context: CommandContext): Answer {
  const read = readPronunciation(options.getString('word', true), options.getString('as', true));
  if ('fault' in read) return privately(`${read.fault} I have changed nothing.`);
  const known = context.settings.pronunciations(guildId);
  if (known.size >= MOST_PRONUNCIATIONS && !known.has(read.word))
    return privately(
      `I can keep ${MOST_PRONUNCIATIONS} words, and that many there are. \`/pronounce remove\` makes room.`,
    );
  const caveat = save(guildId, read.word, read.said, context);
  return publicly(`From my next answer on I say **${read.word}** as “${read.said}”.${caveat}`);
}

function remove({ options, guildId }: Interaction, context: CommandContext): Answer {
  const word = pronunciationKey(options.getString('word', true));
  if (!context.settings.pronunciations(guildId).has(word))
    return privately('I say that word as it is written. `/pronounce list` shows the others.');
  const caveat = save(guildId, word, undefined, context);
  return publicly(`I say **${word}** as it is written again.${caveat}`);
}

function list({ guildId }: Interaction, { settings }: CommandContext): Answer {
  const words = sorted(settings.pronunciations(guildId));
  if (words.length === 0)
    return privately('I say every word as it is written. `/pronounce add` teaches me another way.');
  let text = `I say ${words.length === 1 ? 'one word' : `${words.length} words`} in another way:`;
  for (const [index, [word, said]] of words.entries()) {
    const line = `\n- **${word}** as “${said}”`;
    if (text.length + line.length > LIST_MAX_CHARS)
      return privately(`${text}\n… and ${words.length - index} more`);
    text += line;
  }
  return privately(text);
}

function suggestions(
  { options, guildId }: Completion,
  { settings }: CommandContext,
): readonly Choice[] {
  const typed = pronunciationKey(options.getFocused());
  return sorted(settings.pronunciations(guildId))
    .filter(([word]) => word.includes(typed))
    .slice(0, MOST_CHOICES)
    .map(([word, said]) => ({ name: `${word}: ${said}`.slice(0, 100), value: word }));
}

function sorted(words: ReadonlyMap<string, string>): [string, string][] {
  return [...words].toSorted(([a], [b]) => a.localeCompare(b, 'en'));
}

/** @returns what is to be added to the answer. */
function save(
  guildId: string,
  word: string,
  said: string | undefined,
  { settings, log }: CommandContext,
): string {
  try {
    settings.setPronunciation(guildId, word, said);
    return '';
  } catch (error) {
    log.error({ err: error }, 'how a word is said could not be saved');
    return '\nI could not save that, so it holds only until I am restarted. Please tell whoever runs me.';
  }
}
