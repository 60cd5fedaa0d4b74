import { getVoiceConnection } from '@discordjs/voice';
import { ENGINE_HZ } from '../../src/pipeline/types.ts';
import { describe, expect, test, vi } from 'vitest';
import { pitchHz, tone } from '../loopback/tone.ts';
import { inVoice, voiceState, type InVoice, type Listening } from './in-voice.ts';
import { until } from '../fakes/until.ts';

const never = new AbortController().signal;

/** The voiced part of what was heard. */
function pitchOf({ frames }: Listening): number {
  const samples = frames.flatMap((frame) => [...frame.samples]);
  return pitchHz({ samples: Float32Array.from(samples), sampleRateHz: ENGINE_HZ });
}

/** Counts datagrams that reach the bot from now on. */
function passing({ bot, discord }: InVoice): { readonly count: number } {
  const connection = getVoiceConnection(discord.guilds[0]!.id, bot.userId);
  const passed = { count: 0 };
  vi.spyOn(connection!.receiver.speaking, 'onPacket').mockImplementation(
    () => void (passed.count += 1),
  );
  return passed;
}

describe('a voice session', () => {
  test.for([0, 1] as const)('hears a caller, DAVE %i', async (dave) => {
    await using voice = await inVoice({ loopback: { dave } });
    const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
    const session = await voice.join();
    expect([session.guildId, session.channelId]).toEqual([voice.guildId, voice.channelId]);
    expect(session.state).toBe('live');
    expect(session.privacyCode?.length).toBe(dave === 0 ? undefined : 30);
    await until(() => expect(alice.privacyCode).toBe(session.privacyCode));
    await alice.speak(tone(440, 600), never);
    await until(() => expect(voice.heard[0]?.frames.length).toBeGreaterThan(29));
    expect(voice.heard).toHaveLength(1);
    expect(voice.heard[0]!.speaker).toEqual({ id: alice.userId, name: 'Alice' });
    expect(pitchOf(voice.heard[0]!)).toBeCloseTo(440, -1);
  });

  test('hears everybody by themselves, and no bot', async () => {
    await using voice = await inVoice();
    const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
    await voice.join();
    const bob = await voice.discord.join({ guildId: voice.guildId, name: 'Bob' });
    await Promise.all([alice.speak(tone(300, 500), never), bob.speak(tone(700, 500), never)]);
    await until(() => expect(voice.heard).toHaveLength(2));
    await until(() => expect(voice.heard.every(({ frames }) => frames.length > 24)).toBe(true));
    const pitches = Object.fromEntries(voice.heard.map((it) => [it.speaker.name, pitchOf(it)]));
    expect(pitches['Alice']).toBeCloseTo(300, -1.5);
    expect(pitches['Bob']).toBeCloseTo(700, -1.5);
  });

  test('ends the listening of somebody who leaves, and hears them when they come back', async () => {
    await using voice = await inVoice();
    const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
    await voice.join();
    await alice.speak(tone(300, 200), never);
    await alice.leave();
    await until(() => expect(voice.heard.map(({ outcome }) => outcome)).toEqual(['ended']));
    const again = await voice.discord.join({ guildId: voice.guildId, userId: alice.userId });
    await again.speak(tone(300, 200), never);
    await until(() => expect(voice.heard).toHaveLength(2));
  });

  test('leaves and says so once', async () => {
    await using voice = await inVoice();
    const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
    const session = await voice.join();
    await alice.speak(tone(300, 200), never);
    const left = voiceState(voice.bot.client, ({ channelId }) => channelId === null);
    await Promise.all([session.leave('asked'), session.leave('shutdown')]);
    await left;
    expect(await session.ended).toBe('asked');
    expect(session.state).toBe('left');
    expect(voice.heard.map(({ outcome }) => outcome)).toEqual(['dropped']);
    expect(voice.conversation.calls).toEqual(['attach', 'detach']);
  });

  test('stops hearing somebody at once when they opt out, and hears them again when they opt in', async () => {
    await using voice = await inVoice();
    const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
    const session = await voice.join();
    const speaking = alice.speak(tone(300, 1500), never);
    await until(() => expect(voice.heard[0]?.frames.length).toBeGreaterThan(9));
    voice.ignored.add(alice.userId);
    session.refreshListeners();
    const [first] = voice.heard;
    const framesThen = first!.frames.length;
    await until(() => expect(first!.outcome).toBe('dropped'));
    const passed = passing(voice);
    await until(() => expect(passed.count).toBeGreaterThan(10));
    expect(first!.frames).toHaveLength(framesThen);
    expect(voice.heard).toHaveLength(1);
    voice.ignored.delete(alice.userId);
    session.refreshListeners();
    await until(() => expect(voice.heard[1]?.frames.length).toBeGreaterThan(9));
    await speaking;
  });

  test('hears somebody who changes their mind in the same moment, and whose stream failed', async () => {
    await using voice = await inVoice();
    const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
    const session = await voice.join();
    await alice.speak(tone(300, 100), never);
    await until(() => expect(voice.heard).toHaveLength(1));
    voice.ignored.add(alice.userId);
    session.refreshListeners();
    voice.ignored.delete(alice.userId);
    session.refreshListeners();
    await until(() => expect(voice.heard[0]!.outcome).toBe('dropped'));
    await alice.speak(tone(300, 100), never);
    await until(() => expect(voice.heard).toHaveLength(2));
    const connection = getVoiceConnection(voice.guildId, voice.bot.userId)!;
    connection.receiver.subscriptions.get(alice.userId)!.destroy(new Error('broken'));
    await until(() => expect(voice.heard[1]!.outcome).toBe('ended'));
    await alice.speak(tone(300, 100), never);
    await until(() => expect(voice.heard).toHaveLength(3));
  });

  test('asks for every packet whether its sender is ignored', async () => {
    await using voice = await inVoice();
    const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
    await voice.join();
    voice.ignored.add(alice.userId);
    const passed = passing(voice);
    await alice.speak(tone(300, 300), never);
    await until(() => expect(passed.count).toBeGreaterThan(14));
    expect(voice.heard).toEqual([]);
  });

  test('lets no forged or malformed datagram, and no fault with one speaker, touch another', async () => {
    await using voice = await inVoice();
    const { discord, bot, heard } = voice;
    const alice = await discord.join({ guildId: voice.guildId, name: 'Alice' });
    const bob = await discord.join({ guildId: voice.guildId, name: 'Bob' });
    const { conversation } = voice;
    const listen = conversation.listen.bind(conversation);
    let faults = 0;
    conversation.listen = async (speaker, frames, signal) => {
      if (speaker.id !== alice.userId) return listen(speaker, frames, signal);
      faults += 1;
      throw new Error('out of ears');
    };
    await voice.join();
    const speaking = [alice.speak(tone(300, 600), never), bob.speak(tone(700, 600), never)];
    await until(() => expect(heard[0]?.frames.length).toBeGreaterThan(4));
    discord.faults.forge(bot.userId, alice.userId);
    discord.faults.forge(bot.userId, bob.userId);
    discord.faults.sendMalformed(bot.userId, [0, 1, 8, 9, 11, 12, 13, 40, 1400]);
    discord.faults.sendMalformed(bot.userId, [0, 1, 8, 9, 11, 12, 13, 40, 1400], false);
    await Promise.all(speaking);
    await until(() => expect(heard[0]?.frames.length).toBeGreaterThan(29));
    expect(heard.map(({ speaker }) => speaker.name)).toEqual(['Bob']);
    expect(pitchOf(heard[0]!)).toBeCloseTo(700, -1.5);
    // Not once for each of her 30 packets.
    expect(faults).toBe(1);
  });

  test('begins anew with a packet that comes after the conversation stopped listening', async () => {
    await using voice = await inVoice();
    const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
    let count = 0;
    voice.conversation.listen = async (_speaker, frames) => {
      count += 1;
      for await (const _ of frames) break;
    };
    await voice.join();
    await alice.speak(tone(300, 200), never);
    expect(count).toBeGreaterThan(2);
  });

  test('keeps two guilds apart', async () => {
    await using one = await inVoice({ loopback: { guildCount: 2 } });
    const [, second] = one.discord.guilds;
    const alice = await one.discord.join({ guildId: one.guildId, name: 'Alice' });
    const bob = await one.discord.join({ guildId: second!.id, name: 'Bob' });
    const here = await one.join();
    const there = await one.join(second!.voiceChannelId);
    await Promise.all([alice.speak(tone(300, 300), never), bob.speak(tone(700, 300), never)]);
    await until(() => expect(one.heard).toHaveLength(2));
    await here.leave('asked');
    expect(there.state).toBe('live');
    await bob.speak(tone(700, 300), never);
    const bobHeard = one.heard.find(({ speaker }) => speaker.name === 'Bob');
    await until(() => expect(bobHeard!.frames.length).toBeGreaterThan(28));
  });
});
