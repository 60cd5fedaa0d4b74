/** A whole text in one voice, cut, made speakable and finished as the bot does it. */
import { systemClock as clock } from '../async/clock.ts';
import { createKnownVoices } from '../pipeline/deciding/known-voices.ts';
import { createPhraseCache } from '../pipeline/speaking/phrase-cache.ts';
import { sentencesToSpeech, type Sentence } from '../pipeline/speaking/sentences-to-speech.ts';
import { createSpeakable } from '../pipeline/speaking/speakable/speakable.ts';
import { TextToPieces } from '../pipeline/speaking/text-to-pieces.ts';
import type { SpeakingVoice } from '../pipeline/speaking/voices-port.ts';
import type { SpeechClip } from '../pipeline/types.ts';

/** Longer than any piece takes. */
const PLENTY_MS = 60_000;

/**
 * @returns undefined when there was nothing to say.
 * @throws {EngineError} when a piece could not be said; `signal.reason` once aborted.
 */
export async function sayAll(
  text: string,
  voice: SpeakingVoice,
  signal: AbortSignal,
): Promise<SpeechClip | undefined> {
  const clips: SpeechClip[] = [];
  const { tts, id: key } = voice;
  const { level, pace } = createKnownVoices().of(voice);
  const parts = {
    voice: { tts, key, level },
    phrases: createPhraseCache(),
    pace,
    clock,
    // Nobody waits for it: it never runs dry once it has begun.
    unplayedMs: () => (clips.length === 0 ? 0 : PLENTY_MS),
    wanted: () => Promise.resolve(),
  };
  const sentences = ReadableStream.from(sentencesOf(text, voice));
  for await (const sentence of sentencesToSpeech(sentences, parts, signal)) {
    if (sentence.status === 'failed') throw sentence.error;
    if (sentence.status === 'said') clips.push(sentence.clip);
  }
  return joined(text, clips);
}

function sentencesOf(text: string, { language, pronunciations }: SpeakingVoice): Sentence[] {
  const speakable = createSpeakable({ language, pronunciations });
  const cutter = new TextToPieces(speakable);
  const pieces = [...cutter.add(text), ...cutter.end()];
  const lastSpoken = pieces.findLastIndex(({ spoken }) => spoken !== '');
  return pieces.map((piece, index) => ({
    ...piece,
    goesOn: index < lastSpoken,
    chunkedAtMs: clock.nowMs(),
  }));
}

function joined(text: string, clips: readonly SpeechClip[]): SpeechClip | undefined {
  const sampleRateHz = clips[0]?.sampleRateHz;
  const length = clips.reduce((sum, { samples }) => sum + samples.length, 0);
  if (sampleRateHz === undefined || length === 0) return undefined;
  const samples = new Float32Array(length);
  let at = 0;
  for (const clip of clips) {
    samples.set(clip.samples, at);
    at += clip.samples.length;
  }
  return { text, samples, sampleRateHz };
}
