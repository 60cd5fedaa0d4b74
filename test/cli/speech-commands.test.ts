import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resample } from '../../src/audio/resample.ts';
import { readWav, writeWav } from '../../src/audio/wav.ts';
import { environmentWith } from '../../src/config.ts';
import { wordOverlap } from '../fakes/word-overlap.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const SENTENCE = 'There are seven apples on the kitchen table.';

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function parley(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [CLI, ...args],
      { env: environmentWith(env) },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

let dir: string;
let spoken: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-cli-'));
  spoken = join(dir, 'spoken.wav');
  await parley(['say', SENTENCE, '--out', spoken]);
});
afterAll(() => rm(dir, { recursive: true }));

describe('parley say and parley transcribe', () => {
  test('what one says the other understands; the JSON stands alone on stdout', async () => {
    const { code, stdout } = await parley(['transcribe', spoken, '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(result)).toEqual(['text', 'audioMs', 'decodeMs']);
    expect(wordOverlap(SENTENCE, String(result['text']))).toBeGreaterThanOrEqual(0.7);
    const { samples, sampleRateHz } = readWav(await readFile(spoken));
    expect(result['audioMs']).toBeCloseTo((samples.length / sampleRateHz) * 1000, -1);
  });

  test('a recording of 8 kHz is understood too', async () => {
    const { samples, sampleRateHz } = readWav(await readFile(spoken));
    const telephone = join(dir, 'telephone.wav');
    await writeFile(telephone, writeWav(resample(samples, sampleRateHz, 8000), 8000));
    const { stdout } = await parley(['transcribe', telephone]);
    expect(wordOverlap(SENTENCE, stdout)).toBeGreaterThanOrEqual(0.7);
  });

  test('silence is no error: its text is empty', async () => {
    const silence = join(dir, 'silence.wav');
    await writeFile(silence, writeWav(new Float32Array(48_000), 48_000));
    const { code, stdout } = await parley(['transcribe', silence, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ text: '', audioMs: 1000 });
  });

  test.for([
    ['missing', undefined, 'there is no such file'],
    ['empty', '', 'the file is empty'],
    ['broken', 'RIFF but no sound at all', 'it is no WAV file'],
  ] as const)('a %s file is one sentence and exit code 1', async ([name, content, reason]) => {
    const path = join(dir, `${name}.wav`);
    if (content !== undefined) await writeFile(path, content);
    const { code, stdout, stderr } = await parley(['transcribe', path]);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`^Cannot read .*${name}.wav: ${reason}.*\n$`)),
    });
  });

  test('a voice that is not in the catalogue is one sentence that names those that are', async () => {
    const { code, stderr } = await parley(['say', 'Hello', '--out', join(dir, 'x.wav')], {
      PARLEY_TTS: 'nobody',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Cannot find the model "nobody".*piper-en-us-joe-medium.*\n$/);
  });

  test('nothing to say is one sentence', async () => {
    const { code, stderr } = await parley(['say', ' ', '--out', join(dir, 'x.wav')]);
    expect([code, stderr]).toEqual([1, 'Cannot say nothing: the text is empty.\n']);
  });
});

describe('parley say, as the bot would say it', () => {
  const out = () => join(dir, 'as-told.wav');
  const secondsOf = async (path: string) => {
    const { samples, sampleRateHz } = readWav(await readFile(path));
    return samples.length / sampleRateHz;
  };

  test('speaks as fast as it is told', async () => {
    const text = SENTENCE;
    expect((await parley(['say', text, '--out', out(), '--speed', '2'])).code).toBe(0);
    const ratio = (await secondsOf(out())) / (await secondsOf(spoken));
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(0.8);
  });

  test('says all of a long text, and words as it is told', async () => {
    const text =
      'The moon is far away. It has no air at all. Nobody has been to the moon for fifty years.';
    const options = ['--out', out(), '--pronounce', 'Moon=potato'];
    expect((await parley(['say', text, ...options])).code).toBe(0);
    const { stdout } = await parley(['transcribe', out()]);
    expect(stdout).toMatch(
      /potato is far away.*no air at all.*to the potato for (?:fifty|50) years/isu,
    );
  });

  test('lists the voices: name, language, whether it is here, size, licence', async () => {
    const { code, stdout } = await parley(['say', '--list-voices']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^piper-en-us-joe-medium +en-US +here +\d+ MB +CC0 voice/mu);
    expect(stdout).toMatch(/^kokoro-en-us\/heart +en-US /mu);
    expect(stdout).toMatch(/^piper-en-us-libritts-r-medium\/903 /mu);
    expect(stdout.split('\n').length).toBeLessThan(100);
  });

  test.for([
    [['--speed', '3'], /'--speed <n>' argument '3' is invalid.*from 0.5 to 2/u],
    [['--pronounce', 'gif'], /the form word=as/u],
    [['--pronounce', '@me=you'], /The word has to be/u],
    [['--language', '!'], /a language tag/u],
    [['--voice', 'kokoro-en-us/nobody'], /^Cannot find the voice .*kokoro-en-us has heart, /u],
    [['--voice', 'piper-en-us-joe-medium/2'], /has one voice only/u],
  ] as const)('refuses %j in one sentence', async ([options, sentence]) => {
    const { code, stderr } = await parley(['say', 'Hello.', '--out', out(), ...options]);
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
  });

  test('wants to know where the sound goes', async () => {
    const { code, stderr } = await parley(['say', 'Hello.']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Cannot say it without --out/u)]);
  });
});

describe('parley models', () => {
  test('fetches what it is told to, by the name of a model or of a voice', async () => {
    const { code, stderr } = await parley(['models', '--fetch', 'nobody', '--json']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Cannot find the model "nobody"/u)]);
    const there = await parley(['models', '--fetch', 'silero-vad-v5', '--json']);
    expect(there.code).toBe(0);
  });

  test('lists the catalogue as JSON: what is here, licence, size, tested or not', async () => {
    const { stdout } = await parley(['models', '--json']);
    const { models } = JSON.parse(stdout) as { models: readonly Record<string, unknown>[] };
    expect(models.find(({ id }) => id === 'silero-vad-v5')).toMatchObject({
      kind: 'vad',
      status: 'whole',
      licence: 'MIT',
      bytes: 2_327_524,
      tested: true,
    });
    expect(models.find(({ id }) => id === 'parakeet-tdt-0.6b-v3')).toMatchObject({
      tested: false,
      integrity: 'sha256 recorded at first download',
    });
  });
});
