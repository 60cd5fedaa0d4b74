/**
 * Each fault of @discordjs/voice 0.19.2 is shown without its guard, then with it: when an upgrade
 * mends one, its first test fails and says that the guard can go.
 */
import { once } from 'node:events';
import {
  AudioPlayer,
  createAudioResource,
  DAVESession,
  NoSubscriberBehavior,
  StreamType,
  VoiceConnectionStatus,
  VoiceUDPSocket,
  type VoiceConnection,
} from '@discordjs/voice';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LoopbackDiscord, type LoopbackOptions } from '../../loopback/loopback-discord.ts';
import { packetFaultsOf, rtpNumbersOf } from '../../src/voice/guards/receive-guards.ts';
import { applyVoiceGuards } from '../../src/voice/voice-guards.ts';
import { encrypted, listen, logIn } from '../loopback/real-client.ts';
import { tone } from '../loopback/tone.ts';
import { until } from '../fakes/until.ts';

const log = pino({ level: 'silent' });
const never = new AbortController().signal;
const LASTING = new Set([VoiceConnectionStatus.Ready, VoiceConnectionStatus.Disconnected]);
const GUARDED = [
  ['without its guard', false],
  ['with its guard', true],
] as const;

let uncaught: unknown[];
const onUncaught = (error: unknown) => void uncaught.push(error);
let testRunnerListeners: NodeJS.UncaughtExceptionListener[];

// What would end the process is collected instead of failing the run.
beforeEach(() => {
  uncaught = [];
  testRunnerListeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', onUncaught);
});
afterEach(() => {
  process.removeAllListeners('uncaughtException');
  for (const listener of testRunnerListeners) process.on('uncaughtException', listener);
});

function thrown(): Promise<unknown> {
  return once(process, 'uncaughtException');
}

