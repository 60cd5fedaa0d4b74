/** How a voice session is lost, kept and brought back; the waiting is the fake clock's. */
import { once } from 'node:events';
import { getVoiceConnection } from '@discordjs/voice';
import { describe, expect, test, vi } from 'vitest';
import type { LeaveReason, VoiceSession } from '../../src/voice/types.ts';
import { fakeClock, type FakeClock } from '../fakes/fake-clock.ts';
import { tone } from '../loopback/tone.ts';
import { encrypted, logIn } from '../loopback/real-client.ts';
import { inVoice, voiceState, type InVoice, type InVoiceOptions } from './in-voice.ts';
import { until } from '../fakes/until.ts';

const never = new AbortController().signal;
const MINUTE_MS = 60_000;

async function onFakeClock(options: InVoiceOptions = {}) {
  const clock = fakeClock();
  const voice = await inVoice({ ...options, clock });
  return Object.assign(voice, { clock });
}

/** In a channel with Alice. */
async function withAlice(options: InVoiceOptions = {}) {
  const voice = await onFakeClock(options);
  const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
  const session = await voice.join();
  return Object.assign(voice, { alice, session });
}

function connectionOf({ guildId, bot }: InVoice) {
  return getVoiceConnection(guildId, bot.userId);
}

function failureOf(joining: Promise<unknown>): Promise<string> {
  return joining.then(
    () => 'it joined',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

async function reaches(voice: InVoice, status: string): Promise<void> {
  await until(() => expect(connectionOf(voice)?.state.status).toBe(status));
}

/** Moves time on in small steps until the session is over, letting real sockets have their say. */
async function endedWithin(clock: FakeClock, session: VoiceSession, ms: number) {
  let reason: LeaveReason | undefined;
  void session.ended.then((ended) => (reason = ended));
  for (let passedMs = 0; passedMs < ms && reason === undefined; passedMs += 500)
    await clock.advance(500);
  return reason;
}

describe('joining', () => {
  test('fails in 10 s when UDP is blocked, and says what to check', async () => {
    await using voice = await onFakeClock();
    voice.discord.faults.blockUdp(true);
    const failure = failureOf(voice.join());
    await until(() => expect(voice.discord.voiceIdentifies).toHaveLength(1));
    await voice.clock.advance(10_000);
    expect(await failure).toContain('check that UDP is not blocked');
    expect(connectionOf(voice)).toBeUndefined();
    expect(voice.conversation.calls).toEqual([]);
  });

  test('fails in 10 s when Discord does not answer, as for a full channel', async () => {
    await using voice = await onFakeClock();
    const channelId = voice.discord.addChannel({
      guildId: voice.guildId,
      type: 'voice',
      userLimit: 1,
    });
    await voice.discord.join({ guildId: voice.guildId, channelId });
    await until(() => expect(voice.bot.client.channels.cache.has(channelId)).toBe(true));
    const failure = failureOf(voice.join(channelId));
    await reaches(voice, 'signalling');
    await voice.clock.advance(10_000);
    expect(await failure).toContain('Is the channel full');
  });

  test('fails at once when Discord will not have it', async () => {
    await using voice = await onFakeClock();
    voice.discord.faults.blockUdp(true);
    const failure = failureOf(voice.join());
    await until(() => expect(voice.discord.voiceIdentifies).toHaveLength(1));
    voice.discord.faults.closeVoice(voice.bot.userId, 4017);
    expect(await failure).toContain('end-to-end');
    expect(voice.clock.pending).toBe(0);
  });

  test('tries again when the voice server forgot the session', async () => {
    await using voice = await onFakeClock();
    voice.discord.faults.blockUdp(true);
    const joining = voice.join();
    await until(() => expect(voice.discord.voiceIdentifies).toHaveLength(1));
    voice.discord.faults.closeVoice(voice.bot.userId, 4006);
    await reaches(voice, 'disconnected');
    voice.discord.faults.blockUdp(false);
    await voice.clock.advance(1000);
    expect((await joining).state).toBe('live');
  });

  test('can be given up, and leaves the channel then', async () => {
    await using voice = await onFakeClock();
    voice.discord.faults.blockUdp(true);
    const giveUp = new AbortController();
    const failure = failureOf(voice.join(voice.channelId, giveUp.signal));
    await until(() => expect(voice.discord.voiceIdentifies).toHaveLength(1));
    const left = voiceState(voice.bot.client, ({ channelId }) => channelId === null);
    giveUp.abort(new Error('enough'));
    expect(await failure).toBe('enough');
    await left;
    expect(voice.clock.pending).toBe(0);
  });

  test('waits for the encryption of a channel with people, 3 s at most', async () => {
    await using voice = await onFakeClock();
    const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
    const session = await voice.join();
    expect(session.privacyCode).toHaveLength(30);
    await session.leave('asked');
    await alice.leave();
    // Alone there is no group to wait for.
    expect((await voice.join()).privacyCode).toBeUndefined();
  });
});

describe('a connection that closes', () => {
  test.for([1006, 4015])('is resumed after %i', async (code) => {
    await using voice = await withAlice();
    const resuming = once(connectionOf(voice)!, 'connecting');
    voice.discord.faults.closeVoice(voice.bot.userId, code);
    await resuming;
    expect(voice.session.state).toBe('reconnecting');
    await until(() => expect(voice.session.state).toBe('live'));
    expect(voice.discord.voiceIdentifies.at(-1)?.isResume).toBe(true);
    await voice.alice.speak(tone(440, 300), never);
    await until(() => expect(voice.heard[0]?.frames.length).toBeGreaterThan(13));
  });

  test.for([4006, 4009, 4003])('is joined anew after %i, a second later', async (code) => {
    await using voice = await withAlice();
    voice.discord.faults.closeVoice(voice.bot.userId, code);
    await reaches(voice, 'disconnected');
    expect(voice.session.state).toBe('reconnecting');
    await voice.clock.advance(999);
    expect(connectionOf(voice)?.state.status).toBe('disconnected');
    await voice.clock.advance(1);
    await until(() => expect(voice.session.state).toBe('live'));
    expect(voice.told).toEqual([]);
    await encrypted(connectionOf(voice)!);
    await voice.alice.speak(tone(440, 300), never);
    await until(() => expect(voice.heard.at(-1)?.frames.length).toBeGreaterThan(13));
  });

  test.for([
    [4017, 'connection-lost', ['end-to-end']],
    [4021, 'connection-lost', ['less often']],
    [4022, 'channel-deleted', []],
  ] as const)('is given up after %i', async ([code, reason, sentences]) => {
    await using voice = await withAlice();
    const { length } = voice.discord.voiceIdentifies;
    voice.discord.faults.closeVoice(voice.bot.userId, code);
    expect(await voice.session.ended).toBe(reason);
    expect(voice.discord.voiceIdentifies).toHaveLength(length);
    expect(voice.told).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)));
    expect(voice.clock.pending).toBe(0);
  });

  test('comes back by itself when the voice server is replaced', async () => {
    await using voice = await withAlice();
    const gone = once(connectionOf(voice)!, 'disconnected');
    voice.discord.faults.reallocateVoice(voice.bot.userId);
    await gone;
    await until(() => expect(voice.session.state).toBe('live'));
  });

  test('is given up when five tries in a row got no answer', async () => {
    await using voice = await withAlice();
    const shard = voice.bot.client.ws.shards.first();
    const sent = vi.spyOn(shard!, 'send');
    voice.discord.faults.ignoreVoiceJoins(true);
    voice.discord.faults.closeVoice(voice.bot.userId, 4006);
    await reaches(voice, 'disconnected');
    expect(await endedWithin(voice.clock, voice.session, 60_000)).toBeUndefined();
    expect(await endedWithin(voice.clock, voice.session, 60_000)).toBe('connection-lost');
    // Five tries and the farewell.
    expect(sent).toHaveBeenCalledTimes(6);
    expect(voice.told).toEqual([]);
  });

  test('is given up when it closes again and again, however often it came back', async () => {
    await using voice = await withAlice();
    const tries = [1000, 2000, 4000, 8000, 16_000];
    for (const delayMs of tries) {
      voice.discord.faults.closeVoice(voice.bot.userId, 4006);
      await reaches(voice, 'disconnected');
      await voice.clock.advance(delayMs);
      await until(() => expect(voice.session.state).toBe('live'));
    }
    voice.discord.faults.closeVoice(voice.bot.userId, 4006);
    expect(await voice.session.ended).toBe('connection-lost');
  });

  test('is given up when it is resumed again and again in vain', async () => {
    await using voice = await withAlice();
    for (let time = 0; time < 10; time++) {
      const resuming = once(connectionOf(voice)!, 'connecting');
      voice.discord.faults.closeVoice(voice.bot.userId);
      await resuming;
      await until(() => expect(voice.session.state).toBe('live'), { interval: 5 });
    }
    voice.discord.faults.closeVoice(voice.bot.userId);
    expect(await voice.session.ended).toBe('connection-lost');
  });

  test('is joined anew although Discord has put the bot out meanwhile', async () => {
    await using voice = await withAlice();
    const { discord, bot, clock, session } = voice;
    discord.faults.closeVoice(bot.userId, 4006);
    await reaches(voice, 'disconnected');
    const isOut = voiceState(bot.client, ({ channelId }) => channelId === null);
    discord.kickFromVoice(bot.userId);
    await isOut;
    await clock.advance(1000);
    await until(() => expect(session.state).toBe('live'));
    expect(discord.voiceMembers(voice.channelId)).toContain(bot.userId);
  });

  test('has a fresh budget after it held for a while', async () => {
    await using voice = await withAlice();
    for (let time = 0; time < 7; time++) {
      voice.discord.faults.closeVoice(voice.bot.userId, 4006);
      await reaches(voice, 'disconnected');
      await voice.clock.advance(1000);
      await until(() => expect(voice.session.state).toBe('live'));
      await voice.clock.advance(30_000);
    }
    expect(voice.session.state).toBe('live');
  });

  test('does not mind that the main gateway drops and resumes', async () => {
    await using voice = await withAlice();
    const resumed = new Promise((resolve) => voice.bot.client.once('shardResume', resolve));
    voice.discord.faults.dropGateway(voice.bot.userId);
    await resumed;
    expect(voice.session.state).toBe('live');
    await voice.alice.speak(tone(440, 300), never);
    await until(() => expect(voice.heard[0]?.frames.length).toBeGreaterThan(13));
  });
});

