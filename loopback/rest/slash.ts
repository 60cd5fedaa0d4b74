/** Sends a slash command as a person's client does: checked against what the bot registered. */
import { randomBytes } from 'node:crypto';
import type { Gateway } from '../gateway/gateway.ts';
import { snowflake } from '../snowflake.ts';
import { permissionsOf } from '../world/permissions.ts';
import {
  channelPayload,
  interactionMemberPayload,
  memberPayload,
  rolePayload,
  userPayload,
} from '../world/payloads.ts';
import type { Channel, GuildState } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { OPTION_TYPE, type CommandOption, type CommandStore } from './commands.ts';
import { createInteraction, type Interaction } from './interaction.ts';

type OptionValue = string | number | boolean;

export interface SlashOptions {
  /** With subcommands behind it: `settings set`. */
  readonly name: string;
  readonly options?: Readonly<Record<string, OptionValue>>;
  readonly userId: string;
  readonly guildId: string;
  /** The guild's text channel by default. */
  readonly channelId?: string;
}

/** The option that is being typed, and how far. */
export interface Typing {
  readonly option: string;
  readonly text: string;
}

export interface SlashContext {
  readonly world: World;
  readonly gateway: Gateway;
  readonly commands: CommandStore;
  readonly deadlineMs: number;
  /** Called before the bot is told. */
  readonly register: (interaction: Interaction) => void;
}

const CHAT_INPUT = 1;
const APPLICATION_COMMAND = 2;
const AUTOCOMPLETE = 4;
const GUILD_CONTEXT = 0;

/**
 * @param typing the command is not sent yet: its person is still typing that option.
 * @throws an Error naming what a person's client would not let them send.
 */
export function sendSlash(
  context: SlashContext,
  wanted: SlashOptions,
  typing?: Typing,
): Interaction {
  const { world, gateway, commands } = context;
  const guild = world.guild(wanted.guildId);
  const channelId = wanted.channelId ?? guild.textChannelId;
  const channel = guild.channels.get(channelId);
  if (channel === undefined)
    throw new Error(`Cannot send /${wanted.name}: no channel ${channelId}`);
  const [name = '', ...subcommands] = wanted.name.split(' ');
  const command = commands.find(guild.id, name);
  if (command === undefined) {
    const known = commands.namesIn(guild.id).join(', ') || 'none';
    throw new Error(
      `Cannot send /${name}: no bot registered it in ${guild.name} (registered: ${known})`,
    );
  }
  checkPermission(guild, channel, wanted.userId, name, command.default_member_permissions);

  const values = wanted.options ?? {};
  const options = optionPayloads(wanted.name, command.options ?? [], subcommands, values, typing);

  const interaction = createInteraction({
    id: snowflake(),
    token: randomBytes(24).toString('base64url'),
    applicationId: command.application_id,
    channelId,
    commandName: wanted.name,
    deadlineMs: context.deadlineMs,
  });
  context.register(interaction);
  gateway.dispatch({
    event: 'INTERACTION_CREATE',
    toUserId: command.application_id,
    guildId: guild.id,
    data: {
      id: interaction.id,
      application_id: command.application_id,
      type: typing === undefined ? APPLICATION_COMMAND : AUTOCOMPLETE,
      token: interaction.token,
      version: 1,
      guild_id: guild.id,
      guild: { id: guild.id, locale: 'en-US', features: [] },
      channel_id: channelId,
      channel: {
        ...channelPayload(channel),
        permissions: String(permissionsOf(guild, wanted.userId, channel)),
      },
      member: interactionMemberPayload(world, guild, channel, wanted.userId),
      app_permissions: String(permissionsOf(guild, command.application_id, channel)),
      locale: 'en-US',
      guild_locale: 'en-US',
      entitlements: [],
      authorizing_integration_owners: { 0: guild.id },
      context: GUILD_CONTEXT,
      attachment_size_limit: 10_485_760,
      data: {
        id: command.id,
        name: command.name,
        type: CHAT_INPUT,
        ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
        options,
        resolved: resolved(world, guild, Object.values(values)),
      },
    },
  });
  return interaction;
}

function checkPermission(
  guild: GuildState,
  channel: Channel,
  userId: string,
  name: string,
  required: string | null | undefined,
): void {
  const needed = BigInt(required ?? 0);
  if ((permissionsOf(guild, userId, channel) & needed) === needed) return;
  throw new Error(`Cannot send /${name}: ${userId} lacks the permissions ${needed}`);
}

function optionPayloads(
  name: string,
  declared: readonly CommandOption[],
  subcommands: readonly string[],
  values: Readonly<Record<string, OptionValue>>,
  typing: Typing | undefined,
): unknown[] {
  const [first, ...rest] = subcommands;
  if (first !== undefined) {
    const inner = declared.find((option) => option.name === first && isSubcommand(option));
    if (inner === undefined)
      throw new Error(`Cannot send /${name}: there is no subcommand ${first}`);
    const options = optionPayloads(name, inner.options ?? [], rest, values, typing);
    return [{ name: first, type: inner.type, options }];
  }
  if (declared.some(isSubcommand)) throw new Error(`Cannot send /${name}: it needs a subcommand`);
  if (typing !== undefined) return typed(name, declared, typing);
  const missing = declared.find((option) => option.required === true && !(option.name in values));
  if (missing !== undefined)
    throw new Error(`Cannot send /${name}: option ${missing.name} is missing`);
  return Object.entries(values).map(([key, value]) => {
    const option = declared.find((known) => known.name === key);
    if (option === undefined) throw new Error(`Cannot send /${name}: it has no option ${key}`);
    const isOffered = option.choices?.some((choice) => choice.value === value) ?? true;
    if (!isOffered) throw new Error(`Cannot send /${name}: ${key} cannot be ${value}`);
    return { name: key, type: option.type, value };
  });
}

function typed(name: string, declared: readonly CommandOption[], typing: Typing): unknown[] {
  const option = declared.find((known) => known.name === typing.option);
  if (option?.autocomplete !== true)
    throw new Error(`Cannot type ${typing.option} of /${name}: nothing is offered for it`);
  return [{ name: typing.option, type: option.type, value: typing.text, focused: true }];
}

function isSubcommand({ type }: CommandOption): boolean {
  return type === OPTION_TYPE.subcommand || type === OPTION_TYPE.subcommandGroup;
}

/** Users, channels and roles that option values name. */
function resolved(world: World, guild: GuildState, values: readonly OptionValue[]) {
  const ids = values.filter((value) => typeof value === 'string');
  const users = ids.filter((id) => world.accounts.has(id));
  const channels = ids
    .map((id) => guild.channels.get(id))
    .filter((channel) => channel !== undefined);
  const roles = ids.filter((id) => guild.roles.has(id));
  return {
    users: Object.fromEntries(users.map((id) => [id, userPayload(world.account(id))])),
    members: Object.fromEntries(users.map((id) => [id, memberPayload(world, guild, id)])),
    channels: Object.fromEntries(channels.map((channel) => [channel.id, channelPayload(channel)])),
    roles: Object.fromEntries(roles.map((id) => [id, rolePayload(guild, id)])),
  };
}
