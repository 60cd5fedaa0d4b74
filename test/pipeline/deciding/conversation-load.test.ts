import { describe, expect, test } from 'vitest';
import type { LoadLevel } from '../../../src/pipeline/load.ts';
import { ann, bob, SENTENCE, stage, type Script } from './conversation-bench.ts';

const QUESTION = 'What is the capital of France?';
const at = (level: LoadLevel) => () => level;

/** With a silence that ends a turn without the turn model, too. */
const ENDED = '.5 v50 .40';

/** Takes two seconds to its first word. */
const SLOW = { firstTokenMs: 2000, tokenMs: 16 };
const QUICK = { firstTokenMs: 10, tokenMs: 5 };
const DONE = { finished: 0.95, takesMs: 30 };
const NOT_DONE = { finished: 0.1, takesMs: 30 };

/** Frames of 20 ms until the voice of `stage()` is noticed to be over. */
const NOTICED_MS = 100;

/** Not begun ahead, where a core is free. */
const isNeeded = ({ neededAtMs }: { readonly neededAtMs?: number | undefined }) =>
  neededAtMs !== Infinity;

describe('when a conversation needs what it asks its models for', () => {
  test('hears and judges at once', async () => {
    const { clock, join, jobsOf } = stage({ heard: [QUESTION], turn: DONE });
    await join(ann).says(SENTENCE);
    await clock.advance(5000);
    const judged = jobsOf('turn').filter(isNeeded);
    for (const { atMs, neededAtMs } of [...jobsOf('recognition').slice(0, 1), ...judged])
      expect(neededAtMs).toBe(atMs);
    expect(judged.length).toBeGreaterThan(0);
  });

  test('wants the sound of a guess when the guess can turn out right, and of a certain answer at once', async () => {
    const script = { heard: [QUESTION], turn: DONE, llm: QUICK, replies: ['It is Paris.'] };
    const guessing = stage(script);
    await guessing.join(ann).says(SENTENCE);
    await guessing.clock.advance(3000);
    const [record] = guessing.records;
    const [guess] = guessing.jobsOf('synthesis');
    expect(record).toMatchObject({ speculations: 1, discarded: 0 });
    expect(guess!.atMs).toBeLessThan(record!.marks.endpointAtMs!);
    expect(guess!.neededAtMs).toBeGreaterThan(guess!.atMs);
    // Patience is 200 ms, and nobody's turn ends sooner.
    expect(guess!.neededAtMs! - record!.marks.lastVoicedAtMs!).toBe(200);

    const certain = stage({ ...script, load: at(1) });
    await certain.join(ann).says(SENTENCE);
    await certain.clock.advance(3000);
    expect(certain.records[0]).toMatchObject({ speculations: 0 });
    const [first] = certain.jobsOf('synthesis');
    expect(first!.neededAtMs).toBe(first!.atMs);
  });

  test('never needs a second hearing, and needs it after everything else', async () => {
    const { clock, join, jobsOf } = stage({
      heard: ['this is the first time that I see a movie'],
      heardAgain: 'we are going to be in the third place with all of them',
    });
    await join(ann).says('.5 v120 .25');
    await clock.advance(12_000);
    expect(jobsOf('recognition').map(({ neededAtMs }) => neededAtMs === Infinity)).toEqual([
      false,
      true,
    ]);
  });

  test('asks no more about a pause that is over', async () => {
    const { clock, join, jobsOf } = stage({
      heard: ['Well,', QUESTION],
      turn: { finished: 0.9, takesMs: 60_000 },
    });
    const ears = join(ann);
    await ears.says('.5 v50 .15');
    const first = jobsOf('turn').find(isNeeded);
    expect(first?.signal.aborted).toBe(false);
    await ears.says('v50');
    expect(first?.signal.aborted).toBe(true);
    // The end of the turn ends them, too: 500 ms of silence without an answer.
    await ears.says('.40');
    await clock.advance(1000);
    expect(jobsOf('turn').length).toBeGreaterThan(1);
    expect(jobsOf('turn').every(({ signal }) => signal.aborted)).toBe(true);
  });
});

