import { describe, expect, test } from 'vitest';
import { EngineError } from '../../../src/pipeline/ports.ts';
import { asked, bench, hear, judge, never, say, voice } from './speech-bench.ts';

describe('openSpeechProcess(): opening', () => {
  test('loads a model once the process is there', async () => {
    const { speech, children, bringUp } = bench();
    const opening = speech.open('tts', voice, never);
    expect(children.child.received).toEqual([]);
    bringUp();
    expect(await opening).toEqual({});
  });

  test('a model that cannot be loaded fails its opener and nobody else', async () => {
    const { speech, children, ready, answer } = bench();
    await ready();
    const opening = speech.open('other', voice, never);
    children.child.tell({ type: 'unopened', slot: 'other', reason: 'no such file' });
    await expect(opening).rejects.toThrow(new EngineError('no such file'));
    const said = speech.run('tts', say('Yes.'), never);
    answer();
    expect(await said).toMatchObject({ kind: 'synthesis' });
    expect(children.all).toHaveLength(1);
  });

  test('a model that kills two processes which load it is given up; the others come back', async () => {
    const { speech, clock, children, ready, bringUp, crash, answer } = bench();
    await ready();
    const opening = speech.open('poison', voice, never).catch((error: unknown) => error);
    await crash();
    children.child.tell({ type: 'hello' });
    for (const slot of ['stt', 'tts', 'turn'])
      children.child.tell({ type: 'opened', slot, facts: {} });
    await crash();
    expect(await opening).toBeInstanceOf(EngineError);
    await clock.advance(500);
    bringUp();
    const said = speech.run('tts', say('Yes.'), never);
    answer();
    expect(await said).toMatchObject({ kind: 'synthesis' });
  });

  test('an aborted opening rejects with the reason, and the model is let go', async () => {
    const { speech, children, ready } = bench();
    await ready();
    const opening = new AbortController();
    const opened = speech.open('other', voice, opening.signal);
    opening.abort(new Error('not needed'));
    await expect(opened).rejects.toThrow('not needed');
    expect(children.child.received.at(-1)).toEqual({ type: 'close', slot: 'other' });
  });

  test('a new process loads first what was used last', async () => {
    const { speech, children, ready, answer, crash } = bench();
    await ready();
    for (const slot of ['turn', 'stt', 'tts']) {
      const said = speech.run(slot, say(slot), never);
      answer(slot);
      await said;
    }
    await crash();
    children.child.tell({ type: 'hello' });
    const order = children.child.received.flatMap((each) =>
      each.type === 'open' ? [each.slot] : [],
    );
    expect(order).toEqual(['tts', 'stt', 'turn']);
  });
});