async function setUp(isGuarded: boolean, options: LoopbackOptions = {}) {
  const stack = new AsyncDisposableStack();
  if (isGuarded) stack.use(applyVoiceGuards(log));
  const discord = stack.use(await LoopbackDiscord.listen(options));
  const [guild] = discord.guilds;
  const bot = stack.use(await logIn(discord));
  const alice = await discord.join({ guildId: guild!.id, name: 'Alice' });
  const connection = await bot.join(guild!.voiceChannelId);
  if (options.dave !== 0) await encrypted(connection);
  return {
    discord,
    bot,
    alice,
    connection,
    faults: discord.faults,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Resolves when everything sent before has arrived. */
async function arrived(set: Awaited<ReturnType<typeof setUp>>): Promise<void> {
  const udp = udpOf(set.connection);
  const last = new Promise<void>((resolve) => {
    udp.on('message', (datagram: Buffer) => {
      if (datagram.length === 3) resolve();
    });
  });
  set.faults.sendDatagram(set.bot.userId, Buffer.alloc(3));
  await last;
}

/** What becomes of a connection: `change()` resolves with its next lasting state. */
function watch(connection: VoiceConnection): () => Promise<string> {
  const lasting = new Promise<string>((resolve) => {
    connection.on('stateChange', (before, now) => {
      if (before.status === now.status) return;
      if (LASTING.has(now.status)) resolve(now.status);
    });
  });
  return () => lasting;
}

function udpOf({ state }: VoiceConnection): VoiceUDPSocket {
  const networking = 'networking' in state ? state.networking.state : undefined;
  if (networking === undefined || !('udp' in networking)) throw new Error('no UDP socket');
  return networking.udp;
}

function daveOf({ state }: VoiceConnection): DAVESession {
  const networking = 'networking' in state ? state.networking.state : undefined;
  if (networking === undefined || !('dave' in networking) || networking.dave === undefined)
    throw new Error('no encryption');
  return networking.dave;
}

async function joinsAfter(code: number, isGuarded: boolean) {
  await using set = await setUp(isGuarded);
  const identifies = set.discord.voiceIdentifies.length;
  const change = watch(set.connection);
  set.faults.closeVoice(set.bot.userId, code);
  await change();
  const { state } = set.connection;
  return {
    joins: set.discord.voiceIdentifies.length - identifies,
    status: state.status,
    closeCode: 'closeCode' in state ? state.closeCode : undefined,
  };
}

function packets(name: number): Readable {
  return Readable.from(Array.from({ length: 50 }, (_, at) => Buffer.from([0x78, name, at])));
}

describe('guard 1: short datagrams', () => {
  test.for(GUARDED)('%s', async ([, isGuarded]) => {
    await using set = await setUp(isGuarded, { dave: 0 });
    set.faults.sendMalformed(set.bot.userId, [0, 1, 8, 9, 10, 11, 12]);
    await arrived(set);
    expect(uncaught).toHaveLength(isGuarded ? 0 : 3);
  });
});

describe('guard 2: encryption messages that make no sense', () => {
  test.for(GUARDED)('%s', async ([, isGuarded]) => {
    await using set = await setUp(isGuarded);
    const change = watch(set.connection);
    set.faults.repeatExternalSender(set.bot.userId);
    set.faults.sendUnparsableProposals(set.bot.userId);
    set.faults.closeVoice(set.bot.userId, 4006); // arrives after them
    // Unguarded, the socket is stuck in what was thrown: not even the close is read.
    await Promise.race([change(), thrown()]);
    expect(uncaught).toHaveLength(isGuarded ? 0 : 1);
  });
});

describe('guard 3: a packet that cannot be opened', () => {
  test.for(GUARDED)('%s', async ([, isGuarded]) => {
    await using set = await setUp(isGuarded);
    await set.alice.speak(tone(400, 40), never);
    const heard = listen(set.connection, set.alice.userId);
    const stream = set.connection.receiver.subscriptions.get(set.alice.userId);
    set.faults.forge(set.bot.userId, set.alice.userId);
    set.faults.sendMalformed(set.bot.userId, [13, 30, 200]);
    await arrived(set);
    expect(stream?.destroyed).toBe(!isGuarded);
    const before = heard.packets.length;
    await set.alice.speak(tone(400, 200), never);
    expect(heard.packets.length > before).toBe(isGuarded);
    expect(packetFaultsOf(set.connection).unopened).toBe(isGuarded ? 1 : 0);
  });
});

describe('guard 4: encryption that is stuck in its first transition', () => {
  test.for(GUARDED)('%s', async ([, isGuarded]) => {
    await using set = await setUp(isGuarded);
    expect(daveOf(set.connection).lastTransitionId).toBe(0);
    let failures = 0;
    let recoveries = 0;
    daveOf(set.connection).on('invalidateTransition', () => (recoveries += 1));
    const stream = set.connection.receiver.subscribe(set.alice.userId);
    stream.on('error', () => (failures += 1));
    stream.resume();
    set.faults.withholdEncryption(true);
    await set.alice.speak(tone(400, 900), never);
    set.faults.withholdEncryption(false);
    expect([failures, recoveries]).toEqual(isGuarded ? [0, 1] : [1, 0]);
    if (!isGuarded) return;
    await until(() => expect(set.alice.privacyCode).toBe(set.connection.voicePrivacyCode));
    const heard = listen(set.connection, set.alice.userId);
    await set.alice.speak(tone(400, 200), never);
    expect(heard.packets.length).toBeGreaterThan(5);
    expect(packetFaultsOf(set.connection).undecrypted).toBeGreaterThan(30);
  });
});

describe('guard 5: a close that Discord means', () => {
  test.for([4017, 4021, 4022, 4006])('without its guard joins again at once: %i', async (code) => {
    expect(await joinsAfter(code, false)).toMatchObject({ joins: 1, status: 'ready' });
  });

  test.for([4017, 4021, 4022, 4006, 4014])(
    'with its guard ends with its code: %i',
    async (code) => {
      expect(await joinsAfter(code, true)).toEqual({
        joins: 0,
        status: 'disconnected',
        closeCode: code,
      });
    },
  );

  test('a socket that just ends is still resumed', async () => {
    await using set = await setUp(true);
    const change = watch(set.connection);
    set.faults.closeVoice(set.bot.userId, 1006);
    expect(await change()).toBe('ready');
    expect(set.discord.voiceIdentifies.at(-1)?.isResume).toBe(true);
  });
});

describe('guard 6: encryption that is not ready', () => {
  const speech = Buffer.from([0x78, 1, 2, 3]);

  test.for(GUARDED)('lets no speech out in the clear, %s', ([, isGuarded]) => {
    using _ = isGuarded ? applyVoiceGuards(log) : { [Symbol.dispose]: () => {} };
    const dave = new DAVESession(1, '1', '2', {});
    const sent = dave.encrypt(speech);
    expect(sent).toEqual(isGuarded ? Buffer.from([0xf8, 0xff, 0xfe]) : speech);
  });

  test.for(GUARDED)('takes no encrypted frame for Opus, %s', ([, isGuarded]) => {
    using _ = isGuarded ? applyVoiceGuards(log) : { [Symbol.dispose]: () => {} };
    const dave = new DAVESession(1, '1', '2', {});
    const sealed = Buffer.concat([speech, Buffer.from([0xfa, 0xfa])]);
    expect(dave.decrypt(sealed, '3')).toEqual(isGuarded ? null : sealed);
    expect(dave.decrypt(speech, '3')).toEqual(speech);
  });

  test('lets everything pass where there is no encryption', () => {
    using _ = applyVoiceGuards(log);
    const dave = new DAVESession(0, '1', '2', {});
    expect(dave.encrypt(speech)).toEqual(speech);
  });
});

describe('guard 7: the packet that was prepared when a player is stopped', () => {
  test.for(GUARDED)('%s', async ([, isGuarded]) => {
    await using set = await setUp(isGuarded, { dave: 0 });
    const { connection } = set;
    const player = new AudioPlayer({ behaviors: { noSubscriber: NoSubscriberBehavior.Play } });
    connection.subscribe(player);
    const prepared = vi.spyOn(connection, 'prepareAudioPacket');
    const made: Buffer[] = [];
    vi.spyOn(connection, 'dispatchAudio').mockImplementation(() => {
      const { state } = connection;
      const networking = 'networking' in state ? state.networking : undefined;
      const net = networking?.state;
      if (net === undefined || !('preparedPacket' in net) || net.preparedPacket === undefined)
        return false;
      const at = prepared.mock.results.findIndex(({ value }) => value === net.preparedPacket);
      made.push(prepared.mock.calls[at]![0]);
      return networking!.dispatchAudio();
    });
    player.play(createAudioResource(packets(1), { inputType: StreamType.Opus }));
    await until(() => expect(made.length).toBeGreaterThan(3), { interval: 5 });
    const before = made.length;
    player.stop(true);
    player.play(createAudioResource(packets(2), { inputType: StreamType.Opus }));
    await until(() => expect(made.length).toBeGreaterThan(before + 2), { interval: 5 });
    player.stop(true);
    const sent = made.slice(before).map(([, name]) => name);
    expect(sent.slice(0, 3)).toEqual(isGuarded ? [2, 2, 2] : [1, 2, 2]);
  });
});

describe('guard 8: a connection given up in the moment its socket was made', () => {
  test.for(GUARDED)('%s', async ([, isGuarded]) => {
    using _ = isGuarded ? applyVoiceGuards(log) : { [Symbol.dispose]: () => {} };
    const socket = new VoiceUDPSocket({ ip: '127.0.0.1', port: 9 });
    socket.on('error', () => {});
    socket.destroy();
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(uncaught).toHaveLength(isGuarded ? 0 : 1);
  });
});

describe('receive streams', () => {
  test('tell how each packet was numbered, which the library keeps to itself', async () => {
    await using set = await setUp(true);
    await set.alice.speak(tone(400, 40), never);
    const heard = listen(set.connection, set.alice.userId);
    await set.alice.speak(tone(400, 200), never);
    await until(() => expect(heard.packets.length).toBe(15));
    const numbers = heard.packets.map((packet) => rtpNumbersOf(packet)!);
    const [first] = numbers;
    for (const [at, { sequence, rtpTimestamp, ssrc }] of numbers.entries()) {
      expect(sequence).toBe((first!.sequence + at) % 2 ** 16);
      expect(rtpTimestamp).toBe((first!.rtpTimestamp + at * 960) % 2 ** 32);
      expect(ssrc).toBe(first!.ssrc);
    }
  });
});

describe('applyVoiceGuards()', () => {
  test('applies once, however often it is called', () => {
    const original: unknown = Reflect.get(DAVESession.prototype, 'decrypt');
    const first = applyVoiceGuards(log);
    const guarded: unknown = Reflect.get(DAVESession.prototype, 'decrypt');
    applyVoiceGuards(log)[Symbol.dispose]();
    expect(Reflect.get(DAVESession.prototype, 'decrypt')).toBe(guarded);
    first[Symbol.dispose]();
    expect(Reflect.get(DAVESession.prototype, 'decrypt')).toBe(original);
  });
});
