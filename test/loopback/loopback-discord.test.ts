import { describe, expect, test } from 'vitest';
import { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { VOICE_MODES } from '../../loopback/voice/rtp-crypto.ts';
import { encrypted, listen, logIn, play } from './real-client.ts';
import { pitchHz, tone } from './tone.ts';

const never = new AbortController().signal;

describe('LoopbackDiscord with a real client', () => {
  const variants = VOICE_MODES.flatMap((mode) => [
    { mode, dave: 0 as const },
    { mode, dave: 1 as const },
  ]);

  test.for(variants)(
    'a caller and a bot hear each other: $mode, DAVE $dave',
    async ({ mode, dave }) => {
      await using discord = await LoopbackDiscord.listen({ modes: [mode], dave });
      const [guild] = discord.guilds;
      await using bot = await logIn(discord);
      const alice = await discord.join({ guildId: guild!.id, name: 'Alice' });
      const connection = await bot.join(guild!.voiceChannelId);
      if (dave === 1) await encrypted(connection);
      const heard = listen(connection, alice.userId);

      await alice.speak(tone(440, 500), never);
      await play(connection, tone(880, 500));
      await alice.heard.quietFor(100, never);

      expect(pitchHz(heard.sound())).toBeCloseTo(440, -1);
      expect(pitchHz(alice.heard.sound())).toBeCloseTo(880, -1);
      expect(alice.heard).toMatchObject({ lost: 0, daveFailures: 0, undecodable: 0 });
      expect(discord.udpCounters.undecryptable).toBe(0);
      expect(alice.privacyCode).toBe(dave === 1 ? connection.voicePrivacyCode : undefined);
    },
  );
});
