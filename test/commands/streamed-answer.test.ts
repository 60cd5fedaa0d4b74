import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createChannel } from '../../src/async/channel.ts';
import { streamAnswer, type AnswerMessages } from '../../src/commands/streamed-answer.ts';
import { fakeClock } from '../fakes/fake-clock.ts';

const log = pino({ level: 'silent' });
const never = new AbortController().signal;

/** Records what is shown and when; `fail` makes a call fail. */
function board(clock: { nowMs(): number }, fail: (atMs: number) => boolean = () => false) {
  const edits: { atMs: number; index: number; content: string }[] = [];
  const messages: string[] = [''];
  const guard = () => {
    if (fail(clock.nowMs())) throw new Error('500: Discord is not well');
  };
  const answer: AnswerMessages = {
    async edit(index, content) {
      edits.push({ atMs: clock.nowMs(), index, content });
      guard();
      messages[index] = content;
    },
    async append(content) {
      messages.push(content);
    },
  };
  return { edits, messages, answer };
}

function setup(fail?: (atMs: number) => boolean, signal = never) {
  const clock = fakeClock();
  const shown = board(clock, fail);
  const tokens = createChannel<string>(10_000);
  const done = streamAnswer({
    heading: '> Why?\n',
    tokens,
    messages: shown.answer,
    explain: (error) => `Sorry: ${error instanceof Error ? error.message : 'unknown'}.`,
    clock,
    log,
    signal,
  });
  return { clock, tokens, done, ...shown };
}

describe('streamAnswer()', () => {
  test('shows the first words at once, then what has come every second', async () => {
    const { clock, tokens, done, edits } = setup();
    await clock.advance(300);
    for (let token = 0; token < 25; token++) {
      tokens.offer(`w${token} `);
      await clock.advance(100);
    }
    tokens.close();
    await clock.advance(2_000);
    await done;
    expect(edits[0]).toMatchObject({ atMs: 300, content: '> Why?\nw0' });
    const gapsMs = edits.slice(1).map((edit, index) => edit.atMs - edits[index]!.atMs);
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(1_000);
    expect(edits.at(-1)!.content).toMatch(/^> Why\?\nw0 .* w24$/u);
  });

  test('edits nothing while nothing new has come', async () => {
    const { clock, tokens, done, edits } = setup();
    tokens.offer('Well');
    await clock.advance(10_000);
    expect(edits).toHaveLength(1);
    tokens.close();
    await clock.advance(1_000);
    await done;
    expect(edits).toHaveLength(1);
  });

  test('goes on in a new message after 2,000 characters and leaves the first as it is', async () => {
    const { clock, tokens, done, messages } = setup();
    for (let word = 0; word < 500; word++) {
      tokens.offer('nine chars ');
      await clock.advance(20);
    }
    tokens.close();
    await clock.advance(5_000);
    await done;
    expect(messages).toHaveLength(3);
    expect(messages.every((message) => message.length <= 2_000)).toBe(true);
    expect(messages.join(' ').replaceAll('nine chars', '').trim()).toBe('> Why?');
    expect(messages.join(' ').match(/nine chars/gu)).toHaveLength(500);
  });

  test('makes up for a failed edit with the next one', async () => {
    const { clock, tokens, done, messages } = setup((atMs) => atMs < 1_500);
    tokens.offer('All');
    await clock.advance(200);
    tokens.offer(' is well.');
    tokens.close();
    await clock.advance(5_000);
    await done;
    expect(messages).toEqual(['> Why?\nAll is well.']);
  });

  test('sends the answer as a new message when no edit goes through', async () => {
    const { clock, tokens, done, messages } = setup(() => true);
    tokens.offer('All is well.');
    tokens.close();
    await clock.advance(10_000);
    await done;
    expect(messages).toEqual(['', '> Why?\nAll is well.']);
  });

  test('keeps what was written when the model fails, and says why', async () => {
    const { clock, tokens, done, messages } = setup();
    tokens.offer('It is');
    tokens.fail(new Error('cut off'));
    await clock.advance(5_000);
    await done;
    expect(messages).toEqual(['> Why?\nIt is\n\n*Sorry: cut off.*']);
  });

  test('says so when the model has nothing to say', async () => {
    const { clock, tokens, done, messages } = setup();
    tokens.close();
    await clock.advance(5_000);
    await done;
    expect(messages[0]).toContain('nothing to say');
  });

  test('waits for nothing at shutdown', async () => {
    const shutdown = new AbortController();
    const { clock, tokens, done, messages } = setup(undefined, shutdown.signal);
    tokens.offer('Half of');
    await clock.advance(100);
    tokens.offer(' it');
    shutdown.abort(new Error('shutdown'));
    tokens.fail(new Error('shutdown'));
    await done;
    expect(messages).toEqual(['> Why?\nHalf of it\n\n*Sorry: shutdown.*']);
    expect(clock.pending).toBe(0);
  });
});
