import { once } from 'node:events';
import {
  entersState,
  VoiceConnectionDisconnectReason,
  VoiceConnectionStatus,
  type VoiceConnection,
} from '@discordjs/voice';
import { describe, expect, test } from 'vitest';
import { LoopbackDiscord, type LoopbackOptions } from '../../loopback/loopback-discord.ts';
import { encrypted, listen, logIn, play } from './real-client.ts';
import { tone } from './tone.ts';
import { until } from '../fakes/until.ts';

const never = new AbortController().signal;

async function setUp(options: LoopbackOptions = {}) {
  const stack = new AsyncDisposableStack();
  const discord = stack.use(await LoopbackDiscord.listen(options));
  const [guild] = discord.guilds;
  const bot = stack.use(await logIn(discord));
  const alice = await discord.join({ guildId: guild!.id, name: 'Alice' });
  const connection = await bot.join(guild!.voiceChannelId);
  if (options.dave !== 0) await encrypted(connection);
  return {
    discord,
    guild: guild!,
    bot,
    alice,
    connection,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** The client's UDP socket, with the library's own listener off: it dies of what is sent here. */
function datagramsAt(connection: VoiceConnection): Buffer[] {
  const { state } = connection;
  const networking = 'networking' in state ? state.networking.state : undefined;
  const udp = networking !== undefined && 'udp' in networking ? networking.udp : undefined;
  if (udp === undefined) throw new Error('no UDP socket');
  const datagrams: Buffer[] = [];
  udp.removeAllListeners('message');
  udp.on('message', (datagram: Buffer) => datagrams.push(datagram));
  return datagrams;
}

describe('faults of the network', () => {
  test('lose the same packets every time, in the direction asked', async () => {
    const sequences: number[][] = [];
    for (let run = 0; run < 2; run++) {
      await using set = await setUp({ dave: 0 });
      const { discord, connection, alice } = set;
      discord.faults.impair('to-clients', { lossRatio: 0.3, seed: 7 });
      const datagrams = datagramsAt(connection);
      await alice.speak(tone(440, 600), never);
      const { lost } = discord.faults.impairments('to-clients');
      expect(lost).toBeGreaterThan(3);
      await until(() => expect(datagrams.length + lost).toBe(35));
      const counted = datagrams.map((datagram) => datagram.readUInt16BE(2));
      sequences.push(counted.map((sequence) => (sequence - counted[0]! + 65_536) % 65_536));
      expect(discord.faults.impairments('from-clients').lost).toBe(0);
    }
    expect(sequences[0]).toEqual(sequences[1]);
  });

  test('reorder, and a recorder still sees every packet', async () => {
    await using set = await setUp({ dave: 0 });
    const { discord, connection, alice } = set;
    discord.faults.impair('from-clients', { reorderRatio: 0.3, seed: 3 });
    await play(connection, tone(440, 600));
    await alice.heard.quietFor(100, never);
    expect(discord.faults.impairments('from-clients').reordered).toBeGreaterThan(3);
    expect(alice.heard.lost).toBe(0);
    const inOrderOfArrival = alice.heard.frames.map(({ startsAtMs }) => startsAtMs);
    expect(inOrderOfArrival).not.toEqual(inOrderOfArrival.toSorted((a, b) => a - b));
  });

  test('duplicate', async () => {
    await using set = await setUp({ dave: 0 });
    const { discord, connection, alice } = set;
    discord.faults.impair('to-clients', { duplicateRatio: 1 });
    const datagrams = datagramsAt(connection);
    await alice.speak(tone(440, 200), never);
    await until(() => expect(datagrams).toHaveLength(30));
    // Twice the same bytes, and never the same nonce for two packets.
    const nonces = datagrams.map((datagram) => datagram.readUInt32BE(datagram.length - 4));
    expect(new Set(nonces).size).toBe(15);
  });

  test('block UDP: a client finds no address, and one that talks is not heard', async () => {
    await using set = await setUp({ dave: 0 });
    const { discord, connection, alice, guild } = set;
    discord.faults.blockUdp(true);
    await play(connection, tone(440, 100));
    expect(alice.heard.packets).toBe(0);
    await using second = await logIn(discord, discord.botTokens[1]);
    const discoveries = discord.udpCounters.discoveries;
    const joining = second.join(guild.voiceChannelId);
    joining.catch(() => {});
    await until(() => expect(discord.voiceIdentifies).toHaveLength(2));
    expect(discord.udpCounters.discoveries).toBe(discoveries);
  });

  test('send malformed and forged datagrams from the server’s address', async () => {
    await using set = await setUp();
    const { discord, connection, alice, bot } = set;
    const datagrams = datagramsAt(connection);
    discord.faults.sendMalformed(bot.userId, [0, 1, 9, 10, 11, 12, 13, 200]);
    discord.faults.forge(bot.userId, alice.userId);
    await until(() => expect(datagrams).toHaveLength(9));
    expect(datagrams.map(({ length }) => length).slice(0, 8)).toEqual([
      0, 1, 9, 10, 11, 12, 13, 200,
    ]);
    await alice.speak(tone(440, 40), never);
    await until(() => expect(datagrams.length).toBeGreaterThan(9));
    expect(datagrams[8]!.readUInt32BE(8)).toBe(datagrams[9]!.readUInt32BE(8));
  });
});

describe('faults of the voice server', () => {
  test.for([1006, 4015])(
    'a socket that ends with %i is resumed, and sound goes on',
    async (code) => {
      await using set = await setUp();
      const { discord, connection, alice, bot } = set;
      const identifies = discord.voiceIdentifies.length;
      discord.faults.closeVoice(bot.userId, code);
      await until(() => expect(discord.voiceIdentifies.length).toBe(identifies + 1));
      await entersState(connection, VoiceConnectionStatus.Ready, 5_000);
      expect(discord.voiceIdentifies.at(-1)).toMatchObject({ userId: bot.userId, isResume: true });
      const heard = listen(connection, alice.userId);
      await alice.speak(tone(440, 200), never);
      expect(heard.packets.length).toBeGreaterThan(5);
    },
  );

  test.for([4006, 4009])('a session closed with %i has to be made anew', async (code) => {
    await using set = await setUp();
    const { discord, connection, alice, bot } = set;
    discord.faults.closeVoice(bot.userId, code);
    await until(() =>
      expect(discord.voiceIdentifies.filter(({ isResume }) => !isResume)).toHaveLength(2),
    );
    await entersState(connection, VoiceConnectionStatus.Ready, 5_000);
    await until(() => expect(alice.privacyCode).toBe(connection.voicePrivacyCode));
    await play(connection, tone(440, 100));
    expect(alice.heard.packets).toBeGreaterThan(4);
  });

  test('a reallocation takes the endpoint away and brings a new one', async () => {
    await using set = await setUp();
    const { discord, connection, bot } = set;
    discord.faults.reallocateVoice(bot.userId, 50);
    await entersState(connection, VoiceConnectionStatus.Disconnected, 5_000);
    expect(connection.state).toMatchObject({
      reason: VoiceConnectionDisconnectReason.EndpointRemoved,
    });
    await entersState(connection, VoiceConnectionStatus.Ready, 5_000);
  });

  test('a join that Discord ignores gets neither event', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    discord.faults.ignoreVoiceJoins(true);
    const joining = bot.join(guild!.voiceChannelId);
    joining.catch(() => {});
    // The gateway answers in order: once this is here, op 4 was looked at.
    await bot.client.guilds.cache
      .get(guild!.id)!
      .members.fetch({ time: 5_000 })
      .catch(() => {});
    expect(discord.voiceMembers(guild!.voiceChannelId)).toEqual([]);
  });

  test('a client without DAVE is turned away with 4017', async () => {
    await using discord = await LoopbackDiscord.listen();
    const { openVoice } = await import('./raw-voice.ts');
    const voice = await openVoice(discord, { maxDave: 0 });
    expect(await voice.closed).toBe(4017);
  });

  test('wrong credentials are turned away with 4006', async () => {
    await using discord = await LoopbackDiscord.listen();
    const { openVoice } = await import('./raw-voice.ts');
    const voice = await openVoice(discord, { token: 'wrong' });
    expect(await voice.closed).toBe(4006);
  });

  test('repeats op 25, and sends proposals that cannot be read', async () => {
    await using discord = await LoopbackDiscord.listen();
    const { openVoice } = await import('./raw-voice.ts');
    const voice = await openVoice(discord, {});
    await voice.binary(25);
    discord.faults.repeatExternalSender(voice.userId);
    discord.faults.sendUnparsableProposals(voice.userId);
    await voice.binary(27);
    expect(voice.binaryOps).toEqual([25, 25, 27]);
    voice.close();
  });

  test('callers’ frames go out unencrypted when asked', async () => {
    await using set = await setUp();
    const { discord, connection, alice } = set;
    discord.faults.withholdEncryption(true);
    const { state } = connection;
    const dave = 'networking' in state ? state.networking.state : undefined;
    if (dave === undefined || !('dave' in dave) || dave.dave === undefined)
      throw new Error('no DAVE');
    const invalid = once(dave.dave, 'debug');
    connection.receiver.subscribe(alice.userId).on('error', () => {});
    dave.dave.on('error', () => {});
    await alice.speak(tone(440, 200), never);
    expect(String((await invalid)[0])).toMatch(/decrypt|unencrypted/i);
  });
});
