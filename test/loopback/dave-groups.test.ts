import { describe, expect, test } from 'vitest';
import type { Caller } from '../../loopback/caller.ts';
import { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { encrypted, listen, logIn, play } from './real-client.ts';
import { pitchHz, tone } from './tone.ts';
import type { VoiceConnection } from '@discordjs/voice';
import { until } from '../fakes/until.ts';

const never = new AbortController().signal;

/** The pitch that `connection` receives when `caller` says a tone. */
async function pitchHeard(connection: VoiceConnection, caller: Caller, hz: number) {
  const heard = listen(connection, caller.userId);
  const before = heard.packets.length;
  await caller.speak(tone(hz, 300), never);
  await until(() => expect(heard.packets.length).toBeGreaterThan(before + 10));
  const pitch = pitchHz(heard.sound());
  connection.receiver.subscriptions.get(caller.userId)?.destroy();
  return pitch;
}

/** The digits that both see, once they see the same. */
function agreedCode(caller: Caller, connection: VoiceConnection): Promise<string> {
  return until(() => {
    const { privacyCode } = caller;
    if (privacyCode === undefined || privacyCode !== connection.voicePrivacyCode)
      throw new Error('no common code yet');
    return privacyCode;
  });
}

function groupOf(discord: LoopbackDiscord) {
  return discord.daveGroup(discord.guilds[0]!.voiceChannelId);
}

describe('end-to-end encrypted groups', () => {
  test.for([false, true])(
    'follow who joins and leaves, real clients committing: %s',
    async (botCommits) => {
      await using discord = await LoopbackDiscord.listen({ botCommits });
      const [guild] = discord.guilds;
      await using bot = await logIn(discord);
      const alice = await discord.join({ guildId: guild!.id, name: 'Alice' });
      const connection = await bot.join(guild!.voiceChannelId);
      await encrypted(connection);
      expect(groupOf(discord).epoch).toBe(1);
      expect(await pitchHeard(connection, alice, 440)).toBeCloseTo(440, -1);

      const bob = await discord.join({ guildId: guild!.id, name: 'Bob' });
      expect(await pitchHeard(connection, bob, 300)).toBeCloseTo(300, -1);
      expect(await pitchHeard(connection, alice, 500)).toBeCloseTo(500, -1);
      expect(groupOf(discord).epoch).toBe(2);

      await bob.leave();
      await until(() => expect(groupOf(discord).epoch).toBe(3));
      expect(await pitchHeard(connection, alice, 600)).toBeCloseTo(600, -1);
      await play(connection, tone(700, 300));
      await alice.heard.quietFor(100, never);
      expect(pitchHz(alice.heard.sound(0, Infinity, bot.userId))).toBeCloseTo(700, -1);
      expect(alice.heard.daveFailures).toBe(0);
      expect(alice.privacyCode).toBe(connection.voicePrivacyCode);
    },
  );

  test('start over when one member is left, and take the next caller in', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    const alice = await discord.join({ guildId: guild!.id });
    const connection = await bot.join(guild!.voiceChannelId);
    await encrypted(connection);

    await alice.leave();
    await until(() => expect(groupOf(discord).epoch).toBe(0));
    const carol = await discord.join({ guildId: guild!.id });

    expect(await pitchHeard(connection, carol, 350)).toBeCloseTo(350, -1);
    expect(groupOf(discord).memberIds).toContain(bot.userId);
  });

  test('hold several real clients, bots and people, who all hear one another', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    const tokens = [...discord.botTokens, discord.userTokens[0]!];
    await using first = await logIn(discord, tokens[0]);
    await using second = await logIn(discord, tokens[1]);
    await using person = await logIn(discord, tokens[2]);
    expect(person.client.user.bot).toBe(false);
    const clients = [first, second, person];
    const connections = await Promise.all(
      clients.map((client) => client.join(guild!.voiceChannelId)),
    );
    await until(() =>
      expect(groupOf(discord).memberIds.toSorted()).toEqual(
        clients.map(({ userId }) => userId).toSorted(),
      ),
    );
    await until(() => {
      const codes = new Set(connections.map(({ voicePrivacyCode }) => voicePrivacyCode));
      expect(codes.size).toBe(1);
    });

    for (const [at, speaker] of connections.entries()) {
      const hz = 400 + 100 * at;
      const heard = connections
        .filter((other) => other !== speaker)
        .map((other) => listen(other, clients[at]!.userId));
      await play(speaker, tone(hz, 300));
      for (const each of heard) {
        await until(() => expect(each.packets.length).toBeGreaterThan(12));
        expect(pitchHz(each.sound())).toBeCloseTo(hz, -1);
      }
    }
    expect(discord.udpCounters.undecryptable).toBe(0);
  });

  test('take everyone in who comes at the same time', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    const [connection, ...callers] = await Promise.all([
      bot.join(guild!.voiceChannelId),
      ...Array.from({ length: 5 }, () => discord.join({ guildId: guild!.id })),
    ]);
    await until(() => expect(groupOf(discord).memberIds).toHaveLength(6), { timeout: 5_000 });
    await Promise.all(callers.slice(0, 3).map((caller) => caller.leave()));
    await until(() => expect(groupOf(discord).memberIds).toHaveLength(3), { timeout: 5_000 });
    expect(await pitchHeard(connection, callers[4]!, 440)).toBeCloseTo(440, -1);
    await play(connection, tone(700, 300));
    await callers[3]!.heard.quietFor(100, never);
    expect(pitchHz(callers[3]!.heard.sound(0, Infinity, bot.userId))).toBeCloseTo(700, -1);
  });

  test('an invalid commit throws a client out, and it comes back in', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    const alice = await discord.join({ guildId: guild!.id });
    const connection = await bot.join(guild!.voiceChannelId);
    await encrypted(connection);

    discord.faults.announceInvalidCommit(bot.userId);

    await until(() => expect(groupOf(discord).epoch).toBe(2));
    expect(groupOf(discord).memberIds).toHaveLength(2);
    expect(await pitchHeard(connection, alice, 440)).toBeCloseTo(440, -1);
  });

  test('a reset makes a new group of the same members', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    const alice = await discord.join({ guildId: guild!.id });
    const connection = await bot.join(guild!.voiceChannelId);
    await encrypted(connection);
    const before = await agreedCode(alice, connection);

    discord.faults.resetGroup(guild!.voiceChannelId);

    await until(() => expect(alice.privacyCode).not.toBe(before));
    expect(await agreedCode(alice, connection)).not.toBe(before);
    expect(await pitchHeard(connection, alice, 440)).toBeCloseTo(440, -1);
  });
});