describe('openSpeechProcess(): deadlines', () => {
  test('what is needed first is begun first, whoever came first', async () => {
    const { speech, children, ready, answer } = bench();
    await ready();
    const work = [
      speech.run('tts', say('at work'), never),
      speech.run('tts', say('a guess'), never, { neededAtMs: Infinity }),
      speech.run('tts', say('fifth sentence'), never, { neededAtMs: 11_000 }),
      speech.run('tts', say('first clause'), never),
    ];
    for (const text of ['at work', 'first clause', 'fifth sentence', 'a guess']) answer(text);
    await Promise.all(work);
    expect(asked(children.child)).toEqual(['at work', 'first clause', 'fifth sentence', 'a guess']);
  });

  test('of what is needed soon the longer goes first: it must begin first', async () => {
    const { speech, children, ready, answer } = bench();
    await ready();
    const long = 'This one is long, and takes more than half a second by itself.';
    const work = [
      speech.run('tts', say('at work'), never),
      speech.run('tts', say('a short one'), never, { neededAtMs: 300 }),
      speech.run('tts', say(long), never, { neededAtMs: 600 }),
    ];
    for (const text of ['at work', long, 'a short one']) answer(text);
    await Promise.all(work);
    expect(asked(children.child)).toEqual(['at work', long, 'a short one']);
  });

  test('tells when a task is begun', async () => {
    const { speech, children, ready, answer } = bench({ beginsLate: true });
    await ready();
    let begun = 0;
    const onBegun = () => {
      begun += 1;
    };
    const work = speech.run('tts', say('first clause'), never, { onBegun });
    expect(begun).toBe(0);
    const task = children.child.received.find(({ type }) => type === 'work');
    if (task?.type !== 'work') throw new Error('Nothing was asked for');
    children.child.tell({ type: 'begun', id: task.id });
    expect(begun).toBe(1);
    answer('first clause');
    await work;
    expect(begun).toBe(1);
  });

  test('one kind does not wait for another', async () => {
    const { speech, children, ready } = bench();
    await ready();
    void speech.run('tts', say('at work'), never);
    void speech.run('tts', say('waits'), never);
    void speech.run('stt', hear(2), never, { neededAtMs: 1000 });
    void speech.run('turn', judge, never);
    expect(asked(children.child)).toEqual(['at work', '?', '?']);
  });

  test('what is needed much later waits for a moment in which nothing else is at work', async () => {
    const { speech, children, ready, answer } = bench();
    await ready();
    const first = speech.run('tts', say('urgent'), never);
    void speech.run('stt', hear(2), never, { neededAtMs: Infinity });
    expect(asked(children.child)).toEqual(['urgent']);
    answer('urgent');
    await first;
    expect(asked(children.child)).toEqual(['urgent', '?']);
  });

  test('a task given up while it waits is never begun', async () => {
    const { speech, children, ready, answer } = bench();
    await ready();
    const bargeIn = new AbortController();
    const first = speech.run('tts', say('first'), never);
    const second = speech.run('tts', say('second'), bargeIn.signal);
    const third = speech.run('tts', say('third'), never);
    bargeIn.abort(new Error('barge-in'));
    await expect(second).rejects.toThrow('barge-in');
    answer('first');
    answer('third');
    await Promise.all([first, third]);
    expect(asked(children.child)).toEqual(['first', 'third']);
  });

  test('a task given up at work makes room for one more, not for many', async () => {
    const { speech, children, ready } = bench();
    await ready();
    for (const text of ['one', 'two', 'three']) {
      const bargeIn = new AbortController();
      const said = speech.run('tts', say(text), bargeIn.signal);
      bargeIn.abort(new Error('barge-in'));
      await expect(said).rejects.toThrow('barge-in');
    }
    void speech.run('tts', say('four'), never);
    expect(asked(children.child)).toEqual(['one', 'two']);
  });

  test('an aborted signal is refused before anything is sent', async () => {
    const { speech, children, ready } = bench();
    await ready();
    const signal = AbortSignal.abort(new Error('barge-in'));
    await expect(speech.run('tts', say('no'), signal)).rejects.toThrow('barge-in');
    expect(asked(children.child)).toEqual([]);
  });

  test('too much of it is refused, the least needed first', async () => {
    const { speech, ready } = bench();
    await ready();
    const guess = speech.run('tts', say('a guess'), never, { neededAtMs: Infinity });
    const late = speech.run('tts', say('another'), never, { neededAtMs: Infinity });
    for (let i = 0; i < 257; i++)
      speech.run('tts', say(`${i}`), never).catch((error: unknown) => error);
    await expect(late).rejects.toThrow('More speech waits than this machine can keep up with');
    await expect(Promise.race([guess, Promise.resolve('at work')])).resolves.toBe('at work');
  });

  test('tells how late work is begun that somebody waits for', async () => {
    const { speech, clock, ready, answer, lateness } = bench();
    await ready();
    const bargeIn = new AbortController();
    void speech.run('tts', say('now'), never);
    void speech.run('tts', say('soon'), never, { neededAtMs: 300 });
    void speech.run('tts', say('later'), never, { neededAtMs: 5000 });
    void speech.run('tts', say('guess'), never, { neededAtMs: Infinity });
    const given = speech.run('tts', say('given up'), bargeIn.signal, { neededAtMs: 900 });
    await clock.advance(1000);
    bargeIn.abort(new Error('barge-in'));
    await expect(given).rejects.toThrow('barge-in');
    for (const text of ['now', 'soon', 'later']) answer(text);
    expect(lateness).toEqual([0, 100, 700, 0]);
  });
});

