import { describe, expect, test } from 'vitest';
import {
  pcmToUtterances,
  DEFAULT_LIMITS,
} from '../../../src/pipeline/hearing/pcm-to-utterances.ts';
import type { SpeechEvent } from '../../../src/pipeline/types.ts';
import { frames, streamOf } from '../../fakes/frames.ts';
import { levelVad } from '../../fakes/level-vad.ts';

const never = new AbortController().signal;

async function hear(score: string, limits = DEFAULT_LIMITS): Promise<SpeechEvent[]> {
  return Array.fromAsync(pcmToUtterances(streamOf(frames(score)), levelVad(), never, limits));
}

function utterances(events: readonly SpeechEvent[]) {
  return events.flatMap((event) => (event.type === 'utterance' ? [event.utterance] : []));
}

describe('pcmToUtterances()', () => {
  test('reports the start of speech while it is still going on', async () => {
    const events = pcmToUtterances(streamOf(frames('.10 v10')), levelVad(), never);
    expect(await events.next()).toMatchObject({ value: { type: 'speech-start' } });
  });

  test('ends the utterance 400 ms after the last voiced frame', async () => {
    const [utterance] = utterances(await hear('.10 v50 .40'));
    const lastVoicedAtMs = 59 * 20;
    expect(utterance?.lastVoicedAtMs).toBe(lastVoicedAtMs);
    expect(utterance?.endpointAtMs).toBe(lastVoicedAtMs + 400);
  });

  test('counts the delay from the last voiced frame also when quiet noise goes on being sent', async () => {
    const [utterance] = utterances(await hear('n10 v50 n60'));
    expect(utterance?.endpointAtMs).toBe(59 * 20 + 400);
  });

  test('keeps pauses shorter than the delay inside one utterance', async () => {
    expect(utterances(await hear('.5 v30 .15 v30 .40'))).toHaveLength(1);
  });

  test('makes two utterances of two sentences with a longer pause between', async () => {
    expect((await hear('.5 v30 .30 v30 .40')).map(({ type }) => type)).toEqual([
      'speech-start',
      'utterance',
      'speech-start',
      'utterance',
    ]);
  });

  test('keeps some sound from before the onset, for soft first consonants', async () => {
    const [utterance] = utterances(await hear('.30 v50 .40'));
    const voicedMs = 50 * 20;
    const lengthMs = (utterance?.samples.length ?? 0) / 16;
    expect(lengthMs).toBeGreaterThanOrEqual(voicedMs + DEFAULT_LIMITS.preRollMs);
    expect(utterance?.samples.subarray(0, 3200).every((sample) => sample === 0)).toBe(true);
  });

  test('takes a click for no utterance', async () => {
    expect((await hear('.10 v3 .60')).map(({ type }) => type)).toEqual([
      'speech-start',
      'speech-dropped',
    ]);
  });

  test('does not start for a single loud window', async () => {
    expect(await hear('.10 v1 .60')).toEqual([]);
  });

  test('splits endless speech with nothing lost', async () => {
    const limits = { ...DEFAULT_LIMITS, maxUtteranceMs: 1000 };
    const parts = utterances(await hear('v160 .40', limits));
    expect(parts.length).toBeGreaterThan(2);
    const voicedSamples = parts
      .flatMap(({ samples }) => [...samples])
      .filter((sample) => sample > 0.1).length;
    expect(voicedSamples).toBe(160 * 320);
  });

  test('ends a half-said utterance when the speaker leaves', async () => {
    const [utterance] = utterances(await hear('.5 v30'));
    expect(utterance?.endpointAtMs).toBe(34 * 20);
  });

  test('spends no inference on long silence', async () => {
    const vad = levelVad();
    await Array.fromAsync(pcmToUtterances(streamOf(frames('v30 .2000')), vad, never));
    expect(vad.windows).toBeLessThan(100);
    expect(vad.resets).toBe(1);
  });
});
