import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/async/clock.ts';
import { resample } from '../../../src/audio/resample.ts';
import { openSpeech, type Speech } from '../../../src/engines/speech/open-speech.ts';
import { createLog } from '../../../src/log.ts';
import type { Stt, Tts, TurnDetector } from '../../../src/pipeline/ports.ts';
import { ENGINE_HZ, type SpeechClip } from '../../../src/pipeline/types.ts';
import { realModel } from '../../fakes/real-models.ts';
import { until } from '../../fakes/until.ts';
import { wordOverlap } from '../../fakes/word-overlap.ts';

const never = new AbortController().signal;
const SENTENCE = 'The weather in London is cold today, and it will be colder tomorrow.';

let speech: Speech;
let stt: Stt;
let tts: Pick<Tts, 'synthesise'>;
let turnDetector: TurnDetector;

beforeAll(async () => {
  speech = openSpeech({ clock: systemClock, log: createLog('silent', false) });
  const [moonshine, piper, smartTurn] = await Promise.all(
    ['moonshine-tiny-en', 'piper-en-us-joe-medium', 'smart-turn-v3.2'].map(realModel),
  );
  const voices = speech.openVoices(piper!, never);
  [stt, turnDetector] = await Promise.all([
    speech.openStt(moonshine!, never),
    speech.openTurnDetector(smartTurn!, never),
  ]);
  tts = (await voices).voice(0, 1);
});
afterAll(() => speech[Symbol.asyncDispose]());

const heard = (clip: SpeechClip) => resample(clip.samples, clip.sampleRateHz, ENGINE_HZ);

describe('the speech process with real models', () => {
  test('what is said is understood, and sounds finished', async () => {
    const clip = await tts.synthesise(SENTENCE, never);
    const samples = heard(clip);
    const { text } = await stt.transcribe(samples, never);
    expect(wordOverlap(SENTENCE, text)).toBeGreaterThanOrEqual(0.7);
    expect(await turnDetector.finishedProbability(samples, never)).toBeGreaterThan(0.5);
  });

  test('sound for the turn model is not copied on this side', async () => {
    const samples = Object.assign(new Float32Array(8 * ENGINE_HZ), {
      slice: () => {
        throw new Error('A copy');
      },
    });
    expect(await turnDetector.finishedProbability(samples, never)).toBeLessThan(1);
  });

  test('many clauses at once are all said, each by the words that it has', async () => {
    const texts = ['One.', 'Two and a half.', 'Three apples and a pear.', 'Four.', 'Five.', 'Six.'];
    const clips = await Promise.all(texts.map((text) => tts.synthesise(text, never)));
    expect(clips.map(({ text }) => text)).toEqual(texts);
    for (const { samples } of clips) expect(samples.length).toBeGreaterThan(2000);
  });

  test.runIf(process.platform === 'linux')('its models yield to the bot', () => {
    const niceness = (pid: number | string) =>
      Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[16]);
    const own = niceness(process.pid);
    const threads = readdirSync(`/proc/${speech.pid}/task`).map((thread) =>
      niceness(`${speech.pid}/task/${thread}`),
    );
    // Those that Node begins with are as they were: they collect garbage.
    expect(threads.filter((each) => each === own + 10).length).toBeGreaterThan(threads.length / 2);
  });

  /** It dies while the work is done; resolves once that was noticed, and it was done all the same. */
  async function crashDuring<T>(work: (onBegun: () => void) => Promise<T>): Promise<T> {
    const { pid } = speech;
    const begun = Promise.withResolvers<void>();
    const done = work(begun.resolve);
    await Promise.race([begun.promise, done]);
    process.kill(pid!, 'SIGSEGV');
    await until(() => expect(speech.pid).not.toBe(pid));
    return done;
  }

  // Ten in a row: `npm run -s bench -- kill`.
  test('crashes in the middle of syntheses lose none', { timeout: 60_000 }, async () => {
    for (let i = 0; i < 3; i++) {
      const { samples, sampleRateHz } = await crashDuring((onBegun) =>
        tts.synthesise(SENTENCE, never, { onBegun }),
      );
      expect(samples.length / sampleRateHz).toBeGreaterThan(2);
    }
  });

  test('a crash in the middle of a recognition loses no word', { timeout: 60_000 }, async () => {
    const samples = heard(await tts.synthesise(SENTENCE, never));
    const { text } = await crashDuring((onBegun) => stt.transcribe(samples, never, { onBegun }));
    expect(wordOverlap(SENTENCE, text)).toBeGreaterThanOrEqual(0.7);
  });
});
