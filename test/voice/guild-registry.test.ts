import { getEventListeners } from 'node:events';
import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import type { GuildSettings } from '../../src/settings/guild-settings.ts';
import { createGuildRegistry, type GuildRegistry } from '../../src/voice/guild-registry.ts';
import type { JoinRequest, JoinVoice } from '../../src/voice/guild-room-types.ts';
import { JoinAbandoned } from '../../src/voice/guild-room.ts';
import { fakeClock, type FakeClock } from '../fakes/fake-clock.ts';
import { fakeConversation, type FakeConversation } from '../fakes/fake-conversation.ts';
import { fakeGuild, type FakeGuild, type FakeGuildOptions } from '../fakes/fake-guild.ts';
import { fakeVoiceSession, type FakeVoiceSession } from '../fakes/fake-voice-session.ts';
import { turnRecord } from '../fakes/turn-record.ts';

const log = pino({ level: 'silent' });
const HOURS = 60 * 60 * 1000;

let clock: FakeClock;
let shutdown: AbortController;
let conversations: FakeConversation[];
let sessions: FakeVoiceSession[];
let requests: JoinRequest[];
let ignored: Set<string>;
let stored: Map<string, GuildSettings>;

/** Joins at once. */
const joinAtOnce: JoinVoice = async (request) => {
  requests.push(request);
  const session = fakeVoiceSession(request.channel.guild.id, request.channel.id);
  sessions.push(session);
  return session;
};

function registryWith(joinVoice: JoinVoice = joinAtOnce): GuildRegistry {
  return createGuildRegistry({
    createConversation(guildId, onTurn) {
      const conversation = fakeConversation(guildId, onTurn);
      conversations.push(conversation);
      return conversation;
    },
    joinVoice,
    joinObstacle: (_member, channel, current) => {
      if (channel.id === 'afk') return 'This is the AFK channel.';
      return current === undefined ? undefined : `I am already in <#${current}>.`;
    },
    settings: {
      isIgnored: (userId) => ignored.has(userId),
      guildSettings: (guildId) => stored.get(guildId) ?? {},
    },
    defaults: { addressing: 'auto', wakeNames: ['Parley'] },
    clock,
    log,
    signal: shutdown.signal,
  });
}

beforeEach(() => {
  clock = fakeClock();
  shutdown = new AbortController();
  conversations = [];
  sessions = [];
  requests = [];
  ignored = new Set();
  stored = new Map();
});

async function joined(options?: FakeGuildOptions, registry = registryWith()) {
  const place = fakeGuild(options);
  const room = registry.open(place.guild);
  await room.join(place.member('alice'), place.voiceChannel('voice', 'Lounge'), 'text');
  return { registry, room, place, session: sessions.at(-1)!, conversation: conversations.at(-1)! };
}

const join = (registry: GuildRegistry, place: FakeGuild, userId: string, channelId: string) =>
  registry.open(place.guild).join(place.member(userId), place.voiceChannel(channelId), 'text');

