import { PermissionFlagsBits, type SlashCommandSubcommandBuilder } from 'discord.js';
import type { VoiceOwner } from '../settings/voice-settings.ts';
import { chosenVoice, SPEED_RANGE, type VoiceChoice } from '../settings/voice-choice.ts';
import {
  type Choice,
  type Command,
  type CommandContext,
  type Completion,
  type Interaction,
} from './command.ts';
import { guildCommand } from './define.ts';
import { sample, theVoice } from './voice-sample.ts';
import { choiceInWords, languageName, voiceAtSpeed, voiceList } from './voice-words.ts';
import type { ShelfVoice, VoiceShelf } from './voice-shelf.ts';

/** Discord offers no more. */
const MOST_CHOICES = 25;
const NAME_MAX_CHARS = 100;

const SLOW =
  '\nThat voice takes long to make: on a small machine I begin later, and may pause between sentences.';

/** `/voice`: which voices there are, and which one answers whom. */
export const voice = {
  definition: guildCommand('voice', 'Which voices I have, and with which one I answer.')
    .addSubcommand((subcommand) =>
      subcommand.setName('list').setDescription('The voices that I have, and which are chosen.'),
    )
    .addSubcommand((subcommand) =>
      withSpeed(withName(subcommand.setName('sample'), 'Which voice', true)).setDescription(
        'Hear a voice.',
      ),
    )
    .addSubcommand((subcommand) =>
      withOwner(
        withSpeed(withName(subcommand.setName('set'), 'Which voice answers', false)),
      ).setDescription('Choose a voice, how fast it speaks, or both.'),
    )
    .addSubcommand((subcommand) =>
      withOwner(subcommand.setName('reset')).setDescription('Go back to the voice before.'),
    )
    .toJSON(),
  timing: 'deferred',
  // What changes for everybody is for everybody to read.
  visibility: (interaction) => (isForServer(interaction) ? 'public' : 'private'),
  refuse: (interaction) =>
    isForServer(interaction) && !interaction.memberPermissions.has(PermissionFlagsBits.ManageGuild)
      ? 'Only people who may manage this server can choose its voice. Without `for: server` you choose your own.'
      : undefined,
  complete: suggestions,
  async run(interaction, context) {
    await context.voices.look(context.signal);
    switch (interaction.options.getSubcommand()) {
      case 'sample':
        return sample(interaction, context);
      case 'set':
        return set(interaction, context);
      case 'reset':
        return reset(interaction, context);
      default:
        return list(interaction, context);
    }
  },
} satisfies Command;

function withName(
  subcommand: SlashCommandSubcommandBuilder,
  description: string,
  isRequired: boolean,
): SlashCommandSubcommandBuilder {
  return subcommand.addStringOption((option) =>
    option
      .setName('name')
      .setDescription(description)
      .setMaxLength(NAME_MAX_CHARS)
      .setRequired(isRequired)
      .setAutocomplete(true),
  );
}

function withSpeed(subcommand: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  return subcommand.addNumberOption((option) =>
    option
      .setName('speed')
      .setDescription('1 is as usual, 0.5 half as fast, 2 twice as fast')
      .setMinValue(SPEED_RANGE.slowest)
      .setMaxValue(SPEED_RANGE.fastest),
  );
}

function withOwner(subcommand: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  return subcommand.addStringOption((option) =>
    option
      .setName('for')
      .setDescription('Whom I answer with it; me is the default, in every server')
      .addChoices({ name: 'me', value: 'me' }, { name: 'server', value: 'server' }),
  );
}

function isForServer({ options }: Interaction): boolean {
  return (
    ['set', 'reset'].includes(options.getSubcommand()) && options.getString('for') === 'server'
  );
}

function suggestions({ options }: Completion, { voices }: CommandContext): Choice[] {
  const typed = options.getFocused().trim().toLowerCase();
  return voices.models
    .filter(({ isHere }) => isHere)
    .flatMap(({ language, voices: ids }) =>
      ids.map((id) => ({ name: `${id} (${languageName(language)})`, value: id })),
    )
    .filter(({ name }) => name.toLowerCase().includes(typed))
    .slice(0, MOST_CHOICES);
}

