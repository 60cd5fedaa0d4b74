import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../loopback/caller.ts';
import { paced } from '../fakes/whole-llm.ts';
import { openStory, PATIENCE, type Story } from './whole-story.ts';
import { never } from './whole-voices.ts';
import { until } from '../fakes/until.ts';

const SEA =
  'The sea is deep and cold. Whales sing in it, and ships cross it every day of the year.';
const DESERT = 'The desert is hot and dry. Camels walk in it, and the nights are full of stars.';
const NICE =
  'How nice for both of you. Then the people here will eat two cakes in one single year.';

describe('Parley in two guilds and with two people', () => {
  let story: Story;
  let ann: Caller;
  let carl: Caller;

  beforeAll(async () => {
    story = await openStory({ guildCount: 2 });
    story.llm.when(/ocean|sea/iu, paced(SEA));
    story.llm.when(/desert/iu, paced(DESERT));
    story.llm.when(/weather/iu, paced('It will be sunny.'));
    const [one, two] = story.bot.discord.guilds;
    ann = await story.bot.discord.join({ guildId: one!.id, name: 'Ann' });
    carl = await story.bot.discord.join({ guildId: two!.id, name: 'Carl' });
    await Promise.all([ann, carl].map((who) => story.slash(who, 'join').reply));
  });
  afterAll(() => story[Symbol.asyncDispose]());

  test('answers both at the same time, each with their own answer', async () => {
    const sinceMs = performance.now();
    const [toAnn, toCarl] = await Promise.all([
      story.say(ann, 'Tell me about the sea.'),
      story.say(carl, 'Tell me about the desert.'),
    ]);
    expect(toAnn).toMatchObject({ playedText: SEA, outcome: { status: 'answered' } });
    expect(toCarl).toMatchObject({ playedText: DESERT, outcome: { status: 'answered' } });
    expect([toAnn.guildId, toCarl.guildId]).toEqual([ann.guildId, carl.guildId]);
    // Both really spoke at once.
    expect(toAnn.marks.firstPacketAtMs).toBeLessThan(toCarl.marks.endedAtMs!);
    expect(toCarl.marks.firstPacketAtMs).toBeLessThan(toAnn.marks.endedAtMs!);
    await Promise.all([ann, carl].map((who) => who.heard.quietFor(300, never, sinceMs)));
    const annHeard = await story.voices.expectHeard(ann, SEA, sinceMs);
    const carlHeard = await story.voices.expectHeard(carl, DESERT, sinceMs);
    console.info(`two guilds: "${annHeard}" / "${carlHeard}"`);
    expect(annHeard).not.toMatch(/desert|camel/iu);
  });

  test('is silenced in one and talks on in the other', async () => {
    const count = story.bot.records.length;
    await Promise.all([
      story.startReply(ann, 'Tell me about the sea.'),
      story.startReply(carl, 'Tell me about the desert.'),
    ]);
    expect(await story.slash(ann, 'leave').reply).toMatch(/Goodbye/u);
    expect((await story.turnOf(ann, (_, index) => index >= count)).outcome.status).toBe('aborted');
    const toCarl = await story.turnOf(carl, (_, index) => index >= count);
    expect(toCarl).toMatchObject({ playedText: DESERT, outcome: { status: 'answered' } });
    expect(story.botIsIn(ann)).toBe(false);
    expect(story.botIsIn(carl)).toBe(true);
  });

  test('keeps what was said in one out of the other', async () => {
    await story.slash(ann, 'join').reply;
    await story.say(ann, 'How is the weather?');
    const asked = JSON.stringify(story.llm.requestAbout(/weather/iu));
    expect(asked).toContain('Ann: Tell me about the sea');
    expect(asked).not.toMatch(/desert|Carl/iu);
  });

  test('hears two people in one channel, also at once, and tells the model who said what', async () => {
    story.llm.when(/birthday/iu, paced(NICE));
    const count = story.bot.records.length;
    await using bob = await story.bot.discord.join({ guildId: ann.guildId, name: 'Bob' });
    const sinceMs = performance.now();
    const [first, second] = await Promise.all([
      story.voices.synthesise('Parley, my birthday is in March.'),
      story.voices.synthesise('Parley, my birthday is in October.'),
    ]);
    await Promise.all([ann.speak(first, never), bob.speak(second, never)]);
    // One answer to both, or one each if the first had begun already: nobody is left without.
    await until(() => {
      const records = story.bot.records.slice(count);
      expect(new Set(records.map(({ speakerId }) => speakerId)).size).toBe(2);
      expect(records.at(-1)?.outcome.status).toBe('answered');
      for (const { outcome } of records)
        expect([outcome.status, 'reason' in outcome ? outcome.reason : '']).toBeOneOf([
          ['answered', ''],
          ['left-alone', 'joined to the next question'],
        ]);
    }, PATIENCE);
    const asked = story.llm.requests.at(-1)!;
    const remarks = asked.map(({ content }) => content).join('\n');
    expect(remarks).toMatch(/Ann: [^\n]*March/u);
    expect(remarks).toMatch(/Bob: [^\n]*October/u);
    expect(asked[0]!.content).toMatch(/With you: (Ann, Bob|Bob, Ann)\./u);
    await ann.heard.quietFor(300, never, sinceMs);
    for (const caller of [ann, bob]) await story.voices.expectHeard(caller, NICE, sinceMs, 0.6);
  });
});