describe('a conversation that waits longer for the end of a turn (level 2)', () => {
  test('does so from the turn on that begins then', async () => {
    const silences: number[] = [];
    for (const load of [0, 2] as const) {
      const { clock, join, records } = stage({
        heard: [QUESTION],
        replies: ['It is Paris.'],
        turn: NOT_DONE,
        load: at(load),
      });
      await join(ann).says('.5 v50 .150');
      await clock.advance(5000);
      const { marks } = records[0]!;
      silences.push(marks.endpointAtMs! - marks.lastVoicedAtMs!);
    }
    const [usualMs = 0, loadedMs = 0] = silences;
    expect(loadedMs / usualMs).toBeCloseTo(1.3, 1);
  });
});

describe('a conversation that guesses no more (level 1)', () => {
  const script = { heard: ['I wonder,', QUESTION], replies: ['It is Paris.'] };

  test('does not recognise what may go on', async () => {
    for (const [load, expected] of [
      [0, 2],
      [1, 1],
    ] as const) {
      const { clock, join, jobsOf, records } = stage({ ...script, turn: NOT_DONE, load: at(load) });
      const ears = join(ann);
      // A pause of 300 ms in which they do not sound done, and the end.
      await ears.says('.5 v50 .15 v50');
      await ears.says('.150');
      await clock.advance(5000);
      const wanted = jobsOf('recognition').filter(({ neededAtMs }) => neededAtMs !== Infinity);
      expect(wanted).toHaveLength(expected);
      expect(records[0]?.heardText).toBe(`I wonder, ${QUESTION}`);
    }
  });

  test('recognises as soon as they sound done, and answers hardly later', async () => {
    const latencies = [0, 1].map(async (load) => {
      const { clock, join, jobsOf, records } = stage({
        heard: [QUESTION],
        replies: ['It is Paris.'],
        turn: DONE,
        load: at(load === 0 ? 0 : 1),
      });
      await join(ann).says(SENTENCE);
      await clock.advance(5000);
      const { marks } = records[0]!;
      const [recognition] = jobsOf('recognition');
      const silentMs = recognition!.atMs - marks.lastVoicedAtMs!;
      if (load === 0) expect(silentMs).toBeLessThan(NOTICED_MS);
      else expect(silentMs).toBe(200 + DONE.takesMs);
      expect(marks.sttStartedAtMs).toBe(recognition!.atMs);
      return marks.endpointAtMs! - marks.lastVoicedAtMs!;
    });
    const [usualMs = 0, loadedMs = 0] = await Promise.all(latencies);
    // The words are needed to know that the turn is over: later by no more than they take.
    expect(loadedMs - usualMs).toBeLessThanOrEqual(130);
  });

  test('recognises in a silence that is long, whatever the turn model says, before the turn is over', async () => {
    const { clock, join, jobsOf, records } = stage({
      heard: [QUESTION],
      replies: ['It is Paris.'],
      turn: NOT_DONE,
      load: at(1),
    });
    await join(ann).says('.5 v50 .150');
    await clock.advance(5000);
    const { marks } = records[0]!;
    expect(jobsOf('recognition')[0]!.atMs - marks.lastVoicedAtMs!).toBe(400);
    expect(jobsOf('recognition')[0]!.atMs).toBeLessThan(marks.endpointAtMs!);
  });

  test('recognises a voice over an answer at once: the answer waits for its words', async () => {
    const { clock, join, mouth } = stage({
      heard: [QUESTION, 'Mm-hmm.'],
      replies: ['It is Paris, and it has been for a very long time, as everybody knows.'],
      turn: NOT_DONE,
      load: at(1),
    });
    const ears = join(ann);
    await ears.says('.5 v50 .150');
    await clock.advance(1000);
    expect(mouth.isSounding).toBe(true);
    await ears.says('v15 .15');
    const [pause] = mouth.pauses;
    expect(pause!.resumedAtMs! - pause!.atMs).toBeLessThan(600);
  });

  test('recognises what was said by somebody who leaves in mid-sentence', async () => {
    const { clock, join, records } = stage({ ...script, turn: NOT_DONE, load: at(1) });
    const ears = join(ann);
    await ears.says('.5 v50 .10');
    ears.leave();
    await clock.advance(5000);
    expect(records[0]?.heardText).toBe('I wonder,');
  });
});

