/** What the stories of the whole bot in this process have in common. */
import { vi } from 'vitest';
import type { Caller } from '../../loopback/caller.ts';
import type { LoopbackOptions } from '../../loopback/loopback-discord.ts';
import type { SlashCall } from '../../loopback/rest/interaction.ts';
import type { TurnRecord } from '../../src/pipeline/timeline.ts';
import { wholeBot, type WholeBot } from '../fakes/whole-bot-in-process.ts';
import { talkingLlm, type TalkingLlm } from '../fakes/whole-llm.ts';
import { never, openVoices, type Voices } from './whole-voices.ts';
import { until } from '../fakes/until.ts';

/** Of events that surely come, on a machine that may be busy. */
export const PATIENCE = { timeout: 60_000, interval: 20 };

// Room for one that waits so long.
vi.setConfig({ testTimeout: 90_000 });

/** The bot finds the end of speech in windows of its own. */
const SLACK_MS = 300;

export interface Story extends AsyncDisposable {
  readonly llm: TalkingLlm;
  readonly voices: Voices;
  readonly bot: WholeBot;
  slash(who: Caller, name: string, options?: Record<string, string | number>): SlashCall;
  /** Says it and waits until its turn is over; what is left alone (joined, nothing heard) does not count. */
  say(who: Caller, text: string): Promise<TurnRecord>;
  /** Begins with a question, and resolves when the answer is heard. @returns when. */
  startReply(who: Caller, text: string): Promise<number>;
  /** That person's first turn that came to an answer, for better or worse, and passes `isMeant`. */
  turnOf(
    who: Caller,
    isMeant?: (record: TurnRecord, index: number) => boolean,
  ): Promise<TurnRecord>;
  botIsIn(who: Caller): boolean;
}

export async function openStory(options: LoopbackOptions = {}): Promise<Story> {
  await using opening = new AsyncDisposableStack();
  const llm = opening.use(await talkingLlm());
  const voices = opening.use(await openVoices());
  const bot = opening.use(await wholeBot(llm.baseUrl, options));
  const resources = opening.move();

  const turnOf: Story['turnOf'] = (who, isMeant = () => true) =>
    until(() => {
      const record = bot.records.find(
        (one, index) =>
          one.speakerId === who.userId &&
          one.outcome.status !== 'left-alone' &&
          isMeant(one, index),
      );
      if (record === undefined) throw new Error(`No such turn of ${who.name} has ended`);
      return record;
    }, PATIENCE);

  return {
    llm,
    voices,
    bot,
    slash: (who, name, values = {}) =>
      bot.discord.slash({ name, options: values, userId: who.userId, guildId: who.guildId }),
    async say(who, text) {
      const { lastVoicedAtMs } = await who.speak(await voices.synthesise(text), never);
      return turnOf(who, ({ marks }) => (marks.lastVoicedAtMs ?? 0) > lastVoicedAtMs - SLACK_MS);
    },
    async startReply(who, text) {
      const { endedAtMs } = await who.speak(await voices.synthesise(text), never);
      return who.heard.firstVoicedAfter(endedAtMs);
    },
    turnOf,
    botIsIn: (who) => bot.discord.voiceMembers(who.channelId).includes(bot.botId),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
