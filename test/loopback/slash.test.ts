import { once } from 'node:events';
import {
  Events,
  MessageFlags,
  SlashCommandBuilder,
  type ChatInputCommandInteraction,
} from 'discord.js';
import { describe, expect, test, vi } from 'vitest';
import { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { logIn, type RealClient } from './real-client.ts';

const PING = new SlashCommandBuilder()
  .setName('ping')
  .setDescription('answers')
  .addStringOption((option) =>
    option.setName('text').setDescription('what to say').setRequired(true),
  );
const SETTINGS = new SlashCommandBuilder()
  .setName('settings')
  .setDescription('changes them')
  .setDefaultMemberPermissions(32n)
  .addSubcommand((inner) =>
    inner
      .setName('voice')
      .setDescription('of the voice')
      .addIntegerOption((option) =>
        option
          .setName('speed')
          .setDescription('per cent')
          .addChoices({ name: 'normal', value: 100 }),
      ),
  );

async function withCommands(bot: RealClient, guildId: string) {
  await bot.client.application.commands.set([PING, SETTINGS], guildId);
}

async function received(bot: RealClient): Promise<ChatInputCommandInteraction> {
  const [interaction] = await once(bot.client, Events.InteractionCreate);
  return interaction as ChatInputCommandInteraction;
}

describe('slash commands', () => {
  test('reach the bot as a person sent them, and the answer comes back', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    await withCommands(bot, guild!.id);
    const alice = await discord.join({ guildId: guild!.id, name: 'Alice' });
    const incoming = received(bot);

    const call = discord.slash({
      name: 'ping',
      options: { text: 'hi' },
      userId: alice.userId,
      guildId: guild!.id,
    });
    const interaction = await incoming;
    expect(interaction.options.getString('text', true)).toBe('hi');
    expect(interaction.inCachedGuild() && interaction.member.voice.channelId).toBe(
      guild!.voiceChannelId,
    );
    expect(interaction.user.username).toBe('Alice');
    await interaction.reply({ content: 'hello', flags: MessageFlags.Ephemeral });

    expect(await call.acknowledged).toMatchObject({ type: 4, ephemeral: true });
    expect(await call.reply).toBe('hello');
    expect(call.failed).toBe(false);
  });

  test('keep every edit of a deferred answer, and follow-ups apart', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    await withCommands(bot, guild!.id);
    const incoming = received(bot);
    const call = discord.slash({
      name: 'ping',
      options: { text: 'x' },
      userId: guild!.ownerId,
      guildId: guild!.id,
    });
    const interaction = await incoming;

    await interaction.deferReply();
    expect(call.current).toBe('');
    await interaction.editReply('one');
    await interaction.editReply('one two');
    await interaction.followUp('three');

    expect(await call.reply).toBe('one');
    expect(call.current).toBe('one two');
    expect(call.history.map(({ content }) => content)).toEqual(['one', 'one two']);
    expect(call.followUps.map(({ content }) => content)).toEqual(['three']);
    expect(discord.messages.map(({ content, ephemeral }) => ({ content, ephemeral }))).toEqual([
      { content: 'one two', ephemeral: false },
      { content: 'three', ephemeral: false },
    ]);
  });

  test('fail when nobody answers in time: the caller sees it, the bot gets 10062', async () => {
    await using discord = await LoopbackDiscord.listen({ interactionDeadlineMs: 100 });
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    await withCommands(bot, guild!.id);
    const incoming = received(bot);
    const call = discord.slash({
      name: 'ping',
      options: { text: 'x' },
      userId: guild!.ownerId,
      guildId: guild!.id,
    });
    const interaction = await incoming;

    await expect(call.acknowledged).rejects.toThrow('did not respond within 100 ms');
    await expect(interaction.reply('too late')).rejects.toMatchObject({ code: 10062 });
    expect(call.failed).toBe(true);
  });

  test('refuse a second answer with 40060, and an answer that is too long', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    await withCommands(bot, guild!.id);
    const incoming = received(bot);
    discord.slash({
      name: 'ping',
      options: { text: 'x' },
      userId: guild!.ownerId,
      guildId: guild!.id,
    });
    const interaction = await incoming;

    await expect(interaction.reply('x'.repeat(2001))).rejects.toMatchObject({ code: 50035 });
    await interaction.reply('x'.repeat(2000));
    interaction.replied = false;
    await expect(interaction.reply('again')).rejects.toMatchObject({ code: 40060 });
  });

  test('know subcommands, permissions, choices and required options', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    await withCommands(bot, guild!.id);
    const alice = await discord.join({ guildId: guild!.id, name: 'Alice' });
    const as = (userId: string, name: string, options: Record<string, number | string> = {}) =>
      discord.slash({ name, options, userId, guildId: guild!.id });

    expect(() => as(alice.userId, 'nothing')).toThrow('registered: ping, settings');
    expect(() => as(alice.userId, 'ping')).toThrow('option text is missing');
    expect(() => as(alice.userId, 'ping', { text: 'x', more: 1 })).toThrow('no option more');
    expect(() => as(alice.userId, 'settings voice')).toThrow('lacks the permissions 32');
    expect(() => as(guild!.ownerId, 'settings')).toThrow('needs a subcommand');
    expect(() => as(guild!.ownerId, 'settings voice', { speed: 7 })).toThrow('speed cannot be 7');
    const incoming = received(bot);
    as(guild!.ownerId, 'settings voice', { speed: 100 });
    const interaction = await incoming;
    expect(interaction.options.getSubcommand()).toBe('voice');
    expect(interaction.options.getInteger('speed')).toBe(100);
  });

  test('go to the bot that registered them', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using first = await logIn(discord, discord.botTokens[0]);
    await using second = await logIn(discord, discord.botTokens[1]);
    await second.client.application.commands.set([PING]);
    const notMine = vi.fn<() => void>();
    first.client.on(Events.InteractionCreate, notMine);
    const incoming = received(second);
    discord.slash({
      name: 'ping',
      options: { text: 'x' },
      userId: guild!.ownerId,
      guildId: guild!.id,
    });
    expect((await incoming).applicationId).toBe(second.userId);
    expect(notMine).not.toHaveBeenCalled();
  });
});
