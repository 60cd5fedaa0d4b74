import { describe, expect, test } from 'vitest';
import { createChannel } from '../../src/async/channel.ts';

const never = new AbortController().signal;

describe('createChannel()', () => {
  test('hands items on in order and ends when it was closed', async () => {
    const channel = createChannel<number>(3);
    for (const item of [1, 2, 3]) await channel.send(item, never);
    channel.close();
    expect(await Array.fromAsync(channel)).toEqual([1, 2, 3]);
  });

  test('makes a sender wait while it is full', async () => {
    const channel = createChannel<number>(1);
    await channel.send(1, never);
    let isSent = false;
    const sending = channel.send(2, never).then(() => (isSent = true));
    await Promise.resolve();
    expect(isSent).toBe(false);
    expect(channel.offer(3)).toBe(false);
    const items = channel[Symbol.asyncIterator]();
    expect((await items.next()).value).toBe(1);
    await sending;
    expect((await items.next()).value).toBe(2);
  });

  test('rejects a waiting sender with the reason once aborted, and the item is not queued', async () => {
    const channel = createChannel<number>(1);
    await channel.send(1, never);
    const leaving = new AbortController();
    const sending = channel.send(2, leaving.signal);
    leaving.abort(new Error('left'));
    await expect(sending).rejects.toThrow('left');
    channel.close();
    expect(await Array.fromAsync(channel)).toEqual([1]);
  });

  test('hands on what came before a failure, then throws it', async () => {
    const channel = createChannel<number>(2);
    await channel.send(1, never);
    channel.fail(new Error('socket gone'));
    const received: number[] = [];
    const reading = (async () => {
      for await (const item of channel) received.push(item);
    })();
    await expect(reading).rejects.toThrow('socket gone');
    expect(received).toEqual([1]);
  });

  test('lets senders go when the consumer leaves', async () => {
    const channel = createChannel<number>(1);
    await channel.send(1, never);
    const sending = channel.send(2, never);
    for await (const _ of channel) break;
    await sending;
    await channel.send(3, never);
    expect(channel.size).toBe(0);
  });
});
