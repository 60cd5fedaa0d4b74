import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createGuildRegistry } from '../../src/voice/guild-registry.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { fakeConversation } from '../fakes/fake-conversation.ts';
import { fakeGuild, type FakeGuildOptions } from '../fakes/fake-guild.ts';
import { fakeVoiceSession } from '../fakes/fake-voice-session.ts';

/** Joined from the channel "text", into the voice channel "lounge". */
async function joined(options: FakeGuildOptions) {
  const guild = fakeGuild(options);
  const post: { toChat?: (text: string) => Promise<void> } = {};
  const registry = createGuildRegistry({
    createConversation(guildId, onTurn, postToChat) {
      post.toChat = postToChat;
      return fakeConversation(guildId, onTurn);
    },
    joinVoice: async ({ channel }) => fakeVoiceSession(channel.guild.id, channel.id),
    joinObstacle: () => undefined,
    settings: { isIgnored: () => false, guildSettings: () => ({}) },
    defaults: { addressing: 'auto', wakeNames: ['Parley'] },
    clock: fakeClock(),
    log: pino({ level: 'silent' }),
    signal: new AbortController().signal,
  });
  const room = registry.open(guild.guild);
  await room.join(guild.member('ann'), guild.voiceChannel('lounge'), 'text');
  await post.toChat?.('```\na = 1\n```');
  await registry[Symbol.asyncDispose]();
  return guild.written;
}

test('what is not for the ear goes where /join was used', async () => {
  expect(await joined({ writable: ['text', 'lounge'] })).toEqual([
    { channelId: 'text', content: '```\na = 1\n```' },
  ]);
});

test('else into the chat of the voice channel', async () => {
  expect(await joined({ writable: ['lounge'] })).toMatchObject([{ channelId: 'lounge' }]);
  expect(await joined({ writable: ['text', 'lounge'], failing: ['text'] })).toMatchObject([
    { channelId: 'lounge' },
  ]);
});