describe('a conversation without the turn model (level 3)', () => {
  test('asks it nothing, and takes a turn for over after a longer silence', async () => {
    const script = { heard: [QUESTION], replies: ['It is Paris.'], turn: DONE };
    const { clock, join, jobsOf, records } = stage({ ...script, load: at(3) });
    await join(ann).says(ENDED);
    await clock.advance(5000);
    expect(jobsOf('turn')).toEqual([]);
    const { marks } = records[0]!;
    // A third more than 500 ms, in frames of 20 ms.
    expect(marks.endpointAtMs! - marks.lastVoicedAtMs!).toBe(660);
  });
});

describe('a conversation of smaller pieces (level 3)', () => {
  const LONG =
    'That is a long story of which I know only a part. The old harbour was built long before the war by people from the islands, ' +
    'and then the new one came with its cranes and all of its noise.';

  test('gives less to the synthesiser at a time, and loses nothing', async () => {
    const longest = [];
    for (const load of [0, 3] as const) {
      const { clock, join, jobsOf, records } = stage({
        heard: [QUESTION],
        replies: [LONG],
        load: at(load),
        llm: QUICK,
        turn: DONE,
      });
      await join(ann).says(ENDED);
      await clock.advance(20_000);
      longest.push(Math.max(...jobsOf('synthesis').map(({ text }) => text!.length)));
      expect(records[0]).toMatchObject({ playedText: LONG, underruns: 0 });
    }
    expect(longest[0]).toBeGreaterThan(120);
    expect(longest[1]).toBeLessThanOrEqual(90);
  });
});