describe('openSpeechProcess(): faults', () => {
  test('recognition and synthesis at work when the process dies are done again', async () => {
    const { speech, ready, crash, bringUp, answer, children } = bench();
    await ready();
    const said = speech.run('tts', say('Hello.'), never);
    const heard = speech.run('stt', hear(1), never);
    await crash();
    bringUp();
    answer();
    answer('Hello.');
    expect(await said).toMatchObject({ kind: 'synthesis' });
    expect(await heard).toMatchObject({ kind: 'recognition' });
    expect(children.all).toHaveLength(2);
  });

  test('what waits goes on waiting, and is done by the next process', async () => {
    const { speech, ready, crash, bringUp, answer, children } = bench();
    await ready();
    const first = speech.run('tts', say('first'), never);
    const second = speech.run('tts', say('second'), never);
    await crash();
    const third = speech.run('tts', say('third'), never);
    bringUp();
    for (const text of ['first', 'second', 'third']) answer(text);
    await Promise.all([first, second, third]);
    expect(asked(children.child)).toEqual(['first', 'second', 'third']);
  });

  test('a question about a turn fails at once: silence decides instead', async () => {
    const { speech, ready, crash } = bench();
    await ready();
    const atWork = speech.run('turn', judge, never).catch((error: unknown) => error);
    const waits = speech.run('turn', judge, never).catch((error: unknown) => error);
    await crash();
    expect(await atWork).toBeInstanceOf(EngineError);
    expect(await waits).toBeInstanceOf(EngineError);
    await expect(speech.run('turn', judge, never)).rejects.toThrow(EngineError);
  });

  test('a task that kills two processes fails; its neighbours do not', async () => {
    const { speech, clock, ready, crash, bringUp, answer, children } = bench();
    await ready();
    const neighbour = speech.run('stt', hear(1), never);
    const poison = speech.run('tts', say('poison'), never).catch((error: unknown) => error);
    await crash();
    bringUp();
    // One at a time, so that it shows which of the two it is.
    expect(asked(children.child)).toEqual(['poison']);
    await crash();
    expect(await poison).toMatchObject({ name: 'EngineError', cause: expect.any(Error) });
    await clock.advance(500);
    bringUp();
    answer();
    expect(await neighbour).toMatchObject({ kind: 'recognition' });
  });

  test('ten crashes in the middle of ten tasks lose none of them', async () => {
    const { speech, ready, crash, bringUp, answer, children } = bench();
    await ready();
    for (let i = 0; i < 10; i++) {
      const said = speech.run('tts', say(`${i}`), never);
      await crash();
      bringUp();
      answer(`${i}`);
      expect(await said).toMatchObject({ kind: 'synthesis' });
    }
    expect(children.all).toHaveLength(11);
  });

  test('crashes in the middle of tasks are not held against a model that is being loaded', async () => {
    const { speech, ready, crash, children, bringUp, answer } = bench();
    await ready();
    // It comes before the turn model from now on.
    const before = speech.run('stt', hear(1), never);
    answer();
    await before;
    for (let i = 0; i < 4; i++) {
      const said = speech.run('tts', say(`${i}`), never);
      await crash();
      // The voice is back before the rest is, and the next crash is as quick.
      children.child.tell({ type: 'hello' });
      children.child.tell({ type: 'opened', slot: 'tts', facts: {} });
      answer(`${i}`);
      expect(await said).toMatchObject({ kind: 'synthesis' });
    }
    const heard = speech.run('stt', hear(1), never);
    await crash();
    bringUp();
    answer();
    expect(await heard).toMatchObject({ kind: 'recognition' });
  });

  test('a model that kills whatever loads it is given up even where others are always at work', async () => {
    const { speech, ready, crash, children, answer } = bench();
    await ready();
    const opening = speech.open('poison', voice, never).catch((error: unknown) => error);
    let given = false;
    void opening.then(() => {
      given = true;
    });
    let crashes = 0;
    for (; !given && crashes < 20; crashes++) {
      const said = speech.run('tts', say(`${crashes}`), never);
      await crash();
      children.child.tell({ type: 'hello' });
      for (const slot of ['tts', 'stt', 'turn'])
        children.child.tell({ type: 'opened', slot, facts: {} });
      answer(`${crashes}`);
      await said;
    }
    expect(crashes).toBeLessThan(10);
    expect(await opening).toBeInstanceOf(EngineError);
  });

  test('a task given up while the process was away is not done again', async () => {
    const { speech, ready, crash, bringUp, children } = bench();
    await ready();
    const bargeIn = new AbortController();
    const said = speech.run('tts', say('no more'), bargeIn.signal);
    await crash();
    bargeIn.abort(new Error('barge-in'));
    await expect(said).rejects.toThrow('barge-in');
    bringUp();
    expect(asked(children.child)).toEqual([]);
  });

  test.for([
    ['synthesis', 'tts', say('endless'), 3000],
    ['recognition', 'stt', hear(2), 5000],
    ['turn', 'turn', judge, 3000],
  ] as const)(
    'a %s whose thread hangs costs the process its life soon, and not at once',
    async ([, slot, task, withinMs]) => {
      const { speech, ready, clock, children } = bench();
      await ready();
      const asked = speech.run(slot, task, never);
      asked.catch(() => {});
      await clock.advance(1900);
      expect(children.all).toHaveLength(1);
      await clock.advance(withinMs - 1900);
      expect(children.all).toHaveLength(2);
    },
  );

  test('a task whose thread hung is tried once more', async () => {
    const { speech, ready, clock, bringUp, answer } = bench();
    await ready();
    const said = speech.run('tts', say('endless'), never);
    await clock.advance(3000);
    bringUp();
    answer('endless');
    expect(await said).toMatchObject({ kind: 'synthesis' });
  });

  test('a thread that goes round in circles is one that hangs', async () => {
    const { speech, ready, clock, children } = bench();
    await ready();
    void speech.run('tts', say('endless'), never);
    for (let i = 0; i < 15; i++) {
      children.child.cpuMs += 200;
      await clock.advance(200);
    }
    expect(children.all).toHaveLength(2);
  });

  test('the time that a busy machine does not give to a task does not count', async () => {
    const { speech, ready, clock, children, answer } = bench();
    await ready();
    const said = speech.run('tts', say('slow'), never);
    const judged = speech.run('turn', judge, never);
    for (let i = 0; i < 100; i++) {
      // A tenth of one core, for both of them.
      children.child.cpuMs += 20;
      await clock.advance(200);
    }
    expect(children.all).toHaveLength(1);
    answer();
    answer('slow');
    await Promise.all([said, judged]);
  });

  test('the time that a task waits in the process does not count', async () => {
    const { speech, ready, clock, children } = bench({ beginsLate: true });
    await ready();
    void speech.run('tts', say('waits'), never);
    await clock.advance(60_000);
    expect(children.all).toHaveLength(1);
    children.child.tell({ type: 'begun', id: 0 });
    await clock.advance(3000);
    expect(children.all).toHaveLength(2);
  });

  test('after three useless processes in a row nothing waits any more, until one is of use', async () => {
    const { speech, ready, clock, crash, bringUp, answer } = bench();
    await ready();
    await crash();
    const waits = speech.run('tts', say('waits'), never).catch((error: unknown) => error);
    await crash();
    await clock.advance(500);
    await crash();
    expect(await waits).toMatchObject({
      name: 'EngineError',
      message: 'The speech models keep failing and are being loaded anew',
    });
    await expect(speech.run('tts', say('no'), never)).rejects.toThrow('keep failing');
    await clock.advance(1000);
    bringUp();
    const said = speech.run('tts', say('yes'), never);
    answer('yes');
    expect(await said).toMatchObject({ kind: 'synthesis' });
  });

  test('the time without a process tells nothing about load', async () => {
    const { speech, ready, clock, crash, bringUp, lateness } = bench();
    await ready();
    await crash();
    void speech.run('tts', say('waits'), never);
    await clock.advance(800);
    bringUp();
    expect(lateness).toEqual([]);
  });

  test('a failure that the engine reports is the caller’s alone', async () => {
    const { speech, ready, children } = bench();
    await ready();
    const said = speech.run('tts', say('odd'), never);
    children.child.tell({ type: 'failed', id: 0, reason: 'Cannot synthesise 3 characters' });
    await expect(said).rejects.toThrow(new EngineError('Cannot synthesise 3 characters'));
    expect(children.all).toHaveLength(1);
  });
});

