/** Real processes: what virtual time cannot show. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/async/clock.ts';
import type { TaskResult } from '../../../src/engines/speech/messages.ts';
import type { SpeechProcess } from '../../../src/engines/speech/speech-process-port.ts';
import { createLog } from '../../../src/log.ts';
import { EngineError } from '../../../src/pipeline/ports.ts';
import { openTiny, tinySpec } from './open-tiny.ts';

const never = new AbortController().signal;
const parts = { clock: systemClock, log: createLog('silent', false) };

const say = (speech: SpeechProcess, text: string) =>
  speech.run('tiny', { kind: 'synthesis', text, speakerNumber: 0, speed: 1 }, never);

/** Process that answered. */
function answeredBy(result: TaskResult): number {
  if (result.kind !== 'synthesis') throw new Error('That is no speech');
  return Number(result.clip.text);
}

/** What became of the models of a process. */
async function newsOf(speech: SpeechProcess, slot: string): Promise<string> {
  const task = { kind: 'synthesis', text: 'news', speakerNumber: 0, speed: 1 } as const;
  const told = await speech.run(slot, task, never);
  return told.kind === 'synthesis' ? told.clip.text : '';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The other side of a fault is another process: nothing tells when it has gone. */
async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the speech process', () => {
  test('takes sound and gives sound, sample for sample', async () => {
    await using speech = await openTiny(parts);
    const samples = Float32Array.from({ length: 48_000 }, (_, at) => (at % 2 === 0 ? 0.5 : 0));
    const heard = await speech.run('tiny', { kind: 'recognition', samples }, never);
    expect(heard).toMatchObject({ transcript: { text: '48000 12000' } });
    const said = await say(speech, 'hello');
    if (said.kind !== 'synthesis') throw new Error('That is no speech');
    expect(said.clip.samples).toBeInstanceOf(Float32Array);
    expect(said.clip.samples).toHaveLength(22_050);
    expect(said.clip.samples[7]).toBeCloseTo(Math.sin(7 / 5), 6);
    // What it is a view of may hold no more than the message it came in.
    expect(said.clip.samples.buffer.byteLength).toBeLessThan(4 * 22_050 + 1000);
  });

  test.for(['SIGSEGV', 'SIGABRT', 'SIGKILL', 'SIGSTOP', 'exit', 'throw', 'block'])(
    'a task that ends in %s is tried once more, then fails, and the next one works',
    async (how) => {
      await using speech = await openTiny(parts);
      const first = speech.pid;
      await expect(say(speech, how)).rejects.toThrow(
        new EngineError('Cannot do a synthesis that ended two processes'),
      );
      const third = answeredBy(await say(speech, 'hello'));
      expect(third).not.toBe(first);
      expect(isAlive(first!)).toBe(false);
    },
  );

  test.for(['SIGSEGV', 'SIGSTOP', 'SIGKILL'] as const)(
    'a task in the middle of which the process gets a %s is done by the next one',
    async (signal) => {
      await using speech = await openTiny(parts);
      const first = speech.pid!;
      const saying = say(speech, 'something long');
      process.kill(first, signal);
      expect(answeredBy(await saying)).not.toBe(first);
      await untilGone(first);
    },
  );

  test('a process that ends while nobody asks anything of it is replaced before the next task', async () => {
    await using speech = await openTiny(parts);
    const first = speech.pid!;
    process.kill(first, 'SIGKILL');
    await untilGone(first);
    expect(answeredBy(await say(speech, 'hello'))).not.toBe(first);
  });

  test('a failure is told with its reasons and costs nobody their life', async () => {
    await using speech = await openTiny(parts);
    const first = speech.pid;
    await expect(say(speech, 'fail')).rejects.toThrow('It did not work: no reason');
    expect(speech.pid).toBe(first);
  });

  test('a model that cannot be loaded fails its opener', async () => {
    await using speech = await openTiny(parts);
    const opening = speech.open('other', { ...tinySpec, modelsDir: 'broken' }, never);
    await expect(opening).rejects.toThrow(new EngineError('Cannot load it'));
  });

  test('is told to have loaded a model once that is warm', async () => {
    await using speech = await openTiny(parts);
    await speech.open('cold', { ...tinySpec, modelsDir: 'cold' }, never);
    expect(await newsOf(speech, 'cold')).toBe('warm');
  });

  test('a model that takes for ever to get warm is there all the same', async () => {
    await using speech = await openTiny(parts);
    await speech.open('cold', { ...tinySpec, modelsDir: 'never warm' }, never);
    expect(await newsOf(speech, 'cold')).toBe('');
  });

  test('gets ready for a crowd once, all the models that it has and those that come later', async () => {
    await using speech = await openTiny(parts);
    await speech.open('cold', { ...tinySpec, modelsDir: 'cold' }, never);
    speech.expectCrowd();
    speech.expectCrowd();
    while (!(await newsOf(speech, 'cold')).includes('is ready'));
    expect(await newsOf(speech, 'cold')).toBe('warm begins to get ready for a crowd, is ready');
    await speech.open('later', { ...tinySpec, modelsDir: 'cold' }, never);
    const isReadyTwice = async () => (await newsOf(speech, 'later')).split('is ready').length === 3;
    while (!(await isReadyTwice())) await new Promise((resolve) => setTimeout(resolve, 50));
  });

  test('closes a model that is not wanted any more by the time that it is loaded', async () => {
    await using speech = await openTiny(parts);
    const unwanted = new AbortController();
    const opening = speech.open('unwanted', { ...tinySpec, modelsDir: 'cold' }, unwanted.signal);
    unwanted.abort(new Error('not wanted'));
    await expect(opening).rejects.toThrow('not wanted');
    await speech.open('cold', { ...tinySpec, modelsDir: 'cold' }, never);
    expect(await newsOf(speech, 'cold')).toContain('closed');
  });

  /** As where memory is short: Node does not tell of this by an event. */
  test('cannot be started for want of room, and is started when there is some', async () => {
    process.env['PARLEY_TOO_LARGE'] = 'x'.repeat(2 ** 22);
    try {
      const speech = openTiny(parts);
      await new Promise((resolve) => setTimeout(resolve, 100));
      delete process.env['PARLEY_TOO_LARGE'];
      await using opened = await speech;
      expect(answeredBy(await say(opened, 'hello'))).toBe(opened.pid);
    } finally {
      delete process.env['PARLEY_TOO_LARGE'];
    }
  });

  test('a terminal’s Ctrl-C leaves it to the bot when it ends', async () => {
    await using speech = await openTiny(parts);
    const first = speech.pid!;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(first, signal);
    expect(answeredBy(await say(speech, 'hello'))).toBe(first);
  });

  test('knows no secret of the bot', async () => {
    process.env['DISCORD_TOKEN'] = 'secret';
    try {
      await using speech = await openTiny(parts);
      const told = await say(speech, 'environment DISCORD_TOKEN');
      expect(told).toMatchObject({ clip: { text: 'unset' } });
    } finally {
      delete process.env['DISCORD_TOKEN'];
    }
  });

  test.runIf(process.platform === 'linux')(
    'is what the kernel ends before the bot when memory runs out',
    async () => {
      await using speech = await openTiny(parts);
      const score = await readFile(`/proc/${speech.pid}/oom_score_adj`, 'utf8');
      expect(Number(score)).toBeGreaterThan(0);
    },
  );

  test('closing it leaves no process and no zombie', async () => {
    const speech = await openTiny(parts);
    const pid = speech.pid!;
    await speech[Symbol.asyncDispose]();
    // A zombie would still be there.
    expect(isAlive(pid)).toBe(false);
  });
});

describe('the end of the bot', () => {
  const TINY_BOT = fileURLToPath(new URL('./tiny-bot.ts', import.meta.url));

  test.for(['SIGKILL', 'SIGTERM', 'SIGSEGV'] as const)(
    'by %s ends the speech process too',
    async (signal) => {
      const bot = fork(TINY_BOT, { execArgv: [] });
      const [pid] = (await once(bot, 'message')) as [number];
      expect(isAlive(pid)).toBe(true);
      bot.kill(signal);
      await untilGone(pid);
      expect(isAlive(pid)).toBe(false);
    },
  );

  test('nothing but work that somebody waits for keeps a program running', async () => {
    // It opens, asks for one thing, prints it, and has nothing more to do: its end is the test.
    const bot = fork(fileURLToPath(new URL('./tiny-program.ts', import.meta.url)), {
      execArgv: [],
    });
    const [said] = (await once(bot, 'message')) as [string];
    expect(said).toMatch(/^\d+$/u);
    const [code] = (await once(bot, 'exit')) as [number];
    expect(code).toBe(0);
    await untilGone(Number(said));
  });
});