describe('being put out', () => {
  test('is not what a lost gateway session means: the bot comes back', async () => {
    await using voice = await withAlice();
    const { discord, bot, clock, session } = voice;
    const isNew = new Promise((resolve) => bot.client.once('shardReady', resolve));
    discord.faults.invalidateSession(bot.userId);
    await reaches(voice, 'disconnected');
    await isNew;
    await clock.advance(5000);
    await until(() => expect(session.state).toBe('live'));
  });

  test('ends the session when a moderator disconnects the bot', async () => {
    await using voice = await withAlice();
    voice.discord.kickFromVoice(voice.bot.userId);
    await until(() => expect(voice.conversation.calls).toContain('stop'));
    expect(await endedWithin(voice.clock, voice.session, 1000)).toBe('kicked');
    expect(voice.told).toEqual([]);
  });

  test('ends the session 5 s after a 4014 that nothing follows', async () => {
    await using voice = await withAlice();
    voice.discord.faults.closeVoice(voice.bot.userId, 4014);
    await reaches(voice, 'disconnected');
    await voice.clock.advance(4999);
    expect(voice.session.state).toBe('reconnecting');
    await voice.clock.advance(1);
    expect(await voice.session.ended).toBe('kicked');
  });

  test('ends the session when the channel is deleted', async () => {
    await using voice = await withAlice();
    voice.discord.deleteChannel(voice.channelId);
    expect(await voice.session.ended).toBe('channel-deleted');
  });

  test('is told from a deleted channel even if that comes a moment later', async () => {
    await using voice = await withAlice();
    const isOut = voiceState(voice.bot.client, ({ channelId }) => channelId === null);
    voice.discord.kickFromVoice(voice.bot.userId);
    await isOut;
    voice.discord.deleteChannel(voice.channelId);
    expect(await voice.session.ended).toBe('channel-deleted');
  });

  test('follows a move: hears the people there and nobody it left', async () => {
    await using voice = await withAlice();
    const { discord, alice, session } = voice;
    await alice.speak(tone(300, 200), never);
    const channelId = discord.addChannel({ guildId: voice.guildId, type: 'voice' });
    const bob = await discord.join({ guildId: voice.guildId, channelId, name: 'Bob' });
    discord.moveTo(voice.bot.userId, channelId);
    await until(() => expect(session.channelId).toBe(channelId));
    await until(() => expect(session.state).toBe('live'));
    await encrypted(connectionOf(voice)!);
    await until(() => expect(voice.heard.map(({ outcome }) => outcome)).toEqual(['ended']));
    expect(voice.conversation.calls).toEqual(['attach', 'stop']);
    await Promise.all([bob.speak(tone(700, 300), never), alice.speak(tone(300, 300), never)]);
    await until(() =>
      expect(voice.heard.map(({ speaker }) => speaker.name)).toEqual(['Alice', 'Bob']),
    );
    await voice.clock.advance(10 * MINUTE_MS);
    expect(session.state).toBe('live');
  });
});

