/** Commands on a bench: real dispatch, registry and settings; scripted conversation and voice. */
import { pino } from 'pino';
import type { CommandContext } from '../../src/commands/command.ts';
import { createDispatch } from '../../src/commands/dispatch.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { openSettings, type Settings } from '../../src/settings/store.ts';
import { createGuildRegistry } from '../../src/voice/guild-registry.ts';
import type { JoinVoice } from '../../src/voice/guild-room-types.ts';
import { fakeClock, type FakeClock } from './fake-clock.ts';
import { fakeConversation, type FakeConversation } from './fake-conversation.ts';
import { fakeGuild, type FakeGuild } from './fake-guild.ts';
import {
  fakeCompletion,
  fakeInteraction,
  type FakeInteraction,
  type FakeInteractionOptions,
} from './fake-interaction.ts';
import { fakeVoiceShelf, type FakeVoiceShelf } from './fake-voice-shelf.ts';
import { fakeVoiceSession, type FakeVoiceSession } from './fake-voice-session.ts';

export interface CommandBench {
  readonly clock: FakeClock;
  readonly place: FakeGuild;
  readonly settings: Settings;
  readonly context: CommandContext;
  readonly shutdown: AbortController;
  readonly conversation: FakeConversation;
  readonly voices: FakeVoiceShelf;
  readonly sessions: FakeVoiceSession[];
  readonly logged: Record<string, unknown>[];
  joinVoice: JoinVoice;
  /** Begins a command; `done` settles when it was answered. */
  begin(options: Omit<FakeInteractionOptions, 'guild'>): FakeInteraction & { done: Promise<void> };
  /** What somebody is offered who types an option. */
  complete(command: string, subcommand: string, typed: string): Promise<unknown>;
  /** A command from beginning to end; time moves on by 10 s. */
  run(options: Omit<FakeInteractionOptions, 'guild'>): Promise<FakeInteraction>;
}

export function commandBench(settingsDir?: string): CommandBench {
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'debug' }, { write: (line) => logged.push(JSON.parse(line)) });
  const clock = fakeClock();
  const shutdown = new AbortController();
  const place = fakeGuild();
  const conversation = fakeConversation(place.guild.id);
  const sessions: FakeVoiceSession[] = [];
  const settings = openSettings({ dataDir: settingsDir, log });
  const registry = createGuildRegistry({
    createConversation: () => conversation,
    joinVoice: (request) => bench.joinVoice(request),
    defaults: { addressing: 'auto', wakeNames: ['Parley'] },
    joinObstacle: (_member, channel, current) => {
      if (channel.id === 'full') return 'That voice channel is full.';
      return current === undefined ? undefined : `I am busy in <#${current}>.`;
    },
    settings,
    clock,
    log,
    signal: shutdown.signal,
  });
  const voices = fakeVoiceShelf();
  const context: CommandContext = {
    registry,
    settings,
    voices,
    clock,
    log,
    startedAtMs: 0,
    signal: shutdown.signal,
    describe: () => ({
      stt: 'Moonshine tiny',
      tts: 'Piper joe',
      llm: { provider: 'Groq', model: 'llama' },
      textLeaves: true,
    }),
  };
  const dispatch = createDispatch(COMMANDS, context);
  const bench: CommandBench = {
    clock,
    place,
    settings,
    context,
    shutdown,
    conversation,
    voices,
    sessions,
    logged,
    async joinVoice({ channel }) {
      const session = fakeVoiceSession(channel.guild.id, channel.id);
      sessions.push(session);
      return session;
    },
    begin(options) {
      const fake = fakeInteraction({ guild: place.guild, ...options });
      return { ...fake, done: dispatch(fake.interaction) };
    },
    async complete(command, subcommand, typed) {
      const fake = fakeCompletion({ guild: place.guild, command, subcommand, typed });
      await dispatch(fake.interaction);
      return fake.choices();
    },
    async run(options) {
      const fake = bench.begin(options);
      await clock.advance(10_000);
      await fake.done;
      return fake;
    },
  };
  return bench;
}
