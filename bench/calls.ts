/**
 * Conversations on Loopback Discord: one guild each with one caller, the bot in a process of its own, the
 * callers in this one. What is measured is measured at the callers.
 */
import type { Caller } from '../loopback/caller.ts';
import { LoopbackDiscord } from '../loopback/loopback-discord.ts';
import { systemClock as clock } from '../src/async/clock.ts';
import { VOICED_DBFS } from '../src/audio/level.ts';
import { startBotProcess, type BotProcess } from '../src/cli/bot-process.ts';
import type { TurnRecord } from '../src/pipeline/timeline.ts';
import { ENGINE_HZ } from '../src/pipeline/types.ts';
import { lateFramesIn } from './late-frames.ts';
import type { Saying } from './sayings.ts';

/** One question, and what came of it. */
interface CallTurn {
  /** From the last voiced frame sent to the first voiced frame received of the answer; undefined without one. */
  readonly responseMs: number | undefined;
  /** From the first voiced frame sent to the last one received of an answer that it was said into; undefined without one. */
  readonly bargeInMs: number | undefined;
  readonly record: TurnRecord | undefined;
}

export interface Calls extends AsyncDisposable {
  readonly bot: BotProcess;
  /** From the start of the bot's process until it was logged in with its models loaded. */
  readonly readyMs: number;
  /** Asks in one of the calls, and waits for the beginning of the answer, or in vain. */
  ask(call: number, saying: Saying, signal: AbortSignal): Promise<void>;
  /** Until that caller hears nothing any more. */
  untilQuiet(call: number, signal: AbortSignal): Promise<void>;
  /** Ends all calls. @returns what was asked in them and how it was answered. */
  end(signal: AbortSignal): Promise<CallsEnded>;
}

export interface CallsEnded {
  readonly turns: readonly CallTurn[];
  /** Frames of the bot's sound that were received, and those more than 20 ms behind their place in it. */
  readonly frames: number;
  readonly lateFrames: number;
}

export interface CallsOptions {
  readonly count: number;
  readonly order?: 'concurrent' | 'blocking';
  /** Another program than the bot's own. */
  readonly program?: URL;
}

/** An answer that has not begun by then will not come: the blocking order writes and says it all before. */
const ANSWER_DEADLINE_MS = 15_000;
const QUIET_MS = 400;
/** Nothing of the "one moment" sound is as loud, and people who hear it wait on; every word is somewhere. */
const ANSWER_DBFS = -26;
const POLL_MS = 20;
/** The VAD may take the last voiced frame for silence, or noise after it for voice. */
const SLACK_MS = 400;
/** Silence between two words of an answer, at most. */
const WORD_GAP_MS = 150;
/** Two processes' clocks. */
const CLOCK_SLACK_MS = 5;
/** For the records of what `/leave` ended. */
const SETTLE_MS = 500;

interface Asked {
  readonly caller: Caller;
  readonly firstVoicedAtMs: number;
  readonly lastVoicedAtMs: number;
}