/** What a promise comes to: its value or its error. */
const outcomeOf = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe('createGuildRegistry()', () => {
  test('joins, and tells the conversation where it is', async () => {
    const { room, session, conversation } = await joined();
    expect(room.session).toBe(session);
    expect(conversation.places.at(-1)).toEqual({
      guildName: 'Server guild',
      channelName: 'Lounge',
    });
  });

  test('configures a conversation as its guild has set it, else as the configuration says', async () => {
    stored.set('one', { addressing: 'never', wakeNames: ['Jarvis'] });
    stored.set('two', { wakeNames: ['Friday', 'Hey Friday'] });
    const registry = registryWith();
    for (const id of ['one', 'two', 'three']) registry.open(fakeGuild({ id }).guild);
    expect(conversations.map(({ settings }) => settings)).toEqual([
      { addressing: 'never', wakeNames: ['Jarvis'] },
      { addressing: 'auto', wakeNames: ['Friday', 'Hey Friday'] },
      { addressing: 'auto', wakeNames: ['Parley'] },
    ]);
    expect(registry.settingsOf('two').wakeNames).toEqual(['Friday', 'Hey Friday']);
  });

  test('tells the conversation at once of settings that changed, and no other guild', async () => {
    const registry = registryWith();
    for (const id of ['one', 'two']) registry.open(fakeGuild({ id }).guild);
    stored.set('one', { addressing: 'name' });
    stored.set('two', { addressing: 'never' });
    registry.configure('one');
    registry.configure('a guild without a conversation');
    expect(conversations.map(({ settings }) => settings?.addressing)).toEqual(['name', 'auto']);
  });

  test('keeps the conversation when Parley leaves and comes back', async () => {
    const { registry, room, place } = await joined();
    expect(await room.leave('asked')).toBe(true);
    expect(room.session).toBeUndefined();
    await join(registry, place, 'alice', 'voice');
    expect(conversations).toHaveLength(1);
    expect(conversations[0]!.calls).not.toContain('dispose');
    expect(conversations[0]!.calls).not.toContain('reset');
  });

  test('shares nothing between guilds', async () => {
    const registry = registryWith();
    const one = await joined({ id: 'one' }, registry);
    const two = await joined({ id: 'two' }, registry);
    expect(one.conversation).not.toBe(two.conversation);
    await one.room.leave('asked');
    expect(two.room.session).toBe(two.session);
    expect(registry.find('one')?.session).toBeUndefined();
  });

  test('lets one of two simultaneous joins win and gives the other the same session', async () => {
    const opening = Promise.withResolvers<void>();
    const registry = registryWith(async (request) => {
      await opening.promise;
      return joinAtOnce(request);
    });
    const place = fakeGuild();
    const first = join(registry, place, 'alice', 'voice');
    const second = join(registry, place, 'bob', 'voice');
    const elsewhere = join(registry, place, 'carol', 'other');
    opening.resolve();
    expect(await first).toMatchObject({ status: 'joined', session: sessions[0] });
    expect(await second).toMatchObject({ status: 'already-there', session: sessions[0] });
    expect(await elsewhere).toEqual({ status: 'refused', sentence: 'I am just joining <#voice>.' });
    expect(sessions).toHaveLength(1);
  });

  test('refuses with the sentence of the join checks', async () => {
    const registry = registryWith();
    const place = fakeGuild();
    expect(await join(registry, place, 'alice', 'afk')).toEqual({
      status: 'refused',
      sentence: 'This is the AFK channel.',
    });
    await join(registry, place, 'alice', 'voice');
    expect(await join(registry, place, 'bob', 'other')).toEqual({
      status: 'refused',
      sentence: 'I am already in <#voice>.',
    });
  });

  test('can join again after a join that failed, even one that failed at once', async () => {
    let attempts = 0;
    const registry = registryWith((request) => {
      attempts += 1;
      if (attempts === 1) throw new Error('no answer');
      return joinAtOnce(request);
    });
    const place = fakeGuild();
    await expect(join(registry, place, 'alice', 'voice')).rejects.toThrow('no answer');
    expect(registry.find('guild')?.isOccupied).toBe(false);
    expect(await join(registry, place, 'alice', 'voice')).toMatchObject({ status: 'joined' });
  });

  test('gives up a join when told to leave meanwhile', async () => {
    const registry = registryWith(
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    const place = fakeGuild();
    const joining = outcomeOf(join(registry, place, 'alice', 'voice'));
    expect(await registry.find('guild')!.leave('asked')).toBe(true);
    expect(await joining).toBeInstanceOf(JoinAbandoned);
    expect(registry.find('guild')!.isOccupied).toBe(false);
  });

  test('leaves a channel it was let into after it had been told to leave', async () => {
    const opening = Promise.withResolvers<void>();
    const registry = registryWith(async (request) => {
      await opening.promise; // deaf to the signal
      return joinAtOnce(request);
    });
    const place = fakeGuild();
    const joining = outcomeOf(join(registry, place, 'alice', 'voice'));
    const leaving = registry.find('guild')!.leave('asked');
    opening.resolve();
    await leaving;
    expect(await joining).toBeInstanceOf(JoinAbandoned);
    expect(sessions[0]!.leftFor).toBe('asked');
    expect(registry.find('guild')!.session).toBeUndefined();
  });

  test.for([
    ['alone', /nobody was there/],
    ['connection-lost', /lost the connection/],
    ['channel-deleted', /was deleted/],
  ] as const)('says in text why it left: %s', async ([reason, sentence]) => {
    const { room, place, session } = await joined();
    session.end(reason);
    await clock.advance(0);
    expect(place.written.map(({ content }) => content)).toEqual([expect.stringMatching(sentence)]);
    expect(room.isOccupied).toBe(false);
  });

  test('goes without a word when it was kicked', async () => {
    const { place, session, room } = await joined();
    session.end('kicked');
    await clock.advance(0);
    expect(place.written).toEqual([]);
    expect(room.session).toBeUndefined();
  });

  test('writes where /join was used, else into the voice chat, else the system channel', async () => {
    const inText = await joined({
      writable: ['text', 'voice', 'system'],
      systemChannelId: 'system',
    });
    await inText.room.notify('Hello');
    expect(inText.place.written).toEqual([{ channelId: 'text', content: 'Hello' }]);

    const inVoice = await joined({ writable: ['voice', 'system'], systemChannelId: 'system' });
    await inVoice.room.notify('Hello');
    expect(inVoice.place.written).toEqual([{ channelId: 'voice', content: 'Hello' }]);

    const failing = await joined({
      writable: ['text', 'system'],
      failing: ['text'],
      systemChannelId: 'system',
    });
    await failing.room.notify('Hello');
    expect(failing.place.written).toEqual([{ channelId: 'system', content: 'Hello' }]);
  });

  test('writes the answer to a deafened asker', async () => {
    const { place, conversation } = await joined();
    place.deafen('bob');
    conversation.endTurn(turnRecord({ speakerId: 'alice', replyText: 'Aloud.' }));
    conversation.endTurn(turnRecord({ speakerId: 'bob', replyText: 'In writing.' }));
    await clock.advance(0);
    expect(place.written).toEqual([{ channelId: 'text', content: '<@bob> In writing.' }]);
  });

  test('writes an answer that could not be said', async () => {
    const { place, conversation } = await joined();
    conversation.endTurn(
      turnRecord({
        replyText: 'Forty-two.',
        playedText: '',
        outcome: { status: 'failed', reason: 'no voice' },
      }),
    );
    await clock.advance(0);
    expect(place.written.map(({ content }) => content)).toEqual([
      'I could not say this aloud: Forty-two.',
    ]);
  });

  test('asks the settings about every speaker, and refreshes every session', async () => {
    const registry = registryWith();
    const one = await joined({ id: 'one' }, registry);
    const two = await joined({ id: 'two' }, registry);
    ignored.add('alice');
    expect(requests.map(({ isIgnored }) => isIgnored('alice'))).toEqual([true, true]);
    registry.refreshListeners();
    expect([one.session.refreshCount, two.session.refreshCount]).toEqual([1, 1]);
  });

  test('drops everything of a guild that it was removed from', async () => {
    const { registry, session, conversation } = await joined();
    await registry.remove('guild');
    expect(session.leftFor).toBe('shutdown');
    expect(conversation.calls).toContain('dispose');
    expect(registry.find('guild')).toBeUndefined();
  });

  test('forgets a conversation that nobody came back to for half a day', async () => {
    const { registry, conversation, room } = await joined();
    await clock.advance(13 * HOURS);
    expect(conversation.calls).not.toContain('dispose');
    await room.leave('asked');
    await clock.advance(11 * HOURS);
    expect(registry.find('guild')).toBeDefined();
    await clock.advance(2 * HOURS);
    expect(conversation.calls).toContain('dispose');
    expect(registry.find('guild')).toBeUndefined();
  });

  test('leaves all channels at shutdown, and leaves no timer behind', async () => {
    const registry = registryWith();
    const one = await joined({ id: 'one' }, registry);
    const two = await joined({ id: 'two' }, registry);
    await registry[Symbol.asyncDispose]();
    expect([one.session.leftFor, two.session.leftFor]).toEqual(['shutdown', 'shutdown']);
    expect(clock.pending).toBe(0);
  });

  test('leaves no listener and no timer behind after 50 joins and leaves', async () => {
    const { registry, room, place } = await joined();
    const before = [getEventListeners(shutdown.signal, 'abort').length, clock.pending];
    for (let round = 0; round < 50; round++) {
      await room.leave('asked');
      await join(registry, place, 'alice', 'voice');
    }
    expect([getEventListeners(shutdown.signal, 'abort').length, clock.pending]).toEqual(before);
    expect(sessions.filter(({ leftFor }) => leftFor === undefined)).toHaveLength(1);
  });

  test('gives a channel that cannot be left 2.5 seconds at shutdown', async () => {
    const { registry, session } = await joined();
    session.leave = () => new Promise(() => {});
    const closing = registry[Symbol.asyncDispose]();
    await clock.advance(2_500);
    await closing;
    expect(clock.nowMs()).toBe(2_500);
  });
});
