import { describe, expect, test } from 'vitest';
import { createVoiceLevel } from '../../../src/audio/finish-speech.ts';
import { EngineError, type Tts } from '../../../src/pipeline/ports.ts';
import { createPhraseCache } from '../../../src/pipeline/speaking/phrase-cache.ts';
import {
  sentencesToSpeech,
  type Sentence,
  type SpokenSentence,
} from '../../../src/pipeline/speaking/sentences-to-speech.ts';
import { createSpeechPace } from '../../../src/pipeline/speaking/speech-pace.ts';
import type { SpeechClip } from '../../../src/pipeline/types.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { streamOf } from '../../fakes/frames.ts';

const never = new AbortController().signal;
const HZ = 16_000;

function sentence(spoken: string, more: Partial<Sentence> = {}): Sentence {
  const end = { written: spoken.length, spoken: spoken.length };
  return {
    written: spoken,
    spoken,
    map: [{ written: 0, spoken: 0 }, end],
    posts: [],
    endsWith: 'sentence',
    goesOn: true,
    chunkedAtMs: 0,
    ...more,
  };
}

/** 300 ms of a tone between 100 ms of silence. */
function clipOf(text: string): SpeechClip {
  const samples = Float32Array.from({ length: HZ / 2 }, (_, at) =>
    at < HZ * 0.1 || at >= HZ * 0.4 ? 0 : 0.2 * Math.sin(at / 5),
  );
  return { text, samples, sampleRateHz: HZ };
}

type BrittleTts = Tts & { readonly tried: string[] };

/** Fails as often as told for each text. */
function brittleTts(failures: Readonly<Record<string, number>> = {}): BrittleTts {
  const left = { ...failures };
  const tried: string[] = [];
  return {
    tried,
    async synthesise(text) {
      tried.push(text);
      const count = left[text] ?? 0;
      left[text] = count - 1;
      if (count > 0) throw new EngineError(`Cannot synthesise "${text}"`);
      return clipOf(text);
    },
    async [Symbol.asyncDispose]() {},
  };
}

function partsFor(tts: Tts) {
  const clock = fakeClock();
  return {
    voice: { tts, key: 'joe', level: createVoiceLevel() },
    phrases: createPhraseCache(),
    pace: createSpeechPace(),
    clock,
    unplayedMs: () => 1000,
    wanted: () => Promise.resolve(),
  };
}

async function say(
  sentences: readonly (string | Sentence)[],
  tts: Tts,
  parts = partsFor(tts),
): Promise<SpokenSentence[]> {
  const whole = sentences.map((each) => (typeof each === 'string' ? sentence(each) : each));
  return Array.fromAsync(sentencesToSpeech(streamOf(whole), parts, never));
}

const textsOf = (spoken: readonly SpokenSentence[], status: SpokenSentence['status']) =>
  spoken.filter((each) => each.status === status).map((each) => each.spoken);

function durationsOf(spoken: readonly SpokenSentence[]): number[] {
  return spoken.flatMap((each) =>
    each.status === 'said' ? [(each.clip.samples.length * 1000) / HZ] : [],
  );
}

