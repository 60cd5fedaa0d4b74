import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../loopback/caller.ts';
import { paced } from '../fakes/whole-llm.ts';
import { openStory, PATIENCE, type Story } from './whole-story.ts';
import { never } from './whole-voices.ts';
import { until } from '../fakes/until.ts';

const LONG = 'A long time ago the moon was closer to the earth. The tides were much higher then.';
const DAYS = 'There are seven of them, from Monday to Sunday.';

describe('Parley on a line that somebody disturbs', () => {
  let story: Story;
  let ann: Caller;

  beforeAll(async () => {
    story = await openStory();
    story.llm.when(/moon/iu, paced(LONG));
    story.llm.when(/days/iu, paced(DAYS));
    ann = await story.bot.discord.join({ guildId: story.bot.discord.guilds[0]!.id, name: 'Ann' });
  });
  afterAll(() => story[Symbol.asyncDispose]());
  beforeEach(async () => {
    if (!story.botIsIn(ann)) await story.slash(ann, 'join').reply;
  });

  /** It hears and is heard: a question is answered with sound. */
  const converses = async () => {
    const turn = await story.say(ann, 'How many days are in a week?');
    expect(turn).toMatchObject({ playedText: DAYS, outcome: { status: 'answered' } });
    await ann.heard.quietFor(300, never, turn.marks.firstPacketAtMs);
    // That it was heard, not how well.
    await story.voices.expectHeard(ann, DAYS, turn.marks.firstPacketAtMs!, 0.5);
  };
  /** Another voice handshake has begun, and it is encrypted end to end again. */
  const isBack = (identifiesBefore: number) =>
    until(async () => {
      expect(story.bot.discord.voiceIdentifies.length).toBeGreaterThan(identifiesBefore);
      const status = story.slash(ann, 'status');
      await status.reply;
      const embed = JSON.stringify(story.bot.discord.messages.at(-1)!.embeds);
      expect(embed).toContain(`In <#${ann.channelId}>: `);
      expect(embed).not.toContain('reconnecting');
      expect(embed).toContain(ann.privacyCode?.match(/.{5}/gu)?.join(' '));
    }, PATIENCE);

  test('answers while forged and malformed datagrams come with every word', async () => {
    const { faults } = story.bot.discord;
    const flood = setInterval(() => {
      faults.forge(story.bot.botId, ann.userId);
      faults.sendMalformed(story.bot.botId, [1, 2, 7, 11, 12, 13, 16, 28, 60, 1400]);
      faults.sendMalformed(story.bot.botId, [4, 8, 12, 40, 74], false);
      faults.sendDatagram(story.bot.botId, Buffer.alloc(0));
    }, 40);
    try {
      await converses();
    } finally {
      clearInterval(flood);
    }
    await converses();
  });

  test.for([1006, 4006])(
    'is there again after its voice connection closed with %i in the middle of an answer',
    async (code) => {
      await story.startReply(ann, 'Tell me about the moon.');
      const identifies = story.bot.discord.voiceIdentifies.length;
      story.bot.discord.faults.closeVoice(story.bot.botId, code);
      await isBack(identifies);
      await converses();
    },
  );

  test('leaves cleanly when it is put out (4014), and comes back when it is asked to', async () => {
    const count = story.bot.records.length;
    await story.startReply(ann, 'Tell me about the moon.');
    story.bot.discord.faults.closeVoice(story.bot.botId, 4014);
    await until(() => expect(story.botIsIn(ann)).toBe(false), PATIENCE);
    expect((await story.turnOf(ann, (_, index) => index >= count)).outcome.status).toBe('aborted');
    await until(
      async () => expect(await story.slash(ann, 'status').reply).toContain('In no voice channel.'),
      PATIENCE,
    );
    expect(await story.slash(ann, 'join').reply).toMatch(/I am listening/u);
    await converses();
  });

  test('loses neither its place nor its wits when the main gateway drops in mid-sentence', async () => {
    const count = story.bot.records.length;
    await story.startReply(ann, 'Tell me about the moon.');
    story.bot.discord.faults.dropGateway(story.bot.botId);
    const turn = await story.turnOf(ann, (_, index) => index >= count);
    expect(turn).toMatchObject({ playedText: LONG, outcome: { status: 'answered' } });
    await ann.heard.quietFor(300, never, turn.marks.firstPacketAtMs);
    await converses();
  });
});
