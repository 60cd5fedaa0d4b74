import { PermissionFlagsBits } from 'discord.js';
import type { Addressing, ConversationSettings } from '../pipeline/deciding/conversation-port.ts';
import { isAddressing, type GuildSettings } from '../settings/guild-settings.ts';
import { readWakeNames } from '../settings/wake-names.ts';
import { privately, publicly, type Command, type Interaction } from './command.ts';
import { guildCommand } from './define.ts';

/** Typed instead of a name: back to what the configuration says. */
const RESET = 'reset';

/** Three names of 30 characters fit, with room for spaces. */
const NAME_MAX_CHARS = 120;

/** In the order in which Discord offers them. */
const CHOICES: Readonly<Record<Addressing, string>> = {
  auto: 'auto: always with one person, else when I am named or it follows my answer',
  name: 'name: only when I am named',
  always: 'always: whatever is said',
  never: 'never: I only listen; /ask still works',
};

/** `/settings`: when I answer, and what I am called in this server. */
export const settings = {
  definition: guildCommand('settings', 'When I answer what is said, and what I am called here.')
    .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild)
    .addStringOption((option) =>
      option
        .setName('addressing')
        .setDescription('When I answer what is said aloud')
        .addChoices(...Object.entries(CHOICES).map(([value, name]) => ({ name, value }))),
    )
    .addStringOption((option) =>
      option
        .setName('name')
        .setDescription(`What I am called: up to 3 names, commas between; "${RESET}" for my own`)
        .setMaxLength(NAME_MAX_CHARS),
    )
    .toJSON(),
  timing: 'immediate',
  // Discord hides the command from everybody else, unless the server gave it to them.
  refuse: (interaction) =>
    interaction.memberPermissions.has(PermissionFlagsBits.ManageGuild)
      ? undefined
      : 'Only people who may manage this server can do that. /status shows how I am set.',
  run(interaction, { registry, settings: store, log }) {
    const { guildId } = interaction;
    const before = store.guildSettings(guildId);
    const wanted = readOptions(interaction, before);
    if (wanted === undefined) return privately(describeSettings(registry.settingsOf(guildId)));
    if ('fault' in wanted)
      return privately(`The name ${wanted.fault}. I have changed nothing: please try again.`);
    let caveat = '';
    try {
      store.setGuildSettings(guildId, wanted);
    } catch (error) {
      log.error({ err: error }, 'the settings of a server could not be saved');
      caveat =
        '\nI could not save that, so it holds only until I am restarted. Please tell whoever runs me.';
    }
    registry.configure(guildId);
    return publicly(`From now on: ${describeSettings(registry.settingsOf(guildId))}${caveat}`);
  },
} satisfies Command;

/** Two sentences: when Parley answers, and to which names. */
export function describeSettings({ addressing, wakeNames }: ConversationSettings): string {
  const names = wakeNames.map((name) => `**${name}**`).join(' or ');
  return `${SENTENCES[addressing]} I am called ${names}.`;
}

const SENTENCES: Readonly<Record<Addressing, string>> = {
  auto: 'With one person I answer everything; with more I answer when I am named, or when it follows my own answer.',
  name: 'I answer when I am named.',
  always: 'I answer everything that is said.',
  never: 'I answer nothing that is said, only /ask.',
};

/** @returns undefined when nothing was to be changed. */
function readOptions(
  interaction: Interaction,
  before: GuildSettings,
): GuildSettings | { readonly fault: string } | undefined {
  const addressing = interaction.options.getString('addressing');
  const name = interaction.options.getString('name');
  if (addressing === null && name === null) return undefined;
  const changed = isAddressing(addressing) ? { ...before, addressing } : before;
  if (name === null) return changed;
  if (name.trim().toLowerCase() === RESET) {
    const { wakeNames: _, ...rest } = changed;
    return rest;
  }
  const read = readWakeNames(name);
  return 'fault' in read ? read : { ...changed, wakeNames: read.names };
}
