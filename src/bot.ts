/** The bot: models, conversations and Discord wired together; the only place that does. */
import type { Clock } from './async/clock.ts';
import { createDispatch } from './commands/dispatch.ts';
import { COMMANDS } from './commands/index.ts';
import type { Config } from './config.ts';
import { openDiscord } from './discord/client.ts';
import { holdCommands } from './discord/early-commands.ts';
import { registerCommands } from './discord/register-commands.ts';
import { wireEvents } from './discord/wire-events.ts';
import type { Brain } from './brain.ts';
import { createGuildVoices } from './guild-voices.ts';
import type { Logger } from './log.ts';
import { createConversation } from './pipeline/deciding/conversation.ts';
import { watchThread } from './pipeline/load-thread.ts';
import { measuresAt, worse } from './pipeline/load.ts';
import { createUsualOpenings } from './pipeline/speaking/usual-openings.ts';
import { createKnownVoices } from './pipeline/deciding/known-voices.ts';
import { rehearse } from './pipeline/deciding/rehearse.ts';
import { createPhraseCache } from './pipeline/speaking/phrase-cache.ts';
import type { TurnRecord } from './pipeline/timeline.ts';
import { openSettings } from './settings/store.ts';
import { openVoiceShelf } from './voice-shelf.ts';
import { createGuildRegistry } from './voice/guild-registry.ts';
import { BUSY, joinObstacle } from './voice/join-checks.ts';
import { opusUse } from './voice/opus-codec.ts';
import { applyVoiceGuards } from './voice/voice-guards.ts';
import { createJoinVoice } from './voice/voice-session.ts';

export interface BotOptions {
  readonly config: Config;
  readonly token: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onReady: () => void;
  readonly onTurn: (record: TurnRecord) => void;
  /** What hears, thinks and speaks; it may still be loading. Whoever opened it closes it when the bot has ended. */
  readonly brain: Promise<Brain>;
}

/**
 * Runs until `signal` aborts, then leaves every channel and closes everything.
 * @throws the first thing that keeps it from starting, in one sentence a person can act on.
 */
export async function runBot(options: BotOptions, signal: AbortSignal): Promise<void> {
  const { config, token, clock, log } = options;
  const startedAtMs = clock.nowMs();
  // Whatever ends the bot: told to, or Discord does not want it any more.
  const ending = new AbortController();
  const session = AbortSignal.any([signal, ending.signal]);
  await using closing = new AsyncDisposableStack();

  applyVoiceGuards(log);
  // While the models are loaded, in a process of their own.
  const rehearsed = rehearse(clock, log, session);
  closing.defer(async () => {
    ending.abort(new Error('The bot ends'));
    await rehearsed;
  });
  const settings = closing.use(openSettings({ dataDir: config.PARLEY_DATA_DIR, log }));
  // Side by side: a wrong token is told at once, and Discord's answers take as long as some models.
  const connecting = openDiscord({
    token,
    apiBase: config.DISCORD_API_BASE,
    clock,
    log,
    signal: session,
    onLost: (error) => ending.abort(error),
  });
  closing.defer(async () => {
    ending.abort(new Error('The bot ends'));
    const [connected] = await Promise.allSettled([connecting]);
    if (connected.status === 'fulfilled') await connected.value.destroy();
  });
  const holding = connecting.then((client) => holdCommands(client, options, session));
  const [brain, client, answerHeld] = await Promise.all([options.brain, connecting, holding]);
  const thread = closing.use(watchThread(clock));
  const load = () => worse(brain.load(), thread.level());
  const voices = await openVoiceShelf(
    {
      modelsDir: config.PARLEY_MODELS_DIR,
      pool: brain.voices,
      usual: brain.usualVoice,
      understood: brain.understood,
    },
    session,
  );
  const phrases = createPhraseCache();
  const knownVoices = createKnownVoices();
  const openings = createUsualOpenings(phrases, session);
  const joinVoice = createJoinVoice({ clock, log });
  /** One server has one call at most. */
  const expectCalls = () => {
    if (client.guilds.cache.size > 1) brain.expectCrowd();
  };
  const registry = closing.use(
    createGuildRegistry({
      createConversation(guildId, onTurn, postToChat) {
        const guildVoices = createGuildVoices({
          guildId,
          settings,
          pool: brain.voices,
          usual: brain.usualVoice,
          notify: postToChat,
        });
        void openings.remember(guildVoices.for(undefined));
        return createConversation({
          guildId,
          ...brain.parts,
          phrases,
          knownVoices,
          voices: guildVoices,
          postToChat,
          understood: brain.understood,
          load,
          persona: config.PARLEY_PERSONA,
          order: config.PARLEY_ORDER,
          clock,
          today: () => new Date(),
          log: log.child({ guildId }),
          onTurn: (record) => {
            log.info({ ...record }, 'turn ended');
            options.onTurn(record);
            onTurn(record);
          },
        });
      },
      joinVoice(request) {
        expectCalls();
        return joinVoice(request);
      },
      joinObstacle: (member, channel, currentChannelId) =>
        joinObstacle(member, channel, currentChannelId) ??
        (measuresAt(load()).admitsConversations ? undefined : BUSY),
      settings,
      defaults: { addressing: 'auto', wakeNames: config.PARLEY_NAME },
      clock,
      log,
      signal: session,
    }),
  );
  const context = {
    registry,
    settings,
    voices,
    describe: brain.describe,
    clock,
    startedAtMs,
    log,
    signal: session,
  };
  const dispatch = createDispatch(COMMANDS, context);
  closing.defer(wireEvents(client, dispatch, context));
  answerHeld(dispatch);
  await registerCommands({
    rest: client.rest,
    applicationId: client.application.id,
    guildId: config.DISCORD_GUILD_ID,
    definitions: COMMANDS.map((command) => command.definition),
    settings,
    log,
    signal: session,
  });
  log.info(
    {
      readyMs: Math.round(clock.nowMs() - startedAtMs),
      guilds: client.guilds.cache.size,
      opus: opusUse().library,
    },
    'Parley is ready',
  );
  options.onReady();
  expectCalls();

  await new Promise<void>((resolve) => {
    if (session.aborted) resolve();
    else session.addEventListener('abort', () => resolve(), { once: true });
  });
  log.info('Parley is leaving');
  if (!signal.aborted) throw ending.signal.reason;
}
