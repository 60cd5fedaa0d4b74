import { Events } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { inVoice, type InVoice } from './in-voice.ts';
import { until } from '../fakes/until.ts';

const namesIn = ({ conversation }: InVoice) =>
  conversation.present
    .at(-1)
    ?.map(({ name }) => name)
    .sort();
const told = (voice: InVoice, ...names: string[]) =>
  until(() => expect(namesIn(voice)).toEqual(names));

describe('what a conversation is told of the people in the channel', () => {
  test('is who is there: at once, as they come and go, and nobody after leaving', async () => {
    await using voice = await inVoice({ loopback: { dave: 0 } });
    const { discord, guildId } = voice;
    const alice = await discord.join({ guildId, name: 'Alice' });
    const session = await voice.join();
    expect(namesIn(voice)).toEqual(['Alice']);
    const bob = await discord.join({ guildId, name: 'Bob' });
    await told(voice, 'Alice', 'Bob');
    await alice.leave();
    await told(voice, 'Bob');
    const afk = discord.addChannel({ guildId, type: 'afk' });
    discord.moveTo(bob.userId, afk);
    await told(voice);
    const changes = voice.conversation.present.length;
    discord.moveTo(bob.userId, voice.channelId);
    await told(voice, 'Bob');
    await session.leave('asked');
    await told(voice);
    expect(voice.conversation.present).toHaveLength(changes + 2);
  });

  test('counts people who do not want to be heard', async () => {
    await using voice = await inVoice({ loopback: { dave: 0 } });
    const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
    voice.ignored.add(alice.userId);
    await voice.join();
    expect(namesIn(voice)).toEqual(['Alice']);
  });

  test('follows when Parley is moved', async () => {
    await using voice = await inVoice({ loopback: { dave: 0 } });
    const { discord, guildId } = voice;
    await discord.join({ guildId, name: 'Alice' });
    const other = discord.addChannel({ guildId, type: 'voice', name: 'Other' });
    const bob = await discord.join({ guildId, name: 'Bob', channelId: other });
    bob.setMute(true);
    await voice.join();
    discord.moveTo(voice.bot.userId, other);
    await told(voice, 'Bob');
    expect(voice.conversation.silenced).toEqual([]);
  });

  test('is told by their new name', async () => {
    await using voice = await inVoice({ loopback: { dave: 0 } });
    const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
    await voice.join();
    const { client } = voice.bot;
    const member = client.guilds.cache.get(voice.guildId)!.members.cache.get(alice.userId)!;
    const before = Object.assign(Object.create(member), { nickname: null });
    member.nickname = 'Ally';
    client.emit(Events.GuildMemberUpdate, before, member);
    expect(namesIn(voice)).toEqual(['Ally']);
  });

  test.for([
    ['mute themselves', ({ alice }) => alice.setMute(true)],
    ['are muted by a moderator', ({ discord, alice }) => discord.setServerMute(alice.userId, true)],
    ['may not speak any more', ({ discord, alice }) => discord.setSuppressed(alice.userId, true)],
  ] as const satisfies readonly (readonly [string, (on: Muting) => void])[])(
    'is told once when they %s',
    async ([, mute]) => {
      await using voice = await inVoice({ loopback: { dave: 0 } });
      const { discord, guildId, conversation } = voice;
      const alice = await discord.join({ guildId, name: 'Alice' });
      await voice.join();
      mute({ discord, alice });
      await until(() => expect(conversation.silenced).toEqual([alice.userId]));
      alice.setDeaf(true);
      await discord.join({ guildId, name: 'Bob' });
      await told(voice, 'Alice', 'Bob');
      expect(conversation.silenced).toEqual([alice.userId]);
    },
  );
});

type Muting = Pick<InVoice, 'discord'> & {
  readonly alice: Awaited<ReturnType<InVoice['discord']['join']>>;
};
