import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Caller } from '../../loopback/caller.ts';
import { paced } from '../fakes/whole-llm.ts';
import { openStory, PATIENCE, type Story } from './whole-story.ts';
import { wordOverlap } from './whole-voices.ts';

const REPLY = 'The moon is a quarter as wide as the earth.';

describe('the voices, with Parley in the channel', () => {
  let story: Story;
  let ann: Caller;

  beforeAll(async () => {
    story = await openStory();
    story.llm.when(/moon/iu, paced(REPLY));
    const { discord } = story.bot;
    // She owns the server, so that she may choose for everybody.
    ann = await discord.join({
      guildId: discord.guilds[0]!.id,
      userId: discord.guilds[0]!.ownerId,
    });
    await story.slash(ann, 'join').reply;
  });
  afterAll(() => story[Symbol.asyncDispose]());

  /** How long the answer about the moon sounds. */
  async function replyMs(): Promise<number> {
    const { sentences, playedText } = await story.say(ann, 'What is the moon like?');
    expect(playedText).toBe(REPLY);
    const starts = sentences.map(({ playStartedAtMs }) => playStartedAtMs ?? Number.NaN);
    const ends = sentences.map(({ playEndedAtMs }) => playEndedAtMs ?? Number.NaN);
    return Math.max(...ends) - Math.min(...starts);
  }

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
    await vi.waitFor(async () => {
      const heard = await story.voices.heardBy(ann, sinceMs);
      expect(wordOverlap('This is how I sound when I talk with you', heard)).toBeGreaterThan(0.7);
    }, PATIENCE);
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
    expect(replyText).toBe(REPLY);
    const heard = await story.voices.heardBy(ann, sinceMs);
    expect(heard).toMatch(/potato is a quarter/iu);
    await story.slash(ann, 'pronounce remove', { word: 'moon' }).reply;
  });
});