describe('the sound that says "one moment" (level 3)', () => {
  const slow: Script = {
    heard: [QUESTION, 'Hello?'],
    replies: ['It is Paris.', 'Hi.'],
    turn: DONE,
    llm: SLOW,
    load: at(3),
  };
  const earcons = ({ mouth }: ReturnType<typeof stage>) =>
    mouth.said.filter(({ text }) => text === '');

  /** Somebody has asked, and hears that sound. */
  async function waiting(script: Script = slow) {
    const scene = stage(script);
    const ears = scene.join(ann);
    await ears.says(ENDED);
    while (earcons(scene).length === 0) await scene.clock.advance(20);
    expect(scene.mouth.isSounding).toBe(true);
    return { ...scene, ears };
  }

  test('comes 700 ms after the end of a turn, once, and is no part of the answer', async () => {
    const scene = stage(slow);
    await scene.join(ann).says(ENDED);
    await scene.clock.advance(10_000);
    const [record] = scene.records;
    const [earcon, ...more] = earcons(scene);
    expect(more).toEqual([]);
    expect(earcon!.startedAtMs - record!.marks.endpointAtMs!).toBe(700);
    const answer = scene.mouth.said.find(({ text }) => text.includes('Paris'));
    expect(record!.marks.firstPacketAtMs).toBe(answer!.startedAtMs);
    expect(record).toMatchObject({ playedText: 'It is Paris.', underruns: 0 });
    expect(record!.sentences.map(({ text }) => text)).toEqual(['It is Paris.']);
  });

  test.for([0, 1, 2] as const)('is not made at level %i', async (level) => {
    const scene = stage({ ...slow, load: at(level) });
    await scene.join(ann).says(ENDED);
    await scene.clock.advance(10_000);
    expect(earcons(scene)).toEqual([]);
  });

  test('is not made where the answer comes in time', async () => {
    const scene = stage({ ...slow, llm: { firstTokenMs: 150, tokenMs: 16 } });
    await scene.join(ann).says(ENDED);
    await scene.clock.advance(10_000);
    expect(scene.mouth.heard).toEqual(['It is Paris.']);
  });

  test('ends where the answer begins', async () => {
    const scene = stage({ ...slow, llm: { firstTokenMs: 700, tokenMs: 5 } });
    await scene.join(ann).says(ENDED);
    await scene.clock.advance(10_000);
    const [earcon, answer] = scene.mouth.said;
    expect(earcon!.text).toBe('');
    expect(answer!.text).toBe('It is Paris.');
    expect(earcon!.endedAtMs).toBe(answer!.startedAtMs);
    expect(answer!.startedAtMs - earcon!.startedAtMs).toBeLessThan(280);
  });

  test.for(['stop', 'reset'] as const)('ends at once at /%s', async (command) => {
    const { clock, conversation, mouth } = await waiting();
    conversation[command]();
    expect(mouth.isSounding).toBe(false);
    await clock.advance(10_000);
    expect(mouth.heard).toEqual(['']);
  });

  test('ends at once when anybody speaks', async () => {
    const scene = await waiting({ ...slow, heard: [QUESTION, ''] });
    const ears = scene.join(bob);
    await ears.says('v6');
    expect(scene.mouth.isSounding).toBe(false);
    await ears.says('.30');
    await scene.clock.advance(10_000);
    expect(scene.mouth.heard).toEqual(['', 'It is Paris.']);
  });

  test('is not put off by a cough in the meantime', async () => {
    const scene = stage({ ...slow, heard: [QUESTION, ''] });
    scene.conversation.configure({ addressing: 'always', wakeNames: ['Parley'] });
    await scene.join(ann).says(ENDED);
    await scene.join(bob).says('v6 .40');
    await scene.clock.advance(10_000);
    const [earcon] = earcons(scene);
    const endedAtMs = scene.records.find(({ speakerId }) => speakerId === 'ann')!.marks
      .endpointAtMs!;
    // 140 ms until the cough, its 120, and 640 of silence, after which it is known to be no question.
    expect(earcon!.startedAtMs - endedAtMs).toBe(900);
  });

  test('is not made over somebody who speaks, nor in their pauses', async () => {
    const scene = stage(slow);
    const ears = scene.join(ann);
    await ears.says('.5 v50 .20');
    await ears.says('v60 .8 v60');
    expect(earcons(scene)).toEqual([]);
  });

  test('is not made where nobody waits: talk among others, a typed question, no mouth', async () => {
    const others = stage({ ...slow, heard: ['Did you see the game?'] });
    others.conversation.people([ann, bob]);
    await others.join(ann).says(ENDED);
    await others.clock.advance(10_000);
    expect(others.mouth.heard).toEqual([]);

    const typed = stage({ ...slow, replies: ['It is Paris.'] });
    const { signal } = new AbortController();
    const read = Array.fromAsync(typed.conversation.ask(ann, QUESTION, { aloud: true }, signal));
    await typed.clock.advance(10_000);
    await read;
    expect(typed.mouth.heard).toEqual(['It is Paris.']);

    const left = stage(slow);
    await left.join(ann).says(ENDED);
    left.conversation.detach('left the voice channel');
    await left.clock.advance(10_000);
    expect(left.mouth.heard).toEqual([]);
  });

  test('leaves nothing behind', async () => {
    const { clock, conversation, leaving } = await waiting();
    leaving.abort(new Error('left'));
    await conversation[Symbol.asyncDispose]();
    expect(clock.pending).toBe(0);
  });
});
