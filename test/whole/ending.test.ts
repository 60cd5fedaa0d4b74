import { describe, expect, test } from 'vitest';
import { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { startBotProcess } from '../../src/cli/bot-process.ts';
import { never, paced, scriptedLlm, wholeStage } from './whole-stage.ts';

describe('the bot as a process', () => {
  test('leaves the channel and ends well when it is told to in the middle of a sentence', async () => {
    await using llm = await scriptedLlm([
      paced(
        'This is a long answer, and it goes on. And on it goes for a while. And there is more.',
      ),
    ]);
    await using whole = await wholeStage(`${llm.address}/v1`);
    const { stage, voice } = whole;
    const [guild] = stage.discord.guilds;
    const { endedAtMs } = await stage.caller.speak(
      await voice.synthesise('Tell me something long.', never),
      never,
    );
    await stage.caller.heard.firstVoicedAfter(endedAtMs);
    expect(stage.discord.voiceMembers(guild!.voiceChannelId)).toHaveLength(2);
    const toldAtMs = performance.now();
    await stage.bot[Symbol.asyncDispose]();
    // It is killed, and `ended` rejects, only after four seconds.
    await stage.bot.ended;
    console.info(`told to end: gone after ${Math.round(performance.now() - toldAtMs)} ms`);
    expect(stage.discord.voiceMembers(guild!.voiceChannelId)).toEqual([stage.caller.userId]);
  });

  test('says in one sentence that its token is wrong', async () => {
    await using discord = await LoopbackDiscord.listen();
    const starting = startBotProcess(
      {
        apiBase: discord.apiBase,
        token: 'not.a.token',
        guildId: discord.guilds[0]!.id,
        certificatePem: discord.certificate.certPem,
        order: 'concurrent',
        logLevel: 'silent',
      },
      never,
    );
    await expect(starting).rejects.toThrow(/does not accept DISCORD_TOKEN/u);
  });
});
