import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../loopback/caller.ts';
import { VOICED_DBFS } from '../../src/audio/level.ts';
import { paced } from '../fakes/whole-llm.ts';
import { openStory, PATIENCE, type Story } from './whole-story.ts';
import { never } from './whole-voices.ts';
import { until } from '../fakes/until.ts';

const WRITTEN =
  'Bread needs flour, water, salt and yeast. Mix them well and let the dough rest for an hour. ' +
  'Then bake it until the crust is brown.';
const LONG =
  'The river begins high up in the mountains. From there it runs through seven countries. ' +
  'It passes old towns and wide fields. Many people live on its banks. ' +
  'At last it comes to the sea, where the water is salty and the wind is strong.';

const MOON = 'The moon is a quarter as wide as the earth.';

describe('the commands, with Parley in the channel', () => {
  let story: Story;
  let ann: Caller;

  beforeAll(async () => {
    story = await openStory();
    story.llm.when(/bread/iu, paced(WRITTEN));
    story.llm.when(/river/iu, paced(LONG));
    story.llm.when(/moon/iu, paced(MOON));
    story.llm.when(/colou?r/iu, paced('Green is a lovely choice.'));
    const { id: guildId, ownerId: userId } = story.bot.discord.guilds[0]!;
    // She owns the server, so that she may choose for everybody.
    ann = await story.bot.discord.join({ guildId, userId });
  });
  afterAll(() => story[Symbol.asyncDispose]());

  /** How long the answer about the moon sounds. */
  async function replyMs(): Promise<number> {
    const { sentences, playedText } = await story.say(ann, 'What is the moon like?');
    expect(playedText).toBe(MOON);
    const starts = sentences.map(({ playStartedAtMs }) => playStartedAtMs ?? Number.NaN);
    const ends = sentences.map(({ playEndedAtMs }) => playEndedAtMs ?? Number.NaN);
    return Math.max(...ends) - Math.min(...starts);
  }

  test('/join brings it in and says who listens', async () => {
    expect(await story.slash(ann, 'join').reply).toMatch(/I am listening in/u);
    expect(story.botIsIn(ann)).toBe(true);
  });

  test('/ask is answered in writing while the answer grows, and aloud', async () => {
    const askedAtMs = performance.now();
    const call = story.slash(ann, 'ask', { text: 'How do I make bread?' });
    const turn = await story.turnOf(ann, ({ medium }) => medium === 'text');
    await until(() => expect(call.current).toContain('crust is brown'), PATIENCE);
    expect(call.history.length).toBeGreaterThan(1);
    expect(call.history[0]!.content).not.toContain('crust is brown');
    expect(turn).toMatchObject({ medium: 'text', outcome: { status: 'answered' } });
    await ann.heard.quietFor(300, never, askedAtMs);
    await story.voices.expectHeard(ann, WRITTEN, askedAtMs);
    // Encrypted end to end, every packet of it.
    const { lost, undecodable, daveFailures } = ann.heard;
    expect({ lost, undecodable, daveFailures }).toEqual({
      lost: 0,
      undecodable: 0,
      daveFailures: 0,
    });
  });

  test('/stop silences it, and not one more word of that answer is heard', async () => {
    const count = story.bot.records.length;
    await story.startReply(ann, 'Tell me about the river.');
    const stoppedAtMs = performance.now();
    expect(await story.slash(ann, 'stop').reply).toBe('Stopped.');
    const turn = await story.turnOf(ann, (_, index) => index >= count);
    expect(turn.outcome).toEqual({ status: 'aborted', reason: 'told to stop' });
    expect(turn.playedText.length).toBeLessThan(LONG.length);
    // The next answer is the first thing that is heard again.
    const next = await story.say(ann, 'Which colour should I choose?');
    const voicedMs = ann.heard.frames
      .filter(({ rmsDbfs, atMs }) => rmsDbfs > VOICED_DBFS && atMs > stoppedAtMs)
      .map(({ atMs }) => atMs);
    const isOld = (atMs: number) => atMs < (next.marks.firstPacketAtMs ?? 0) - 50;
    const lastOldMs = Math.max(stoppedAtMs, ...voicedMs.filter(isOld));
    console.info(`/stop: silent after ${Math.round(lastOldMs - stoppedAtMs)} ms`);
    expect(lastOldMs).toBeLessThan(next.marks.speechStartedAtMs ?? 0);
    expect(next.playedText).toBe('Green is a lovely choice.');
  });

  test('/status tells where it is, with what it works, how fast it was, and the privacy code', async () => {
    const call = story.slash(ann, 'status');
    expect(await call.reply).toContain(`In <#${ann.channelId}>: idle.`);
    const embed = JSON.stringify(story.bot.discord.messages.at(-1)!.embeds);
    expect(embed).toMatch(/Hearing: Moonshine/u);
    expect(embed).toMatch(/response latency\s+\d+ ms\s+\d+ ms/u);
    const code = ann.privacyCode?.match(/.{5}/gu)?.join(' ');
    expect(embed).toContain(code);
  });

  test('/reset makes it forget what was said', async () => {
    expect(await story.slash(ann, 'reset').reply).toMatch(/forgotten/u);
    await story.say(ann, 'What colour do you like?');
    const prompt = JSON.stringify(story.llm.requestAbout(/colou?r do/iu));
    expect(prompt).not.toMatch(/river|bread|mountains/iu);
  });

  test('who opted out is not heard, and who opts in again is', async () => {
    const asked = story.llm.requests.length;
    const count = story.bot.records.length;
    expect(await story.slash(ann, 'privacy ignore-me').reply).toMatch(/do not hear you/u);
    await ann.speak(await story.voices.synthesise('Tell me about the river.'), never);
    expect(await story.slash(ann, 'privacy hear-me').reply).toMatch(/hear you again/u);
    const turn = await story.say(ann, 'Which colour is better?');
    expect(turn.playedText).toBe('Green is a lovely choice.');
    expect(story.bot.records.slice(count)).toEqual([turn]);
    expect(story.llm.requests).toHaveLength(asked + 1);
    // What was said before the choice was forgotten with it.
    expect(JSON.stringify(story.llm.requests.at(-1))).not.toMatch(/river|do you like/iu);
  });

  test('/voice list tells what is here', async () => {
    const text = await story.slash(ann, 'voice list').reply;
    expect(text).toMatch(/`piper-en-us-joe-medium` American English/u);
    expect(text.length).toBeLessThan(2000);
  });

  test('/voice sample is said in the channel', async () => {
    const sinceMs = performance.now();
    const answer = await story.slash(ann, 'voice sample', { name: 'piper-en-us-joe-medium' }).reply;
    expect(answer).toMatch(/^This is \*\*piper-en-us-joe-medium\*\*/u);
    await ann.heard.firstVoicedAfter(sinceMs);
    const sample = 'This is how I sound when I talk with you';
    await until(() => story.voices.expectHeard(ann, sample, sinceMs), PATIENCE);
  });

  test('/voice set makes the next answer faster, and reset takes that back', async () => {
    const usualMs = await replyMs();
    expect(await story.slash(ann, 'voice set', { speed: 2 }).reply).toMatch(
      /answer you with .* at 2 times its usual speed/u,
    );
    const fastMs = await replyMs();
    console.info(`an answer of ${Math.round(usualMs)} ms took ${Math.round(fastMs)} ms`);
    expect(fastMs).toBeLessThan(0.75 * usualMs);
    await story.slash(ann, 'voice reset').reply;
    await story.slash(ann, 'voice set', { speed: 2, for: 'server' }).reply;
    expect(await replyMs()).toBeLessThan(0.75 * usualMs);
    await story.slash(ann, 'voice reset', { for: 'server' }).reply;
    expect(await replyMs()).toBeGreaterThan(0.75 * usualMs);
  });

  test('/pronounce changes what the next answer sounds like, and not what it reads like', async () => {
    expect(await story.slash(ann, 'pronounce add', { word: 'moon', as: 'potato' }).reply).toMatch(
      /I say \*\*moon\*\* as “potato”/u,
    );
    const sinceMs = performance.now();
    const { replyText } = await story.say(ann, 'What is the moon like?');
    expect(replyText).toBe(MOON);
    await story.voices.expectHeard(ann, 'potato is a quarter', sinceMs, 1);
    await story.slash(ann, 'pronounce remove', { word: 'moon' }).reply;
  });

  test('/leave in the middle of an answer ends it and takes Parley out', async () => {
    const count = story.bot.records.length;
    await story.startReply(ann, 'Tell me about the river.');
    expect(await story.slash(ann, 'leave').reply).toMatch(/Goodbye/u);
    expect(story.botIsIn(ann)).toBe(false);
    expect((await story.turnOf(ann, (_, index) => index >= count)).outcome.status).toBe('aborted');
  });
});
