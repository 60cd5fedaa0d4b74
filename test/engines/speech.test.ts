import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resample } from '../../src/audio/resample.ts';
import { openSherpaStt } from '../../src/engines/sherpa-stt.ts';
import { openSherpaTts, openSherpaVoices, type VoiceModel } from '../../src/engines/sherpa-tts.ts';
import { utteranceToText } from '../../src/pipeline/hearing/utterance-to-text.ts';
import { EngineError, type Stt, type Tts } from '../../src/pipeline/ports.ts';
import { ENGINE_HZ, type SpeechClip } from '../../src/pipeline/types.ts';
import { realModel } from '../fakes/real-models.ts';

const never = new AbortController().signal;
let stt: Stt;
let voices: VoiceModel;
let tts: Pick<Tts, 'synthesise'>;
beforeAll(async () => {
  [stt, voices] = await Promise.all([
    realModel('moonshine-tiny-en').then(openSherpaStt),
    realModel('piper-en-us-joe-medium').then((files) =>
      openSherpaVoices(files, { isSteady: true }),
    ),
  ]);
  tts = voices.voice(0, 1);
});
afterAll(async () => {
  await stt[Symbol.asyncDispose]();
  await voices[Symbol.asyncDispose]();
});

const heard = ({ samples, sampleRateHz }: SpeechClip) => resample(samples, sampleRateHz, ENGINE_HZ);
const words = (text: string) => text.toLowerCase().replaceAll(/[^a-z ]/g, '');

describe('openSherpaTts() and openSherpaStt()', () => {
  test('what is said is understood', async () => {
    const clip = await tts.synthesise('The weather in London is cold today.', never);
    expect(clip.sampleRateHz).toBe(22_050);
    const { text } = await stt.transcribe(heard(clip), never);
    expect(words(text)).toContain('weather in london is cold today');
  });

  test('no number is heard where a voice sets in at once', async () => {
    const clip = await voices
      .voice(0, 1.2)
      .synthesise('My favourite book is about a whale and an angry captain.', never);
    const samples = heard(clip);
    for (let from = 0; from < ENGINE_HZ / 40; from += ENGINE_HZ / 200) {
      const { text } = await stt.transcribe(samples.subarray(from), never);
      expect(text).toMatch(/^my favou?rite book/i);
    }
  });

  test('two at once do not mix', async () => {
    const texts = ['I would like a cup of coffee.', 'Seven dogs are sleeping in the garden.'];
    const clips = await Promise.all(texts.map((text) => tts.synthesise(text, never)));
    const results = await Promise.all(clips.map((clip) => stt.transcribe(heard(clip), never)));
    expect(words(results[0]!.text)).toContain('cup of coffee');
    expect(words(results[1]!.text)).toContain('dogs are sleeping in the garden');
  });

  test('silence, a hum and next to nothing have no text', async () => {
    const hum = Float32Array.from({ length: ENGINE_HZ }, (_, at) => 0.1 * Math.sin(at / 25));
    for (const samples of [new Float32Array(2 * ENGINE_HZ), hum, new Float32Array(10)])
      expect(await stt.transcribe(samples, never)).toEqual({ text: '' });
  });

  test.for(['', ' \n', '...', '🎉', '—'])('says nothing for %j, without an error', async (text) => {
    const { samples, sampleRateHz } = await tts.synthesise(text, never);
    expect(samples).toHaveLength(0);
    expect(sampleRateHz).toBe(22_050);
  });

  test.for(['a\0b', 'a \ud800 b', 'ｱｲｳ 你好 привет', 'x'.repeat(300)])(
    'survives %j',
    async (text) => {
      expect((await tts.synthesise(text, never)).samples.every(Number.isFinite)).toBe(true);
    },
  );

  test('rejects at once when aborted, and the next piece does not wait', async () => {
    const barge = new AbortController();
    const long = tts.synthesise(
      'This is a long sentence that nobody will ever hear. '.repeat(3),
      barge.signal,
    );
    let longEnded = false;
    void long.catch(() => {
      longEnded = true;
    });
    barge.abort(new Error('barge-in'));
    await expect(long).rejects.toThrow('barge-in');
    expect(longEnded).toBe(true);
    expect((await tts.synthesise('Sure.', never)).samples.length).toBeGreaterThan(0);
  });

  test('speech of half a minute is understood to its end', async () => {
    const sentence = 'The train to Berlin leaves at noon from platform two. ';
    const once = heard(await tts.synthesise(sentence, never));
    const long = new Float32Array(10 * once.length);
    for (let at = 0; at < long.length; at += once.length) long.set(once, at);
    expect(long.length).toBeGreaterThan(25 * ENGINE_HZ);
    const { text } = await utteranceToText(long, stt, never);
    expect(words(text).match(/berlin/g)).toHaveLength(10);
  });

  test('a model of another kind is refused with its name', async () => {
    const voice = await realModel('piper-en-us-joe-medium');
    await expect(openSherpaStt(voice)).rejects.toThrow(EngineError);
    await expect(openSherpaTts(await realModel('moonshine-tiny-en'))).rejects.toThrow(
      'Cannot speak with "moonshine-tiny-en"',
    );
  });
});