export async function openCalls(options: CallsOptions, signal: AbortSignal): Promise<Calls> {
  const { count, order = 'concurrent', program } = options;
  await using opening = new AsyncDisposableStack();
  const discord = opening.use(await LoopbackDiscord.listen({ guildCount: count }));
  const [token] = discord.botTokens;
  const botId = discord.accounts.find((account) => account.token === token)?.id ?? '';
  if (token === undefined) throw new Error('Loopback Discord has no bot account');
  const startedAtMs = performance.now();
  const bot = opening.use(
    await startBotProcess(
      {
        apiBase: discord.apiBase,
        token,
        certificatePem: discord.certificate.certPem,
        order,
        logLevel: 'error',
        program,
      },
      signal,
    ),
  );
  const readyMs = performance.now() - startedAtMs;
  const records: TurnRecord[] = [];
  bot.onTurn((record) => records.push(record));
  const callers: Caller[] = [];
  const slash = (name: string, { userId, guildId }: Caller) =>
    discord.slash({ name, userId, guildId }).reply;
  for (const { id: guildId } of discord.guilds) {
    const caller = opening.use(await discord.join({ guildId, name: 'Ann' }));
    const answer = await slash('join', caller);
    if (!discord.voiceMembers(caller.channelId).includes(botId))
      throw new Error(`Parley did not come into call ${callers.length + 1} of ${count}: ${answer}`);
    callers.push(caller);
  }
  const asked: Asked[] = [];
  const callerOf = (call: number) => {
    const caller = callers[call];
    if (caller === undefined) throw new Error(`There is no call ${call}`);
    return caller;
  };
  const resources = opening.move();

  return {
    bot,
    readyMs,
    async ask(call, { sound: samples }, asking) {
      const caller = callerOf(call);
      const sound = { samples, sampleRateHz: ENGINE_HZ };
      const { firstVoicedAtMs, lastVoicedAtMs } = await caller.speak(sound, asking);
      asked.push({ caller, firstVoicedAtMs, lastVoicedAtMs });
      const isAnswered = () =>
        (caller.heard.frames.findLast(({ rmsDbfs }) => rmsDbfs > ANSWER_DBFS)?.atMs ?? 0) >
        lastVoicedAtMs;
      while (!isAnswered() && performance.now() < lastVoicedAtMs + ANSWER_DEADLINE_MS)
        await clock.sleep(POLL_MS, asking);
    },
    async untilQuiet(call, waiting) {
      const caller = callerOf(call);
      while (performance.now() - lastVoicedMs(caller) < QUIET_MS)
        await clock.sleep(POLL_MS, waiting);
    },
    async end(waiting) {
      await Promise.all(callers.map((caller) => slash('leave', caller)));
      await clock.sleep(SETTLE_MS, waiting);
      const sum = (of: (caller: Caller) => number) =>
        callers.reduce((total, caller) => total + of(caller), 0);
      return {
        turns: asked.map((each) => turnOf(each, records)),
        frames: sum(({ heard }) => heard.frames.filter((frame) => !frame.isSilenceFrame).length),
        lateFrames: sum(({ heard }) => lateFramesIn(heard.frames)),
      };
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** By the bot's record, so that neither an old answer nor a "one moment" counts as the new one. */
function turnOf(
  { caller, firstVoicedAtMs, lastVoicedAtMs }: Asked,
  records: readonly TurnRecord[],
): CallTurn {
  const record = records.find(
    ({ speakerId, marks, outcome }) =>
      speakerId === caller.userId &&
      outcome.status !== 'left-alone' &&
      Math.abs((marks.lastVoicedAtMs ?? Number.NEGATIVE_INFINITY) - lastVoicedAtMs) < SLACK_MS,
  );
  const sentAtMs = record?.marks.firstPacketAtMs;
  const newFromMs = sentAtMs === undefined ? Infinity : sentAtMs - CLOCK_SLACK_MS;
  const voiced = caller.heard.frames.filter(isVoiced);
  const first = voiced.find(({ atMs }) => atMs >= newFromMs);
  const lastOld = voiced.findLast(({ atMs }) => atMs < newFromMs);
  const isBargeIn =
    first !== undefined &&
    lastOld !== undefined &&
    voiced.some(({ atMs }) => Math.abs(atMs - firstVoicedAtMs) < WORD_GAP_MS);
  return {
    record,
    responseMs: first === undefined ? undefined : first.atMs - lastVoicedAtMs,
    bargeInMs: isBargeIn ? lastOld.atMs - firstVoicedAtMs : undefined,
  };
}

function isVoiced({ rmsDbfs }: { readonly rmsDbfs: number }): boolean {
  return rmsDbfs > VOICED_DBFS;
}

function lastVoicedMs({ heard }: Caller): number {
  return heard.frames.findLast(isVoiced)?.atMs ?? Number.NEGATIVE_INFINITY;
}
