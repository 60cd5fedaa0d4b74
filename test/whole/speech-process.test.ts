import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../loopback/caller.ts';
import { paced } from '../fakes/whole-llm.ts';
import { openStory, type Story } from './whole-story.ts';
import { never } from './whole-voices.ts';

const TALE =
  'Sure, here is a story. Once upon a time there was a very old king who lived by the sea. ' +
  'One day a ship came.';

/** Process of the bot in this process that holds its models. */
async function speechProcess(): Promise<number> {
  for (const thread of await readdir('/proc/self/task')) {
    const children = await readFile(`/proc/self/task/${thread}/children`, 'utf8').catch(() => '');
    for (const pid of children.split(' ').filter((each) => each !== '')) {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (command.includes('speech-main')) return Number(pid);
    }
  }
  throw new Error('The bot has no speech process');
}

// Only there can a test see whose child a process is.
describe.runIf(process.platform === 'linux')('Parley whose speech process is killed', () => {
  let story: Story;
  let ann: Caller;
  beforeAll(async () => {
    story = await openStory();
    story.llm.when(/story/iu, paced(TALE));
    story.llm.when(/seven|7|number/iu, paced('Yes, it is.'));
    ann = await story.bot.discord.join({ guildId: story.bot.discord.guilds[0]!.id, name: 'Ann' });
    await story.slash(ann, 'join').reply;
  });
  afterAll(() => story[Symbol.asyncDispose]());

  test.for(['SIGSEGV', 'SIGSTOP'] as const)(
    'says every sentence of a reply in which it gets a %s',
    { timeout: 90_000 },
    async (signal) => {
      const begunAtMs = await story.startReply(ann, 'Please tell me a story.');
      process.kill(await speechProcess(), signal);
      const record = await story.turnOf(
        ann,
        ({ marks }) => (marks.firstPacketAtMs ?? 0) > begunAtMs - 200,
      );
      expect(record.outcome.status).toBe('answered');
      expect(record.playedText).toBe(TALE);
      await ann.heard.quietFor(300, never, record.marks.firstPacketAtMs);
      await story.voices.expectHeard(ann, TALE, begunAtMs - 100);
      const played = ann.heard.frames.filter(({ atMs }) => atMs >= begunAtMs);
      const gaps = played.slice(1).map(({ atMs }, at) => atMs - (played[at]?.atMs ?? atMs));
      const late = gaps.filter((ms) => ms > 40).map(Math.round);
      console.info(`${signal}: ${record.underruns} underruns, gaps over 40 ms: ${late.join(' ')}`);
    },
  );

  test('answers a question that was asked while there was no process', async () => {
    process.kill(await speechProcess(), 'SIGKILL');
    const record = await story.say(ann, 'Is seven a number?');
    expect(record.outcome.status).toBe('answered');
    expect(record.heardText).toMatch(/seven|7/iu);
  });
});
