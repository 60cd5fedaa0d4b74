/** A voice session on Loopback Discord: the real client, and a conversation that takes down what it hears. */
import { Events, type Client, type VoiceState } from 'discord.js';
import { pino } from 'pino';
import { systemClock, type Clock } from '../../src/async/clock.ts';
import type { PcmFrame, Speaker } from '../../src/pipeline/types.ts';
import { createJoinVoice } from '../../src/voice/voice-session.ts';
import type { VoiceSession } from '../../src/voice/types.ts';
import { LoopbackDiscord, type LoopbackOptions } from '../../loopback/loopback-discord.ts';
import { logIn, type RealClient } from '../loopback/real-client.ts';
import { fakeConversation, type FakeConversation } from '../fakes/fake-conversation.ts';

export interface Listening {
  readonly speaker: Speaker;
  readonly frames: PcmFrame[];
  /** `ended`: the frames did. `dropped`: the signal aborted. */
  outcome: 'open' | 'ended' | 'dropped';
}

export interface InVoice extends AsyncDisposable {
  readonly discord: LoopbackDiscord;
  readonly bot: RealClient;
  readonly guildId: string;
  readonly channelId: string;
  readonly conversation: FakeConversation;
  readonly heard: Listening[];
  readonly told: string[];
  readonly ignored: Set<string>;
  /** Joins the guild's first voice channel, or another. */
  join(channelId?: string, signal?: AbortSignal): Promise<VoiceSession>;
}

export interface InVoiceOptions {
  readonly loopback?: LoopbackOptions;
  readonly clock?: Clock;
  readonly aloneAfterMs?: number;
}

export async function inVoice(options: InVoiceOptions = {}): Promise<InVoice> {
  const { clock = systemClock, loopback = {}, aloneAfterMs } = options;
  await using stack = new AsyncDisposableStack();
  const discord = stack.use(await LoopbackDiscord.listen(loopback));
  const guild = discord.guilds[0]!;
  const bot = stack.use(await logIn(discord));
  const heard: Listening[] = [];
  const told: string[] = [];
  const ignored = new Set<string>();
  const conversation = fakeConversation(guild.id);
  conversation.listen = (speaker, frames, signal) => takeDown(heard, speaker, frames, signal);
  const joinVoice = createJoinVoice({
    clock,
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    group: bot.userId,
    ...(aloneAfterMs === undefined ? {} : { aloneAfterMs }),
  });
  const closing = stack.move();
  return {
    discord,
    bot,
    guildId: guild.id,
    channelId: guild.voiceChannelId,
    conversation,
    heard,
    told,
    ignored,
    async join(channelId = guild.voiceChannelId, signal = new AbortController().signal) {
      const channel = bot.client.channels.cache.get(channelId);
      if (channel?.isVoiceBased() !== true) throw new Error(`${channelId} is no voice channel`);
      const session = await joinVoice({
        channel,
        conversation,
        isIgnored: (userId) => ignored.has(userId),
        notify: async (text) => void told.push(text),
        signal,
      });
      return closing.use(session);
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

async function takeDown(
  heard: Listening[],
  speaker: Speaker,
  frames: AsyncIterable<PcmFrame>,
  signal: AbortSignal,
): Promise<void> {
  const listening: Listening = { speaker, frames: [], outcome: 'open' };
  heard.push(listening);
  try {
    for await (const frame of frames) listening.frames.push(frame);
    listening.outcome = 'ended';
  } catch (error) {
    if (!signal.aborted) throw error;
    listening.outcome = 'dropped';
  }
}

/** Resolves with the first change of a voice state that passes `test`. */
export function voiceState(
  client: Client,
  test: (now: VoiceState) => boolean,
): Promise<VoiceState> {
  return new Promise((resolve) => {
    const onChange = (_before: VoiceState, now: VoiceState) => {
      if (!test(now)) return;
      client.off(Events.VoiceStateUpdate, onChange);
      resolve(now);
    };
    client.on(Events.VoiceStateUpdate, onChange);
  });
}
