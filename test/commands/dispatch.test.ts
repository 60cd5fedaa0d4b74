import { DiscordAPIError } from 'discord.js';
import { beforeEach, describe, expect, test } from 'vitest';
import { commandBench, type CommandBench } from '../fakes/command-bench.ts';

const apiError = (code: number, message: string) =>
  new DiscordAPIError({ code, message }, code, 404, 'POST', 'http://discord', {});
const expired = apiError(10_062, 'Unknown interaction');
const answeredElsewhere = apiError(40_060, 'Interaction has already been acknowledged.');

let bench: CommandBench;
beforeEach(() => {
  bench = commandBench();
});
const levels = () => bench.logged.map(({ level }) => level);

describe('dispatch()', () => {
  test('tells Discord that an answer will come before it waits for anything', async () => {
    bench.joinVoice = () => new Promise(() => {});
    const joining = bench.begin({ command: 'join', voiceChannelId: 'voice' });
    expect(joining.answers.map(({ via }) => via)).toEqual(['defer']);
    expect(bench.clock.nowMs()).toBe(0);
  });

  test.for(['stop', 'reset', 'status', 'privacy'])('answers /%s without any wait', (command) => {
    const { answers } = bench.begin({ command, subcommand: 'about' });
    expect(answers.map(({ via }) => via)).toEqual(['reply']);
  });

  test.for([
    ['that has expired', expired],
    ['that was answered elsewhere', answeredElsewhere],
  ] as const)('does nothing for an interaction %s', async ([, error]) => {
    const failing = { defer: error, reply: error, edit: error };
    const { answers } = await bench.run({ command: 'join', voiceChannelId: 'voice', failing });
    await bench.run({ command: 'status', failing });
    expect(answers).toEqual([]);
    expect(bench.sessions).toEqual([]);
    expect(levels()).toEqual([40, 40]);
  });

  test('apologises for a fault of its own, and logs the cause', async () => {
    Object.assign(bench.context, {
      describe() {
        throw new Error('the models are on strike');
      },
    });
    const { answers } = await bench.run({ command: 'status' });
    expect(answers).toEqual([
      expect.objectContaining({
        isPrivate: true,
        content: expect.stringMatching(/^Sorry, something went wrong on my side/u),
      }),
    ]);
    expect(JSON.stringify(bench.logged)).toContain('on strike');
  });

  test('apologises by editing when it had deferred', async () => {
    Object.assign(bench.context, {
      describe() {
        throw new Error('the models are on strike');
      },
    });
    const { answers } = await bench.run({ command: 'join', voiceChannelId: 'voice' });
    expect(answers.map(({ via }) => via)).toEqual(['defer', 'edit']);
    expect(answers.at(-1)!.content).toMatch(/^Sorry/u);
  });

  test('survives that even the apology cannot be sent', async () => {
    const error = new Error('connection reset');
    await bench.run({ command: 'stop', failing: { reply: error, edit: error } });
    expect(levels()).toEqual([50, 40]);
  });

  test('says that a command is no longer there', async () => {
    const { text } = await bench.run({ command: 'sing' });
    expect(text()).toMatch(/do not know that command any more/u);
  });

  test('says that it works in servers only', async () => {
    const { answers } = await bench.run({ command: 'join', isForeign: true });
    expect(answers[0]).toMatchObject({
      isPrivate: true,
      content: expect.stringMatching(/servers/u),
    });
  });
});
