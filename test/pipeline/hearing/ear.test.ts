import { describe, expect, test, vi } from 'vitest';
import { createEar } from '../../../src/pipeline/hearing/ear.ts';
import type { VoiceEvent } from '../../../src/pipeline/hearing/ear-port.ts';
import { EngineError, type Stt } from '../../../src/pipeline/ports.ts';
import { frames, runsIn, streamOf } from '../../fakes/frames.ts';
import { levelVad } from '../../fakes/level-vad.ts';

const never = new AbortController().signal;

interface CountingStt extends Stt {
  readonly heard: number[][];
}

/** Recognises run number 3 as "w3"; loses nothing, repeats nothing. */
function runStt(): CountingStt {
  const heard: number[][] = [];
  return {
    heard,
    maxPieceMs: 12_000,
    async transcribe(samples, signal) {
      signal.throwIfAborted();
      const runs = runsIn(samples);
      heard.push(runs);
      return { text: runs.map((run) => `w${run}`).join(' ') };
    },
    async [Symbol.asyncDispose]() {},
  };
}

function earOf(score: string, stt: Stt = runStt()) {
  return createEar(
    streamOf(frames(score)),
    { vad: levelVad(), stt, turnDetector: undefined, mayGuess: () => true },
    never,
  );
}

/** A recogniser whose answers come when the test gives them, with what it was asked and when it is needed. */
function heldStt() {
  const sound = runStt();
  const asked: {
    readonly runs: readonly number[];
    readonly neededAtMs: number | undefined;
    readonly signal: AbortSignal;
    answer(): void;
  }[] = [];
  const stt: Stt = {
    ...sound,
    async transcribe(samples, signal, options) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => reject(signal.reason));
      const neededAtMs = options?.neededAtMs;
      asked.push({ runs: runsIn(samples), neededAtMs, signal, answer: resolve });
      await promise;
      return sound.transcribe(samples, signal);
    },
  };
  return { stt, asked };
}

const kinds = (events: readonly VoiceEvent[]) =>
  events.map(({ type }) => type).filter((type, at, all) => type !== 'hush' || all[at - 1] !== type);