describe('sentencesToSpeech()', () => {
  test('says sentences in order', async () => {
    expect(textsOf(await say(['One.', 'Two.'], brittleTts()), 'said')).toEqual(['One.', 'Two.']);
  });

  test('tries a sentence that fails once more', async () => {
    const tts = brittleTts({ 'Two.': 1 });
    const spoken = await say(['One.', 'Two.', 'Three.'], tts);
    expect(textsOf(spoken, 'said')).toEqual(['One.', 'Two.', 'Three.']);
    expect(tts.tried).toEqual(['One.', 'Two.', 'Two.', 'Three.']);
  });

  test('leaves out a sentence that fails twice, and goes on', async () => {
    const spoken = await say(['One.', 'Two.', 'Three.'], brittleTts({ 'Two.': 2 }));
    expect(textsOf(spoken, 'said')).toEqual(['One.', 'Three.']);
    expect(textsOf(spoken, 'failed')).toEqual(['Two.']);
  });

  test('tries nothing twice once the voice has failed several times', async () => {
    const tts = brittleTts({ 'One.': 9, 'Two.': 9, 'Three.': 9, 'Four.': 0 });
    const spoken = await say(['One.', 'Two.', 'Three.', 'Four.'], tts);
    expect(tts.tried).toEqual(['One.', 'One.', 'Two.', 'Two.', 'Three.', 'Four.']);
    expect(textsOf(spoken, 'said')).toEqual(['Four.']);
  });

  test('trusts a voice again that has said something', async () => {
    const tts = brittleTts({ 'One.': 9, 'Two.': 1, 'Three.': 9, 'Four.': 1 });
    await say(['One.', 'Two.', 'Three.', 'Four.'], tts);
    expect(tts.tried).toEqual([
      'One.',
      'One.',
      'Two.',
      'Two.',
      'Three.',
      'Three.',
      'Four.',
      'Four.',
    ]);
  });

  test('leaves no timer behind', async () => {
    const parts = partsFor(brittleTts());
    await say(['One.', 'Two.'], parts.voice.tts, parts);
    expect(parts.clock.pending).toBe(0);
  });

  test('passes an error on that is no engine’s', async () => {
    const tts: Tts = {
      synthesise: () => Promise.reject(new TypeError('a mistake')),
      async [Symbol.asyncDispose]() {},
    };
    await expect(say(['One.'], tts)).rejects.toThrow('a mistake');
  });

  test('tells when each sound is needed: when the ear has nothing left', async () => {
    const neededAtMs: (number | undefined)[] = [];
    const tts: Tts = {
      synthesise(text, _signal, options) {
        neededAtMs.push(options?.neededAtMs);
        return Promise.resolve(clipOf(text));
      },
      async [Symbol.asyncDispose]() {},
    };
    let unplayedMs = -1500;
    const parts = { ...partsFor(tts), unplayedMs: () => Math.max(0, unplayedMs) };
    parts.wanted = async () => {
      unplayedMs += 1500;
    };
    await say(['One.', 'Two.', 'Three.'], tts, parts);
    expect(neededAtMs).toEqual([0, 0, 1500]);
  });

  test('takes a synthesis that hangs for failed', async () => {
    const tried: string[] = [];
    const tts: Tts = {
      synthesise(text) {
        tried.push(text);
        return text === 'Two.' ? new Promise(() => {}) : Promise.resolve(clipOf(text));
      },
      async [Symbol.asyncDispose]() {},
    };
    const parts = partsFor(tts);
    const saying = say(['One.', 'Two.', 'Three.'], tts, parts);
    await parts.clock.advance(60_000);
    const spoken = await saying;
    expect(textsOf(spoken, 'said')).toEqual(['One.', 'Three.']);
    expect(tried).toEqual(['One.', 'Two.', 'Two.', 'Three.']);
    expect(parts.clock.pending).toBe(0);
  });

  test('asks for no sound where there is nothing to say', async () => {
    const tts = brittleTts();
    const spoken = await say(['***', '🎉', ''], tts);
    expect(tts.tried).toEqual([]);
    expect(textsOf(spoken, 'silent')).toEqual(['***', '🎉', '']);
  });

  test('trims what the synthesiser leaves, and pauses by the mark that follows', async () => {
    const spoken = await say(
      [
        sentence('two and a half,', { endsWith: 'clause' }),
        sentence('that is a number of them.'),
        sentence('and it goes', { endsWith: 'run-on' }),
        sentence('Three.', { goesOn: false }),
      ],
      brittleTts(),
    );
    const [clause = 0, whole = 0, runOn = 0, last = 0] = durationsOf(spoken);
    expect(last).toBeGreaterThan(300);
    expect(last).toBeLessThan(340);
    expect(clause - last).toBeGreaterThan(50);
    expect(whole - clause).toBeGreaterThan(80);
    expect(runOn - last).toBeLessThan(30);
    for (const each of spoken)
      if (each.status === 'said') expect(each.soundToMs - each.soundFromMs).toBeCloseTo(last, 0);
  });

  test('pauses before a sentence that was not known to come', async () => {
    const spoken = await say(
      [sentence('It is one of them.', { goesOn: false }), sentence('Two.', { goesOn: false })],
      brittleTts(),
    );
    const [first = 0, second = 0] = durationsOf(spoken);
    expect(second - first).toBeGreaterThan(150);
    expect(spoken[1]).toMatchObject({ soundFromMs: expect.closeTo(second - first, 0) });
  });

  test('does not lengthen a silence that is there already', async () => {
    const parts = { ...partsFor(brittleTts()), unplayedMs: () => 0 };
    const sentences = [
      sentence('It is one.', { goesOn: false }),
      sentence('Two.', { goesOn: false }),
    ];
    const [first, second] = durationsOf(await say(sentences, parts.voice.tts, parts));
    expect(second).toBe(first);
  });

  test('synthesises a phrase that was said before only once', async () => {
    const tts = brittleTts();
    const long = 'This sentence is a good deal longer than any phrase.';
    const parts = partsFor(tts);
    const spoken = await say(['Sure.', 'Sure.', long, long], tts, parts);
    expect(textsOf(spoken, 'said')).toHaveLength(4);
    expect(tts.tried).toEqual(['Sure.', long, long]);
  });

  test('waits until more is wanted before it takes the next sentence', async () => {
    const taken: string[] = [];
    async function* counted() {
      for (const text of ['One.', 'Two.']) {
        taken.push(text);
        yield sentence(text);
      }
    }
    const want = Promise.withResolvers<void>();
    const parts = { ...partsFor(brittleTts()), wanted: () => want.promise };
    const spoken = sentencesToSpeech(counted(), parts, never);
    await spoken.next();
    const next = spoken.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toEqual(['One.']);
    want.resolve();
    expect((await next).value?.spoken).toBe('Two.');
  });

  test('ends with the reason when it is aborted during synthesis, whatever the engine does', async () => {
    const bargeIn = new AbortController();
    const tts: Tts = {
      synthesise: () => new Promise(() => {}),
      async [Symbol.asyncDispose]() {},
    };
    const clips = sentencesToSpeech(streamOf([sentence('One.')]), partsFor(tts), bargeIn.signal);
    const waiting = clips.next();
    await new Promise((resolve) => setImmediate(resolve));
    bargeIn.abort(new Error('barge-in'));
    await expect(waiting).rejects.toThrow('barge-in');
  });
});
