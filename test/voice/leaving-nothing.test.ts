import { getEventListeners } from 'node:events';
import { getVoiceConnections } from '@discordjs/voice';
import { Events } from 'discord.js';
import { expect, test } from 'vitest';
import { fakeClock } from '../fakes/fake-clock.ts';
import { tone } from '../loopback/tone.ts';
import { inVoice } from './in-voice.ts';
import { until } from '../fakes/until.ts';

const never = new AbortController().signal;

test('50 joins and leaves leave no listener, timer, socket or stream behind', async () => {
  const clock = fakeClock();
  await using voice = await inVoice({ clock });
  const { client } = voice.bot;
  const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
  const request = new AbortController();
  const left = () => ({
    client: [Events.VoiceStateUpdate, Events.ChannelDelete, Events.ShardReady].map((name) =>
      client.listenerCount(name),
    ),
    maxListeners: client.getMaxListeners(),
    signal: getEventListeners(request.signal, 'abort').length,
    clock: clock.pending,
    connections: getVoiceConnections(voice.bot.userId)?.size ?? 0,
  });
  const sockets = () => process.getActiveResourcesInfo().filter((name) => /^(UDP|TLS)/.test(name));

  const before = left();
  const socketsBefore = sockets().length;
  for (let time = 1; time <= 50; time++) {
    const session = await voice.join(voice.channelId, request.signal);
    const speaking = alice.speak(tone(300, 60), never);
    await until(() => expect(voice.heard).toHaveLength(time), { interval: 5 });
    await session.leave('asked');
    expect(voice.heard.at(-1)?.outcome).toBe('dropped');
    await speaking;
    expect(left()).toEqual(before);
  }
  expect(voice.conversation.calls.filter((call) => call === 'detach')).toHaveLength(50);
  // Sockets take a moment to close.
  await until(() => expect(sockets().length).toBeLessThanOrEqual(socketsBefore));
});