function list({ user, guildId }: Interaction, { voices, settings }: CommandContext): string {
  const own = choiceInWords(settings.voiceChoice({ userId: user.id }));
  const ofServer = choiceInWords(settings.voiceChoice({ guildId }));
  return [
    voiceList(voices),
    `You have chosen ${own ?? 'nothing'}, this server ${ofServer ?? 'nothing'}; my usual voice is **${voices.usual}**.`,
    `I understand ${voices.understood.map(languageName).join(', ')}.`,
  ].join('\n');
}

function set(interaction: Interaction, context: CommandContext): string {
  const { settings, voices } = context;
  const name = interaction.options.getString('name');
  const speed = interaction.options.getNumber('speed');
  if (name === null && speed === null)
    return 'Say which voice, how fast, or both: `/voice list` shows the voices that I have.';
  const chosen = name === null ? undefined : theVoice(name, context);
  const owner = ownerOf(interaction);
  const before = settings.voiceChoice(owner);
  // A speed is chosen for a voice: another voice begins at its own.
  const choice: VoiceChoice =
    chosen === undefined
      ? { ...before, ...speedOf(speed) }
      : { voice: chosen.id, ...speedOf(speed) };
  if (chosen !== undefined) voices.prepare(chosen.id);
  const caveat = save(owner, choice, context);
  const news =
    chosen === undefined ? '' : aboutLanguage(chosen, voices) + (chosen.isSlow ? SLOW : '');
  return `From now on I answer ${whom(owner)} with ${nowSpeaking(interaction, context)}.${news}${caveat}`;
}

/** What is understood and what is spoken may be two languages: told to whoever chooses that. */
function aboutLanguage({ language }: ShelfVoice, { understood }: VoiceShelf): string {
  const speaks = (one: string) => one === 'mul' || baseOf(one) === baseOf(language);
  if (understood.some(speaks)) return '';
  const names = understood.map(languageName).join(', ');
  return `\nI understand ${names}, but with that voice I answer in ${languageName(baseOf(language))}.`;
}

function baseOf(language: string): string {
  return new Intl.Locale(language).language;
}

function reset(interaction: Interaction, context: CommandContext): string {
  const owner = ownerOf(interaction);
  const caveat = save(owner, {}, context);
  return `From now on I answer ${whom(owner)} with ${nowSpeaking(interaction, context)} again.${caveat}`;
}

/** The voice that follows from all choices, for this person or for the server. */
function nowSpeaking(interaction: Interaction, { settings, voices }: CommandContext): string {
  const { guildId, user } = interaction;
  const ofServer = settings.voiceChoice({ guildId });
  const own = isForServer(interaction) ? {} : settings.voiceChoice({ userId: user.id });
  const { voice: id, speed } = chosenVoice([own, ofServer], voices.usual);
  const found = voices.find(id);
  return found === undefined ? `**${id}**` : voiceAtSpeed(found, speed);
}

function ownerOf(interaction: Interaction): VoiceOwner {
  return isForServer(interaction)
    ? { guildId: interaction.guildId }
    : { userId: interaction.user.id };
}

function whom(owner: VoiceOwner): string {
  return 'guildId' in owner ? 'everybody here who has chosen none' : 'you';
}

function speedOf(speed: number | null): Pick<VoiceChoice, 'speed'> {
  return speed === null ? {} : { speed };
}

/** @returns what is to be added to the answer. */
function save(owner: VoiceOwner, choice: VoiceChoice, { settings, log }: CommandContext): string {
  try {
    settings.setVoiceChoice(owner, choice);
    return '';
  } catch (error) {
    log.error({ err: error }, 'the choice of a voice could not be saved');
    return '\nI could not save that, so it holds only until I am restarted. Please tell whoever runs me.';
  }
}
