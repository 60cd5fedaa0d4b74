import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resample } from '../../src/audio/resample.ts';
import { readWav } from '../../src/audio/wav.ts';
import type { DemoTurn } from '../../src/cli/demo-turn.ts';
import { runCli, type CliOutcome } from '../fakes/whole-cli.ts';
import { wavFile } from '../fakes/whole-wav.ts';
import { openVoices, type Voices } from './whole-voices.ts';
import { wordOverlap } from '../fakes/word-overlap.ts';

/** No key and no server: what a person has who has just cloned it. */
const NO_MODEL = { LLM_BASE_URL: '', GROQ_API_KEY: '', DISCORD_TOKEN: '' };
const TYPED = 'What is the capital of France?';
const RECORDED = 'What is the capital of Italy?';

interface DemoResult {
  readonly turns: readonly DemoTurn[];
  readonly wav: string;
  readonly underruns: number;
}

describe('parley demo without any key', () => {
  let voices: Voices;
  let dir: string;
  let outcome: CliOutcome;
  let result: DemoResult;
  beforeAll(async () => {
    voices = await openVoices();
    dir = await mkdtemp(join(tmpdir(), 'parley-demo-'));
    const { samples, sampleRateHz } = await voices.synthesise(RECORDED);
    const recording = join(dir, 'italy.wav');
    const form = { hz: 44_100, channels: 2, sample: 'f32', isExtensible: true } as const;
    await writeFile(recording, wavFile(resample(samples, sampleRateHz, form.hz), form));
    outcome = await runCli(
      ['demo', '--say', TYPED, '--say', recording, '--json', '--out', join(dir, 'heard.wav')],
      NO_MODEL,
    );
    result = JSON.parse(outcome.stdout) as DemoResult;
  });
  afterAll(async () => {
    await voices[Symbol.asyncDispose]();
    await rm(dir, { recursive: true });
  });

  test('hears a text and a recording, and answers aloud, on the subject', () => {
    const [france, italy] = result.turns;
    expect(wordOverlap(TYPED, france!.heard)).toBeGreaterThanOrEqual(0.7);
    expect(france!.reply).toContain('Paris');
    expect(italy!.reply).toContain('Rome');
    expect(outcome.code).toBe(0);
    console.info(
      `response latency: ${result.turns.map((turn) => Math.round(turn.responseLatencyMs ?? 0)).join(', ')} ms`,
    );
  });

  test('the caller heard what was answered: through synthesis, Opus, encryption and UDP', async () => {
    const heard = await voices.recognise(readWav(await readFile(result.wav)));
    const replies = result.turns.map(({ reply }) => reply).join(' ');
    console.info(`answered: ${replies}\nheard:    ${heard}`);
    // Short sentences and a small recogniser: names come out as they sound.
    expect(wordOverlap(replies, heard)).toBeGreaterThanOrEqual(0.6);
    expect(result.underruns).toBe(0);
  });

  test('prints one JSON object with the fields that are promised', () => {
    expect(Object.keys(result)).toEqual(['turns', 'wav', 'underruns']);
    expect(result.turns.map(({ said }) => said)).toEqual([TYPED, 'italy.wav']);
    for (const turn of result.turns) {
      expect(Object.keys(turn)).toEqual([
        'said',
        'heard',
        'reply',
        'replyWritten',
        'interruptedReplies',
        'responseLatencyMs',
        'timeline',
      ]);
      expect(turn.interruptedReplies).toEqual([]);
      expect(turn.replyWritten).toContain(turn.reply);
      expect(turn.responseLatencyMs).toBeGreaterThan(0);
      expect(turn.timeline?.outcome).toEqual({ status: 'answered' });
    }
  });

  test('leaves timelines whose steps follow one another', () => {
    for (const { timeline } of result.turns) {
      const marks = timeline!.marks;
      const steps = [
        marks.speechStartedAtMs,
        marks.lastVoicedAtMs,
        marks.sttStartedAtMs,
        marks.sttEndedAtMs,
        marks.llmRequestedAtMs,
        marks.firstTokenAtMs,
        marks.firstClauseAtMs,
        marks.firstPcmAtMs,
        marks.firstPacketAtMs,
        marks.endedAtMs,
      ];
      expect(steps).not.toContain(undefined);
      expect(steps).toEqual(steps.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
      // The work may begin before the turn is certainly over; its sound may not.
      expect(marks.endpointAtMs).toBeLessThanOrEqual(marks.firstPacketAtMs!);
    }
  });
});
