import { describe, expect, test } from 'vitest';
import { EngineError } from '../../../src/pipeline/ports.ts';
import type { FakeChild } from './fake-child.ts';
import { asked, bench, hear, never, say } from './speech-bench.ts';

describe('openSpeechProcess(): a model that cannot be loaded anew', () => {
  /** A process has died; of its successor, all models but the voice are there. */
  async function withoutVoice(on: ReturnType<typeof bench>): Promise<void> {
    await on.ready();
    await on.crash();
    const { child } = on.children;
    child.tell({ type: 'hello' });
    for (const slot of ['stt', 'turn']) child.tell({ type: 'opened', slot, facts: {} });
  }
  const refuse = ({ children: { child } }: ReturnType<typeof bench>) =>
    child.tell({ type: 'unopened', slot: 'tts', reason: 'no memory' });
  const openings = ({ children: { child } }: ReturnType<typeof bench>) =>
    child.received.filter((message) => message.type === 'open' && message.slot === 'tts').length;

  test('is tried once more, then fails what waits for it, and nothing else', async () => {
    const on = bench();
    await withoutVoice(on);
    const said = on.speech.run('tts', say('waits'), never).catch((error: unknown) => error);
    refuse(on);
    expect(openings(on)).toBe(2);
    refuse(on);
    expect(await said).toEqual(new EngineError('no memory'));
    const heard = on.speech.run('stt', hear(1), never);
    on.answer();
    expect(await heard).toMatchObject({ kind: 'recognition' });
    await on.clock.advance(600_000);
    expect(on.children.all).toHaveLength(2);
    expect(openings(on)).toBe(2);
  });

  test('is tried again when it is wanted, but not all the time', async () => {
    const on = bench();
    await withoutVoice(on);
    refuse(on);
    refuse(on);
    await expect(on.speech.run('tts', say('too early'), never)).rejects.toThrow('no memory');
    expect(openings(on)).toBe(2);
    await on.clock.advance(5000);
    const still = on.speech.run('tts', say('still not'), never).catch((error: unknown) => error);
    expect(openings(on)).toBe(3);
    refuse(on);
    expect(await still).toEqual(new EngineError('no memory'));
    await on.clock.advance(5000);
    await expect(on.speech.run('tts', say('too early'), never)).rejects.toThrow('no memory');
    await on.clock.advance(5000);
    const said = on.speech.run('tts', say('yes'), never);
    on.children.child.tell({ type: 'opened', slot: 'tts', facts: {} });
    on.answer('yes');
    expect(await said).toMatchObject({ kind: 'synthesis' });
  });

  test('and kills what loads it is found out alone, and the others come back for good', async () => {
    const on = bench();
    await withoutVoice(on);
    // Still being loaded, as one that takes all memory.
    await on.crash();
    await on.clock.advance(500);
    const third = on.children.child;
    third.tell({ type: 'hello' });
    expect(openings(on)).toBe(0);
    for (const slot of ['stt', 'turn']) third.tell({ type: 'opened', slot, facts: {} });
    expect(openings(on)).toBe(1);
    await on.crash();
    await on.clock.advance(1000);
    on.bringUp();
    expect(openings(on)).toBe(0);
    const heard = on.speech.run('stt', hear(1), never);
    on.answer();
    expect(await heard).toMatchObject({ kind: 'recognition' });
    await on.clock.advance(600_000);
    expect(on.children.all).toHaveLength(4);
  });
});

describe('openSpeechProcess(): crowds', () => {
  const manners = ({ received }: FakeChild) =>
    received.flatMap((each) =>
      each.type === 'work' && each.task.kind === 'synthesis'
        ? [`${each.task.text} ${each.manner}`]
        : [],
    );

  test('one clause is said fast, and so is the one that waits for it', async () => {
    const { speech, children, ready, answer } = bench({ crowd: 2 });
    await ready();
    const said = ['one', 'two'].map((text) => speech.run('tts', say(text), never));
    answer('one');
    answer('two');
    await Promise.all(said);
    expect(manners(children.child)).toEqual(['one fast', 'two fast']);
  });

  test('where more wait, they are said side by side, the first needed first', async () => {
    const { speech, children, ready, answer } = bench({ crowd: 2 });
    await ready();
    for (const [text, neededAtMs] of [
      ['one', 0],
      ['four', 400],
      ['two', 200],
      ['three', 300],
    ] as const)
      void speech.run('tts', say(text), never, { neededAtMs });
    expect(manners(children.child)).toEqual(['one fast']);
    answer('one');
    expect(manners(children.child).slice(1)).toEqual(['two thrifty', 'three thrifty']);
    answer('two');
    expect(manners(children.child).slice(3)).toEqual(['four thrifty']);
  });

  test('what goes on with a sound comes before answers that have not begun, once it may be late', async () => {
    const { clock, speech, children, ready, answer } = bench();
    await ready();
    void speech.run('tts', say('at work'), never);
    void speech.run('tts', say('goes on'), never, { neededAtMs: 1500, goesOn: true });
    for (const text of ['one', 'two', 'six', 'ten']) void speech.run('tts', say(text), never);
    answer('at work');
    expect(asked(children.child)).toEqual(['at work', 'one']);
    await clock.advance(600);
    answer('one');
    answer('goes on');
    expect(asked(children.child).slice(2)).toEqual(['goes on', 'two']);
  });

  test('are told of to the process, and to the one that follows it', async () => {
    const { speech, children, ready, crash, bringUp } = bench();
    const told = () => children.child.received.filter(({ type }) => type === 'crowd').length;
    await ready();
    expect(told()).toBe(0);
    speech.expectCrowd();
    speech.expectCrowd();
    expect(told()).toBe(1);
    await crash();
    bringUp();
    expect(told()).toBe(1);
  });

  test('after a barge-in the new first clause is said fast', async () => {
    const { speech, children, ready } = bench({ crowd: 2 });
    await ready();
    const bargeIn = new AbortController();
    const given = speech.run('tts', say('given up'), bargeIn.signal);
    bargeIn.abort(new Error('barge-in'));
    await expect(given).rejects.toThrow('barge-in');
    void speech.run('tts', say('wanted'), never);
    expect(manners(children.child)).toEqual(['given up fast', 'wanted fast']);
  });
});
