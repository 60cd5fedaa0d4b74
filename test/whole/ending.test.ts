import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { botChild } from '../fakes/whole-bot-child.ts';
import { paced, talkingLlm, type TalkingLlm } from '../fakes/whole-llm.ts';
import { PATIENCE } from './whole-story.ts';
import { never, openVoices, type Voices } from './whole-voices.ts';
import { until } from '../fakes/until.ts';

const LONG =
  'This is a long answer, and it goes on. And on it goes for a while. And there is more of it. ' +
  'Nobody knows when it will end, but end it must. Perhaps it ends here, or perhaps it does not.';

describe('the bot as a process', () => {
  let llm: TalkingLlm;
  let voices: Voices;
  beforeAll(async () => {
    voices = await openVoices();
    llm = await talkingLlm();
    llm.when(/./u, paced(LONG));
  });
  afterAll(async () => {
    await voices[Symbol.asyncDispose]();
    await llm[Symbol.asyncDispose]();
  });

  test.for(['SIGTERM', 'SIGINT'] as const)(
    'leaves the channel and ends well at %s in the middle of a sentence',
    async (signal) => {
      await using discord = await LoopbackDiscord.listen();
      const guild = discord.guilds[0]!;
      const env = { DISCORD_TOKEN: discord.botTokens[0]!, LLM_BASE_URL: llm.baseUrl };
      await using bot = await botChild(discord, env);
      await bot.ready;
      await using caller = await discord.join({ guildId: guild.id, name: 'Ann' });
      await discord.slash({ name: 'join', userId: caller.userId, guildId: guild.id }).reply;
      const question = await voices.synthesise('Tell me something long.');
      const { endedAtMs } = await caller.speak(question, never);
      await caller.heard.firstVoicedAfter(endedAtMs);
      expect(discord.voiceMembers(guild.voiceChannelId)).toHaveLength(2);

      const toldAtMs = performance.now();
      bot.kill(signal);
      await until(
        () => expect(discord.voiceMembers(guild.voiceChannelId)).toEqual([caller.userId]),
        PATIENCE,
      );
      const leftAtMs = performance.now();
      const exit = await bot.exited;
      // By itself, not by its own deadline of 2.8 s, which would say so.
      expect(exit).toEqual({ code: 0, killedBy: null, stdout: '', stderr: '' });
      const sinceTold = (atMs: number) => `${Math.round(atMs - toldAtMs)} ms`;
      console.info(
        `${signal}: out of the channel after ${sinceTold(leftAtMs)}, gone after ${sinceTold(performance.now())}`,
      );
    },
  );

  test('ends well when it is told to while it still starts', async () => {
    await using discord = await LoopbackDiscord.listen();
    discord.faults.delayReady(60_000);
    const env = { DISCORD_TOKEN: discord.botTokens[0]!, LLM_BASE_URL: llm.baseUrl };
    await using bot = await botChild(discord, env);
    await until(
      () => expect(discord.rest.some(({ path }) => path.includes('gateway'))).toBe(true),
      PATIENCE,
    );
    bot.kill('SIGTERM');
    expect(await bot.exited).toMatchObject({ code: 0, killedBy: null });
  });

  test('says in one sentence what is wrong with its settings, and that it failed', async () => {
    await using discord = await LoopbackDiscord.listen();
    await using mistyped = await botChild(discord, { DISCORD_TOKEN: 'not.a.token' });
    await using missing = await botChild(discord, { DISCORD_TOKEN: '' });
    const wrong = await mistyped.exited;
    expect(wrong.code).toBeGreaterThan(0);
    expect(wrong.stderr).toMatch(/^Discord does not accept DISCORD_TOKEN\. [^\n]*\n$/u);
    expect(wrong.stderr).not.toContain('not.a.token');
    const none = await missing.exited;
    expect(none.code).toBeGreaterThan(0);
    expect(none.stderr).toMatch(/^Cannot log in: DISCORD_TOKEN is not set\.[^\n]*\n$/u);
  });
});
