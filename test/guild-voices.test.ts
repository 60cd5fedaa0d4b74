import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { createVoicePool, type VoicePool } from '../src/engines/voice-pool.ts';
import { createGuildVoices } from '../src/guild-voices.ts';
import { findVoice } from '../src/models/voices.ts';
import type { Voices } from '../src/pipeline/speaking/voices-port.ts';
import { openSettings, type Settings } from '../src/settings/store.ts';
import { fakeClock, type FakeClock } from './fakes/fake-clock.ts';

const never = new AbortController().signal;
const log = pino({ level: 'silent' });
const GUILD = { guildId: 'guild' };
const ANN = { userId: 'ann' };
const USUAL = findVoice('piper-en-us-joe-medium');

let clock: FakeClock;
let settings: Settings;
let pool: VoicePool;
let broken: Set<string>;
let told: string[];
/** What each clip was made with: model, speaker, speed. */
let made: string[];

beforeEach(async () => {
  clock = fakeClock();
  settings = openSettings({ dataDir: undefined, log });
  broken = new Set();
  told = [];
  made = [];
  pool = createVoicePool({
    async open(modelId) {
      if (broken.has(modelId)) throw new Error('no such file');
      return {
        voice: (speaker, speed) => ({
          async synthesise(text) {
            made.push(`${modelId} ${speaker} ${speed}`);
            return { text, samples: new Float32Array(1), sampleRateHz: 1 };
          },
        }),
        async [Symbol.asyncDispose]() {},
      };
    },
    clock,
    log,
  });
  await pool.load(USUAL.modelId, never);
});

const open = (): Voices =>
  createGuildVoices({
    guildId: 'guild',
    settings,
    pool,
    usual: USUAL,
    notify: async (text) => void told.push(text),
  });

/** Id of the voice that answers, when all that loads is loaded. */
async function answering(voices: Voices, speakerId?: string): Promise<string> {
  voices.for(speakerId)[Symbol.dispose]();
  await clock.advance(0);
  using voice = voices.for(speakerId);
  return voice.id;
}

describe('createGuildVoices()', () => {
  test('answers with the configuration’s voice where nothing was chosen', async () => {
    using voice = open().for('ann');
    expect(voice).toMatchObject({ id: 'piper-en-us-joe-medium@1', language: 'en-US' });
    await voice.tts.synthesise('Hello.', never);
    expect(made).toEqual(['piper-en-us-joe-medium 0 1']);
  });

  test('answers with the person’s voice, else with the server’s', async () => {
    settings.setVoiceChoice(GUILD, { voice: 'kokoro-en-gb/george', speed: 1.2 });
    settings.setVoiceChoice(ANN, { voice: 'kokoro-fr/siwis' });
    const voices = open();
    expect(await answering(voices, 'ann')).toBe('kokoro-fr/siwis@1');
    expect(await answering(voices, 'bob')).toBe('kokoro-en-gb/george@1.2');
    expect(await answering(voices)).toBe('kokoro-en-gb/george@1.2');
  });

  test('follows a choice with the next answer', async () => {
    const voices = open();
    expect(await answering(voices, 'ann')).toBe('piper-en-us-joe-medium@1');
    settings.setVoiceChoice(ANN, { speed: 1.5 });
    expect(await answering(voices, 'ann')).toBe('piper-en-us-joe-medium@1.5');
    settings.setVoiceChoice(ANN, {});
    expect(await answering(voices, 'ann')).toBe('piper-en-us-joe-medium@1');
  });

  test('takes the speaker that was chosen of a model with several', async () => {
    settings.setVoiceChoice(ANN, { voice: 'piper-en-us-libritts-r-medium/417', speed: 0.8 });
    const voices = open();
    await answering(voices, 'ann');
    using voice = voices.for('ann');
    await voice.tts.synthesise('Hello.', never);
    expect(made).toEqual(['piper-en-us-libritts-r-medium 417 0.8']);
  });

  test('answers with the usual voice, at that speed, while another one loads', async () => {
    settings.setVoiceChoice(ANN, { voice: 'kokoro-en-us/heart', speed: 1.1 });
    const voices = open();
    using meanwhile = voices.for('ann');
    expect(meanwhile.id).toBe('piper-en-us-joe-medium@1.1');
    await clock.advance(0);
    using then = voices.for('ann');
    expect(then.id).toBe('kokoro-en-us/heart@1.1');
    expect(told).toEqual([]);
  });

  test('loads the voice of somebody who has begun to speak', async () => {
    settings.setVoiceChoice(ANN, { voice: 'kokoro-en-us/heart' });
    const voices = open();
    voices.expect('ann');
    await clock.advance(0);
    using first = voices.for('ann');
    expect(first.id).toBe('kokoro-en-us/heart@1');
  });

  test('has the server’s voice ready before the first answer', async () => {
    settings.setVoiceChoice(GUILD, { voice: 'kokoro-en-us/heart' });
    const voices = open();
    await clock.advance(0);
    using first = voices.for('ann');
    expect(first.id).toBe('kokoro-en-us/heart@1');
  });

  test.for(['kokoro-en-us/heart', 'kokoro-en-us/nobody', 'a voice of former times'])(
    'tells once that %s cannot speak, and goes on with the usual one',
    async (id) => {
      broken.add('kokoro-en-us');
      settings.setVoiceChoice(ANN, { voice: id });
      const voices = open();
      for (let answers = 0; answers < 3; answers++)
        expect(await answering(voices, 'ann')).toBe('piper-en-us-joe-medium@1');
      expect(told).toEqual([expect.stringContaining(`**${id}**`)]);
    },
  );

  test('tells again of a voice that had come back and is gone once more', async () => {
    broken.add('kokoro-en-us');
    settings.setVoiceChoice(ANN, { voice: 'kokoro-en-us/heart' });
    const voices = open();
    await answering(voices, 'ann');
    broken.clear();
    await clock.advance(6 * 60_000);
    expect(await answering(voices, 'ann')).toBe('kokoro-en-us/heart@1');
    for (const other of ['kokoro-en-gb', 'kokoro-it', 'kokoro-fr']) {
      (await pool.load(other, never))[Symbol.dispose]();
    }
    broken.add('kokoro-en-us');
    await answering(voices, 'ann');
    await answering(voices, 'ann');
    expect(told).toHaveLength(2);
  });

  test('tells how words are said in this server, as of now', () => {
    const voices = open();
    settings.setPronunciation('guild', 'gif', 'jif');
    settings.setPronunciation('elsewhere', 'sql', 'sequel');
    using voice = voices.for('ann');
    expect(Object.fromEntries(voice.pronunciations)).toEqual({ gif: 'jif' });
  });
});
