import { getEventListeners } from 'node:events';
import { setTimeout as passed } from 'node:timers/promises';
import { getVoiceConnections } from '@discordjs/voice';
import { Client } from 'discord.js';
import { expect, test, vi } from 'vitest';
import { watchAlive } from '../fakes/whole-alive.ts';
import { paced } from '../fakes/whole-llm.ts';
import { openStory } from './whole-story.ts';
import { never } from './whole-voices.ts';

const ROUNDS = 50;
/** The rounds in which it is sent away while it speaks, and while it listens to somebody. */
const SPEAKING_IN = new Set([10, 35]);
const LISTENING_IN = new Set([20, 45]);
/** Sockets that are closing take a moment to go. */
const LOOKS = 100;
const LOOK_EVERY_MS = 50;

test('50 joins and leaves of the whole bot, some in mid-conversation, leave nothing behind', async () => {
  const login = vi.spyOn(Client.prototype, 'login');
  await using story = await openStory();
  const { bot, voices } = story;
  const client = login.mock.contexts[0] as Client;
  login.mockRestore();
  story.llm.when(/./u, paced('This goes on for quite a while, and then for a while longer.'));
  const ann = await bot.discord.join({ guildId: bot.discord.guilds[0]!.id, name: 'Ann' });
  const question = await voices.synthesise('What do you say?');

  const listeners = () => ({
    client: Object.fromEntries(
      client.eventNames().map((name) => [String(name), client.listenerCount(name)]),
    ),
    process: Object.fromEntries(
      process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
    ),
    signal: getEventListeners(bot.signal, 'abort').length,
    connections: getVoiceConnections()?.size ?? 0,
  });
  const visit = async (round: number) => {
    expect(await story.slash(ann, 'join').reply).toMatch(/I am listening/u);
    if (SPEAKING_IN.has(round)) {
      const { endedAtMs } = await ann.speak(question, never);
      await ann.heard.firstVoicedAfter(endedAtMs);
    }
    const speaking = LISTENING_IN.has(round) ? ann.speak(question, never) : undefined;
    if (speaking !== undefined) await passed(300);
    expect(await story.slash(ann, 'leave').reply).toMatch(/Goodbye/u);
    await speaking;
  };
  using alive = watchAlive();
  // The first visits open what stays: keep-alive connections, the codecs' pool.
  await visit(10);
  await visit(20);
  const listenersBefore = listeners();
  const handlesBefore = alive.handles();
  for (let round = 0; round < ROUNDS; round++) await visit(round);

  // Of a visit, that is: not the gateway's heartbeat, the HTTP clients' or Loopback Discord's own.
  const timers = () =>
    alive.timers().filter((from) => /^[^<]*(\/src\/|@discordjs\/voice)/u.test(from));
  const isMore = () =>
    timers().length > 0 ||
    Object.entries(alive.handles()).some(([kind, count]) => count > (handlesBefore[kind] ?? 0));
  for (let look = 0; look < LOOKS && isMore(); look++) await passed(LOOK_EVERY_MS);
  expect(timers()).toEqual([]);
  for (const [kind, count] of Object.entries(alive.handles()))
    expect(count, kind).toBeLessThanOrEqual(handlesBefore[kind] ?? 0);
  expect(listeners()).toEqual(listenersBefore);
}, 120_000);
