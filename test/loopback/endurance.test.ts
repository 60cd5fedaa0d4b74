import { describe, expect, test } from 'vitest';
import { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { logIn } from './real-client.ts';
import { tone } from './tone.ts';
import { until } from '../fakes/until.ts';

const never = new AbortController().signal;

describe('fifty joins and leaves', () => {
  test('leave no member and no group behind', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    const { voiceChannelId } = guild!;
    await using bot = await logIn(discord);
    for (let round = 0; round < 50; round++) {
      const connection = await bot.join(voiceChannelId);
      const alice = await discord.join({ guildId: guild!.id });
      if (round % 10 === 0) await alice.speak(tone(440, 40), never);
      await alice.leave();
      connection.destroy();
      await until(() => expect(discord.voiceMembers(voiceChannelId)).toEqual([]));
    }
    expect(discord.daveGroup(voiceChannelId)).toEqual({ epoch: 0, memberIds: [] });
    expect(discord.voiceIdentifies).toHaveLength(50);
  });
});
