/** From an interaction to its command and back: acknowledged in time, answered whatever happens. */
import {
  AttachmentBuilder,
  DiscordAPIError,
  MessageFlags,
  RESTJSONErrorCodes,
  type Interaction as AnyInteraction,
} from 'discord.js';
import { LOG_SERIALIZERS } from '../log.ts';
import { plainMessage } from '../discord/plain-message.ts';
import {
  CommandError,
  privately,
  type Answer,
  type Command,
  type CommandContext,
  type Completion,
  type DeferredAnswer,
  type Interaction,
} from './command.ts';

const APOLOGY =
  'Sorry, something went wrong on my side. Whoever runs me finds the cause in the log.';
const UNKNOWN =
  'I do not know that command any more. Discord shows the current ones in a minute or after a restart of the app.';

/** Nobody is waiting for an answer any more: too late, or somebody else gave it. */
const GONE: ReadonlySet<unknown> = new Set([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
]);

/** @returns a function that never rejects, for `Events.InteractionCreate`. */
export function createDispatch(
  commands: readonly Command[],
  context: CommandContext,
): (interaction: AnyInteraction) => Promise<void> {
  const byName = new Map(commands.map((command) => [command.definition.name, command]));

  return async function dispatch(interaction) {
    if (!interaction.isChatInputCommand()) {
      if (interaction.isAutocomplete() && interaction.inCachedGuild())
        await complete(interaction, byName.get(interaction.commandName), context);
      return;
    }
    const fields = {
      command: interaction.commandName,
      guildId: interaction.guildId,
      interactionId: interaction.id,
    };
    const log = context.log.child(fields, { serializers: LOG_SERIALIZERS });
    try {
      if (!interaction.inCachedGuild()) {
        const text = 'I can be used in servers only, where I have been added as a bot.';
        await interaction.reply({ ...plainMessage(text), flags: MessageFlags.Ephemeral });
        return;
      }
      await answer(interaction, byName.get(interaction.commandName), { ...context, log });
    } catch (error) {
      if (error instanceof DiscordAPIError && GONE.has(error.code)) {
        log.warn({ err: error }, 'an answer came too late, or Discord had one already');
        return;
      }
      log.error({ err: error }, 'a command failed');
      if (interaction.inCachedGuild()) await apologise(interaction, error, { ...context, log });
    }
  };
}

async function answer(
  interaction: Interaction,
  command: Command | undefined,
  context: CommandContext,
): Promise<void> {
  const refusal = command === undefined ? UNKNOWN : command.refuse?.(interaction, context);
  if (command === undefined || refusal !== undefined) {
    await reply(interaction, privately(refusal ?? UNKNOWN));
    return;
  }
  if (command.timing === 'immediate') {
    await reply(interaction, command.run(interaction, context));
    return;
  }
  const { visibility } = command;
  const isPrivate =
    (typeof visibility === 'function' ? visibility(interaction) : visibility) === 'private';
  await interaction.deferReply(isPrivate ? { flags: MessageFlags.Ephemeral } : {});
  const result = await command.run(interaction, context);
  if (result === undefined) return;
  const { text, file }: DeferredAnswer = typeof result === 'string' ? { text: result } : result;
  await interaction.editReply({
    ...plainMessage(text),
    ...(file === undefined
      ? {}
      : { files: [new AttachmentBuilder(Buffer.from(file.content), { name: file.name })] }),
  });
}

/** Suggestions are a help, not an answer: what goes wrong with them is only logged. */
async function complete(
  interaction: Completion,
  command: Command | undefined,
  context: CommandContext,
): Promise<void> {
  try {
    await interaction.respond(command?.complete?.(interaction, context) ?? []);
  } catch (error) {
    const { commandName } = interaction;
    context.log.warn({ err: error, command: commandName }, 'no suggestions could be made');
  }
}

async function reply(interaction: Interaction, { text, embed, visibility }: Answer): Promise<void> {
  const { allowedMentions, content, flags } = plainMessage(text ?? '');
  await interaction.reply({
    allowedMentions,
    ...(content === '' ? {} : { content }),
    ...(embed === undefined ? {} : { embeds: [embed] }),
    flags: [
      ...(embed === undefined ? [flags] : []),
      ...(visibility === 'private' ? [MessageFlags.Ephemeral as const] : []),
    ],
  });
}

async function apologise(
  interaction: Interaction,
  error: unknown,
  context: CommandContext,
): Promise<void> {
  const text = error instanceof CommandError ? error.message : APOLOGY;
  try {
    if (interaction.deferred || interaction.replied)
      await interaction.editReply(plainMessage(text));
    else await reply(interaction, privately(text));
  } catch (failure) {
    context.log.warn({ err: failure }, 'could not tell a person that their command failed');
  }
}
