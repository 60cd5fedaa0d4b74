/** The bot without ears and mouth on Loopback Discord: real client and commands, scripted answers. */
import { GatewayOpcodes, type Client } from 'discord.js';
import { pino } from 'pino';
import type { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { systemClock } from '../../src/async/clock.ts';
import { createDispatch } from '../../src/commands/dispatch.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { openDiscord } from '../../src/discord/client.ts';
import { registerCommands } from '../../src/discord/register-commands.ts';
import { wireEvents } from '../../src/discord/wire-events.ts';
import { openSettings, type Settings } from '../../src/settings/store.ts';
import { createGuildRegistry, type GuildRegistry } from '../../src/voice/guild-registry.ts';
import type { JoinVoice } from '../../src/voice/guild-room-types.ts';
import { fakeConversation, type FakeConversation } from './fake-conversation.ts';
import { fakeVoiceShelf } from './fake-voice-shelf.ts';
import { fakeVoiceSession, type FakeVoiceSession } from './fake-voice-session.ts';

export interface SilentBot extends AsyncDisposable {
  readonly client: Client<true>;
  readonly id: string;
  readonly registry: GuildRegistry;
  readonly settings: Settings;
  readonly logged: Record<string, unknown>[];
  /** By guild id. */
  readonly conversations: ReadonlyMap<string, FakeConversation>;
  readonly sessions: readonly FakeVoiceSession[];
  /** What the conversations answer with. */
  script: FakeConversation['script'];
  /** Waits before a voice session begins. */
  joining: Promise<void>;
}

export async function silentBot(discord: LoopbackDiscord): Promise<SilentBot> {
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line) => logged.push(JSON.parse(line)) });
  const ending = new AbortController();
  const { signal } = ending;
  const client = await openDiscord({
    token: discord.botTokens[0]!,
    apiBase: discord.apiBase,
    clock: systemClock,
    log,
    signal,
  });
  const settings = openSettings({ dataDir: undefined, log });
  const conversations = new Map<string, FakeConversation>();
  const sessions: FakeVoiceSession[] = [];

  /** Takes part in the channel as far as other people see; no voice connection follows. */
  const joinVoice: JoinVoice = async ({ channel }) => {
    await bot.joining;
    const { guild } = channel;
    guild.shard.send({
      op: GatewayOpcodes.VoiceStateUpdate,
      d: { guild_id: guild.id, channel_id: channel.id, self_mute: false, self_deaf: false },
    });
    const session = fakeVoiceSession(guild.id, channel.id);
    sessions.push(session);
    return session;
  };
  const registry = createGuildRegistry({
    createConversation(guildId, onTurn) {
      const conversation = fakeConversation(guildId, onTurn);
      conversation.script = (asking) => bot.script(asking);
      conversations.set(guildId, conversation);
      return conversation;
    },
    joinVoice,
    defaults: { addressing: 'auto', wakeNames: ['Parley'] },
    joinObstacle: (_member, _channel, current) =>
      current === undefined ? undefined : `I am busy in <#${current}>.`,
    settings,
    clock: systemClock,
    log,
    signal,
  });
  const context = {
    voices: fakeVoiceShelf(),
    registry,
    settings,
    clock: systemClock,
    startedAtMs: systemClock.nowMs(),
    log,
    signal,
    describe: () => ({
      stt: 'Moonshine tiny',
      tts: 'Piper joe',
      llm: { provider: 'Groq', model: 'llama' },
      textLeaves: true,
    }),
  };
  const disconnect = wireEvents(client, createDispatch(COMMANDS, context), context);
  await registerCommands({
    rest: client.rest,
    applicationId: client.application.id,
    definitions: COMMANDS.map(({ definition }) => definition),
    settings,
    log,
    signal,
  });
  const bot: SilentBot = {
    client,
    id: client.user.id,
    registry,
    settings,
    logged,
    conversations,
    sessions,
    joining: Promise.resolve(),
    async *script() {
      yield* ['Hello', ' there', '.'];
    },
    async [Symbol.asyncDispose]() {
      ending.abort(new Error('The test is over'));
      disconnect();
      await registry[Symbol.asyncDispose]();
      await client.destroy();
      settings[Symbol.dispose]();
    },
  };
  return bot;
}