describe('being alone', () => {
  test('ends the session after a minute', async () => {
    await using voice = await withAlice();
    await voice.clock.advance(10 * MINUTE_MS);
    const left = voiceState(voice.bot.client, ({ id }) => id === voice.alice.userId);
    await voice.alice.leave();
    await left;
    await voice.clock.advance(MINUTE_MS - 1);
    expect(voice.session.state).toBe('live');
    await voice.clock.advance(1);
    expect(await voice.session.ended).toBe('alone');
  });

  test('is over when somebody comes back in time', async () => {
    await using voice = await withAlice();
    const left = voiceState(voice.bot.client, ({ id }) => id === voice.alice.userId);
    await voice.alice.leave();
    await left;
    await voice.clock.advance(MINUTE_MS - 1);
    const back = voiceState(voice.bot.client, ({ channelId }) => channelId !== null);
    await voice.discord.join({ guildId: voice.guildId, name: 'Bob' });
    await back;
    await voice.clock.advance(10 * MINUTE_MS);
    expect(voice.session.state).toBe('live');
  });

  test('is being with bots only', async () => {
    await using voice = await onFakeClock();
    await using other = await logIn(voice.discord, voice.discord.botTokens[1]);
    await other.join(voice.channelId);
    const session = await voice.join();
    await voice.clock.advance(MINUTE_MS);
    expect(await session.ended).toBe('alone');
  });
});

describe('a moderator', () => {
  test('who mutes or deafens the bot is told of once', async () => {
    await using voice = await withAlice();
    const { discord, bot, told } = voice;
    discord.setServerMute(bot.userId, true);
    await until(() => expect(told).toHaveLength(1));
    discord.setServerDeaf(bot.userId, true);
    await until(() => expect(told).toHaveLength(2));
    const bob = voiceState(bot.client, ({ member }) => member?.displayName === 'Bob');
    await discord.join({ guildId: voice.guildId, name: 'Bob' });
    await bob;
    expect(told).toEqual([expect.stringContaining('muted'), expect.stringContaining('deafened')]);
  });
});