describe('createEar()', () => {
  test('tells of voice, of the pause after it, and of voice again, in one utterance', async () => {
    const events = await Array.fromAsync(earOf('.20 v20 n20 v20 n20').events);
    expect(kinds(events)).toEqual(['onset', 'offset', 'hush', 'onset', 'offset', 'hush', 'end']);
  });

  test('counts the silence from the last voiced frame, frame by frame', async () => {
    const events = await Array.fromAsync(earOf('v20 n20').events);
    const hushes = events.filter((event) => event.type === 'hush');
    const [first] = hushes;
    expect(hushes.map(({ silentMs }) => silentMs)).toEqual(
      hushes.map((_, at) => (first?.silentMs ?? 0) + 20 * at),
    );
    expect(hushes.at(-1)?.silentMs).toBe(400);
    for (const { silentMs, atMs } of hushes) expect(atMs - 19 * 20).toBe(silentMs);
  });

  test('is silent about silence', async () => {
    expect(await Array.fromAsync(earOf('n50 .200 n50').events)).toEqual([]);
  });

  test('recognises what was said on both sides of a pause', async () => {
    const ear = earOf('v20 n20 v20 n20');
    for await (const { type } of ear.events) if (type === 'end') break;
    expect((await ear.recognise(never)).text).toBe('w0 w1');
  });

  test('does not ask the recogniser about a click', async () => {
    const stt = runStt();
    const ear = earOf('.10 v3 n30', stt);
    await Array.fromAsync(ear.events);
    const heard = await ear.recognise(never);
    expect(heard).toMatchObject({ text: '', reason: 'too short to be speech' });
    expect(stt.heard).toEqual([]);
  });

  test('recognises a long question while it is spoken, so that only its tail is waited for', async () => {
    const stt = runStt();
    // Ten phrases of 2.6 s with pauses of 400 ms: 30 s.
    const ear = earOf('v130 n20 '.repeat(10), stt);
    await Array.fromAsync(ear.events);
    const before = stt.heard.length;
    const { text } = await ear.recognise(never);
    expect(text).toBe(Array.from({ length: 10 }, (_, run) => `w${run}`).join(' '));
    expect(before).toBeGreaterThanOrEqual(3);
    expect(stt.heard.length - before).toBeLessThanOrEqual(1);
  });

  test('leaves no more than half a second of a pause in what it has recognised', async () => {
    // Beside three seconds of silence, recognisers lose what was said before or after it.
    const lengthsMs: number[] = [];
    const sound = runStt();
    const stt: Stt = {
      ...sound,
      transcribe(samples, signal) {
        lengthsMs.push(samples.length / 16);
        return sound.transcribe(samples, signal);
      },
    };
    const ear = earOf('.20 v50 n150 v50 .150 v50 n20', stt);
    await Array.fromAsync(ear.events);
    expect((await ear.recognise(never)).text).toBe('w0 w1 w2');
    // Pre-roll, three times a second of voice, two pauses, the silence behind; windows are no frames.
    const [lengthMs = 0, ...others] = lengthsMs;
    expect(others).toEqual([]);
    expect(Math.abs(lengthMs - (300 + 3 * 1000 + 2 * 500 + 200))).toBeLessThan(60);
  });

  test('does not ask about the breath behind what was recognised while it was spoken', async () => {
    const stt = runStt();
    const ear = earOf('.20 v320 n40', stt);
    await Array.fromAsync(ear.events);
    expect((await ear.recognise(never)).text).toBe('w0');
    expect(stt.heard).toEqual([[0]]);
  });

  test('can be given up while what was said long ago is still being recognised', async () => {
    const stt: Stt = { ...runStt(), transcribe: () => new Promise(() => {}) };
    const ear = earOf('.20 v320 n40', stt);
    await Array.fromAsync(ear.events);
    const asking = new AbortController();
    const asked = ear.recognise(asking.signal);
    asking.abort(new Error('they went on'));
    await expect(asked).rejects.toThrow('they went on');
  });

  test('answers the newest question where an older one was given up', async () => {
    const ear = earOf('v20 n20');
    await Array.fromAsync(ear.events);
    const old = new AbortController();
    const first = ear.recognise(old.signal);
    old.abort(new Error('they went on'));
    const second = ear.recognise(never);
    await expect(first).rejects.toThrow('they went on');
    expect((await second).text).toBe('w0');
  });

  test('ends a speech that is longer than a minute, and goes on in the next, with nothing lost', async () => {
    const ear = earOf('v150 n10 '.repeat(25));
    const texts: string[] = [];
    const seen: VoiceEvent[] = [];
    for await (const event of ear.events) {
      seen.push(event);
      if (event.type === 'end') texts.push((await ear.recognise(never)).text);
    }
    expect(seen.filter(({ type }) => type === 'end')).toHaveLength(2);
    const runs = texts.join(' ').match(/\d+/gu)?.map(Number) ?? [];
    expect([...new Set(runs)]).toEqual(Array.from({ length: 25 }, (_, run) => run));
  });

  test('ends what is open when they mute, and hears what they say when they are back', async () => {
    const ear = earOf('v10 .60 v20 n10');
    const types: string[] = [];
    for await (const { type } of ear.events) {
      types.push(type);
      if (types.length === 1) ear.muted();
    }
    expect(types.filter((type) => type !== 'hush')).toEqual([
      'onset',
      'end',
      'onset',
      'offset',
      'end',
    ]);
  });

  test('rejects where the recogniser fails, and tries a piece again that failed in between', async () => {
    let fails = true;
    const sound = runStt();
    const stt: Stt = {
      ...sound,
      async transcribe(samples, signal) {
        if (fails) throw new EngineError('Cannot recognise speech: out of order');
        return sound.transcribe(samples, signal);
      },
    };
    const ear = earOf('v130 n20 '.repeat(5), stt);
    await Array.fromAsync(ear.events);
    await expect(ear.recognise(never)).rejects.toThrow('out of order');
    fails = false;
    expect((await ear.recognise(never)).text).toBe('w0 w1 w2 w3 w4');
  });

  test('needs what is recognised in between some seconds later, and in a pause soon', async () => {
    const { stt, asked } = heldStt();
    const speaking = earOf('v560', stt);
    const pausing = earOf('v320 n20', stt);
    await Array.fromAsync(speaking.events);
    await Array.fromAsync(pausing.events);
    const [spoken, paused] = asked;
    // It is cut after 11 s, and the frames begin at 0.
    expect(spoken!.neededAtMs).toBeGreaterThan(11_000 + 2500);
    expect(spoken!.neededAtMs).toBeLessThan(11_000 + 3500);
    // 6.4 s of voice and 160 ms of silence.
    expect(paused!.neededAtMs! - 6600).toBeGreaterThan(400);
    expect(paused!.neededAtMs! - 6600).toBeLessThan(600);
  });

  test('needs all that is asked for when it is asked for', async () => {
    const { stt, asked } = heldStt();
    const ear = earOf('v600 n10', stt);
    await Array.fromAsync(ear.events);
    const [settled] = asked;
    const recognised = ear.recognise(never, { neededAtMs: 12_100 });
    await Promise.resolve();
    // What was to be needed later waits in a queue: it is asked for again.
    const again = asked.at(-1)!;
    expect(again).toMatchObject({ runs: settled!.runs, neededAtMs: 12_100 });
    again.answer();
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    expect(asked[2]!.neededAtMs).toBe(12_100);
    asked[2]!.answer();
    expect((await recognised).text).toBe('w0 w0');
  });

  test('gives up the second question when the first one is answered', async () => {
    const { stt, asked } = heldStt();
    const ear = earOf('v560 n3', stt);
    await Array.fromAsync(ear.events);
    const recognised = ear.recognise(never, { neededAtMs: 11_200 });
    await Promise.resolve();
    expect(asked).toHaveLength(2);
    asked[0]!.answer();
    await vi.waitFor(() => expect(asked[1]!.signal.aborted).toBe(true));
    asked[2]?.answer();
    expect((await recognised).text).toMatch(/^w0/u);
  });

  test('does not ask twice for what is needed soon anyway', async () => {
    const { stt, asked } = heldStt();
    const ear = earOf('v320 n20', stt);
    await Array.fromAsync(ear.events);
    const recognised = ear.recognise(never, { neededAtMs: 6700 });
    await Promise.resolve();
    expect(asked).toHaveLength(1);
    asked[0]!.answer();
    expect((await recognised).text).toBe('w0');
  });

  test('says that there is no turn model', async () => {
    const ear = earOf('v20 n20');
    await expect(ear.finishedProbability(never)).rejects.toThrow(EngineError);
  });
});