describe('openSpeechProcess(): keeping the bot running', () => {
  test('only what somebody waits for does', async () => {
    const { speech, ready, children, answer, crash } = bench();
    await ready();
    expect(children.child.isHeld).toBe(false);
    const said = speech.run('tts', say('Hello.'), never);
    expect(children.child.isHeld).toBe(true);
    answer();
    await said;
    expect(children.child.isHeld).toBe(false);
    const bargeIn = new AbortController();
    const given = speech.run('tts', say('Hello.'), bargeIn.signal);
    await crash();
    expect(children.child.isHeld).toBe(true);
    bargeIn.abort(new Error('barge-in'));
    await expect(given).rejects.toThrow('barge-in');
    expect(children.child.isHeld).toBe(false);
  });

  test('closing fails what is left, and nothing is taken afterwards', async () => {
    const { speech, ready, children, clock } = bench();
    await ready();
    const atWork = speech.run('tts', say('one'), never);
    const waits = speech.run('tts', say('two'), never);
    const both = Promise.allSettled([atWork, waits]);
    await speech[Symbol.asyncDispose]();
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(speech.run('tts', say('three'), never)).rejects.toThrow('are being closed');
    expect(children.child.isKilled).toBe(true);
    expect(clock.pending).toBe(0);
  });
});
