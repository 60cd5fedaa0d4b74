import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Caller } from '../../loopback/caller.ts';
import { cut, failure, stall, type Answer } from '../fakes/sse-server.ts';
import { paced } from '../fakes/whole-llm.ts';
import { openStory, type Story } from './whole-story.ts';
import { never } from './whole-voices.ts';

interface Fault {
  readonly what: string;
  /** An animal that only this one's question is about. */
  readonly animal: string;
  readonly answer: Answer;
  /** All that is said, the apology once. */
  readonly said: string;
}

const FAULTS: readonly Fault[] = [
  {
    what: 'the key is refused (401)',
    animal: 'penguin',
    answer: failure(401, 'invalid_api_key'),
    said: 'Sorry, my language model does not accept my key. Please tell whoever runs me.',
  },
  {
    what: 'the allowance is used up (429)',
    animal: 'tiger',
    answer: failure(429, 'rate_limit_exceeded', { 'retry-after': '60' }),
    said: 'Sorry, I have used up my allowance for now. Please ask me again in a minute.',
  },
  {
    what: 'the service is broken (500)',
    animal: 'camel',
    answer: failure(500, null),
    said: 'Sorry, I cannot reach my language model right now.',
  },
  {
    what: 'nothing is answered at all',
    animal: 'dolphin',
    answer: stall(),
    said: 'Sorry, my language model is taking too long. Please try again.',
  },
  {
    what: 'the answer breaks off',
    animal: 'monkey',
    answer: cut('Monkeys live in the south. They'),
    said: 'Monkeys live in the south. Sorry, I lost my thread there.',
  },
];

/** Each in a guild of its own, all at the same time: nobody's fault is another's. */
describe('Parley with a language model that fails', () => {
  let story: Story;
  const people = new Map<string, Caller>();
  beforeAll(async () => {
    story = await openStory({ guildCount: FAULTS.length });
    story.llm.when(/seven|7|number/iu, paced('Yes, it is.'));
    for (const [index, { animal, answer }] of FAULTS.entries()) {
      story.llm.when(new RegExp(animal, 'iu'), answer);
      const guildId = story.bot.discord.guilds[index]!.id;
      const caller = await story.bot.discord.join({ guildId, name: 'Ann' });
      await story.slash(caller, 'join').reply;
      people.set(animal, caller);
    }
  });
  afterAll(() => story[Symbol.asyncDispose]());

  test.concurrent.for(FAULTS)(
    'says one sentence of apology when $what, and answers the next question',
    async ({ animal, said }, { expect }) => {
      const ann = people.get(animal)!;
      const failed = await story.say(ann, `Where do I find a ${animal}?`);
      expect(failed.outcome.status).toBe('failed');
      const told = failed.sentences.map(({ text }) => text).join(' ');
      expect(told.match(/Sorry/gu)).toHaveLength(1);
      await ann.heard.quietFor(300, never, failed.marks.firstPacketAtMs);
      const heard = await story.voices.expectHeard(ann, said, failed.marks.firstPacketAtMs!);
      console.info(`apology as it was heard: ${heard}`);

      const next = await story.say(ann, 'Is seven a number?');
      expect(next).toMatchObject({ playedText: 'Yes, it is.', outcome: { status: 'answered' } });
    },
  );
});
