import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../loopback/caller.ts';
import { cut, failure, stall, type Answer } from '../fakes/sse-server.ts';
import { paced } from '../fakes/whole-llm.ts';
import { openStory, type Story } from './whole-story.ts';
import { never, wordOverlap } from './whole-voices.ts';

interface Fault {
  readonly what: string;
  readonly answer: Answer;
  /** All that is said, the apology once. */
  readonly said: string;
}

const FAULTS: readonly Fault[] = [
  {
    what: 'the key is refused (401)',
    answer: failure(401, 'invalid_api_key'),
    said: 'Sorry, my language model does not accept my key. Please tell whoever runs me.',
  },
  {
    what: 'the allowance is used up (429)',
    answer: failure(429, 'rate_limit_exceeded', { 'retry-after': '60' }),
    said: 'Sorry, I have used up my allowance for now. Please ask me again in a minute.',
  },
  {
    what: 'the service is broken (500)',
    answer: failure(500, null),
    said: 'Sorry, I cannot reach my language model right now.',
  },
  {
    what: 'nothing is answered at all',
    answer: stall(),
    said: 'Sorry, my language model is taking too long. Please try again.',
  },
  {
    what: 'the answer breaks off',
    answer: cut('Penguins live in the south. They'),
    said: 'Penguins live in the south. Sorry, I lost my thread there.',
  },
];

describe('Parley with a language model that fails', () => {
  let story: Story;
  let ann: Caller;
  beforeAll(async () => {
    story = await openStory();
    story.llm.when(/seven/iu, paced('Yes, it is.'));
    ann = await story.bot.discord.join({ guildId: story.bot.discord.guilds[0]!.id, name: 'Ann' });
    await story.slash(ann, 'join').reply;
  });
  afterAll(() => story[Symbol.asyncDispose]());

  test.for(FAULTS)(
    'says one sentence of apology when $what, and answers the next question',
    async ({ answer, said }) => {
      story.llm.when(/penguin/iu, answer);
      const failed = await story.say(ann, 'Where do penguins live?');
      expect(failed.outcome.status).toBe('failed');
      const told = failed.sentences.map(({ text }) => text).join(' ');
      expect(told).toMatch(/Sorry/u);
      expect(told.match(/Sorry/gu)).toHaveLength(1);
      await ann.heard.quietFor(300, never, failed.marks.firstPacketAtMs);
      const heard = await story.voices.heardBy(ann, failed.marks.firstPacketAtMs!);
      console.info(`apology as it was heard: ${heard}`);
      expect(wordOverlap(said, heard)).toBeGreaterThanOrEqual(0.7);

      const next = await story.say(ann, 'Is seven a number?');
      expect(next).toMatchObject({ playedText: 'Yes, it is.', outcome: { status: 'answered' } });
    },
  );
});
