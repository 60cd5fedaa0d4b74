import { EventEmitter } from 'node:events';
import { Events, type Client } from 'discord.js';
import { beforeEach, describe, expect, test } from 'vitest';
import { wireEvents } from '../../src/discord/wire-events.ts';
import { commandBench, type CommandBench } from '../fakes/command-bench.ts';

const BOT = 'bot';

let bench: CommandBench;
let client: EventEmitter;
let dispatched: unknown[];
let disconnect: () => void;
let nowMs: number;

beforeEach(async () => {
  bench = commandBench();
  client = Object.assign(new EventEmitter(), { user: { id: BOT } });
  dispatched = [];
  nowMs = Date.now();
  const dispatch = async (interaction: unknown) => void dispatched.push(interaction);
  disconnect = wireEvents(client as unknown as Client, dispatch, bench.context, () => nowMs);
  await bench.run({ command: 'join', voiceChannelId: 'voice' });
});

async function move(userId: string, from: string | null, to: string | null) {
  const { guild } = bench.place;
  const channel = to === null ? null : { id: to, name: to };
  client.emit(
    Events.VoiceStateUpdate,
    { channelId: from },
    { id: userId, guild, channel, channelId: to },
  );
  await bench.clock.advance(0);
}

describe('wireEvents()', () => {
  test('tells the people of a channel that it was moved into who listens', async () => {
    await move(BOT, 'voice', 'other');
    expect(bench.conversation.places.at(-1)).toMatchObject({ channelName: 'other' });
    expect(bench.place.written).toEqual([
      { channelId: 'text', content: expect.stringMatching(/listening in <#other>/u) },
    ]);
  });

  test('does not repeat itself when it is moved back within a day', async () => {
    await move(BOT, 'voice', 'other');
    await move(BOT, 'other', 'voice');
    await move(BOT, 'voice', 'other');
    expect(bench.place.written).toHaveLength(1);
    nowMs += 25 * 60 * 60 * 1000;
    await move(BOT, 'other', 'voice');
    expect(bench.place.written).toHaveLength(2);
  });

  test('leaves alone what other people do, mutes, joins and leaves', async () => {
    await move('alice', 'voice', 'other');
    await move(BOT, 'voice', 'voice');
    await move(BOT, null, 'voice');
    await move(BOT, 'voice', null);
    expect(bench.place.written).toEqual([]);
  });

  test('drops a guild that the bot was removed from', async () => {
    client.emit(Events.GuildDelete, { id: bench.place.guild.id });
    await bench.clock.advance(0);
    expect(bench.context.registry.find(bench.place.guild.id)).toBeUndefined();
    expect(bench.sessions[0]!.leftFor).toBe('shutdown');
  });

  test('hands interactions over until it is disconnected, and leaves no listener', () => {
    client.emit(Events.InteractionCreate, 'one');
    disconnect();
    client.emit(Events.InteractionCreate, 'two');
    expect(dispatched).toEqual(['one']);
    expect(client.eventNames()).toEqual([]);
  });
});
