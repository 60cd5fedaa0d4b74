/** The voices of the catalogue, with what is here of them. */
import { createVoiceLevel, finishSpeech } from './audio/finish-speech.ts';
import type { ShelfModel, VoiceShelf } from './commands/voice-shelf.ts';
import type { VoicePool } from './engines/voice-pool.ts';
import { MODELS } from './models/catalogue.ts';
import { inspectModels, type InspectedModel } from './models/inspect-models.ts';
import type { SpeechClip } from './pipeline/types.ts';
import { voiceNamed, voicesOf, type CatalogueVoice } from './models/voices.ts';
import { sampleSentence } from './sample-sentences.ts';

export interface VoiceShelfOptions {
  readonly modelsDir: string;
  readonly pool: VoicePool;
  readonly usual: CatalogueVoice;
  /** What the recogniser understands, BCP 47. */
  readonly understood: readonly string[];
}

/** Samples that need not be made again: some 200 kB each. */
const MOST_SAMPLES = 24;

const SPEAKING = MODELS.filter(({ kind }) => kind === 'tts');

/** @throws `signal.reason` once aborted. */
export async function openVoiceShelf(
  { modelsDir, pool, usual, understood }: VoiceShelfOptions,
  signal: AbortSignal,
): Promise<VoiceShelf> {
  const inspect = async (aborted: AbortSignal) => {
    const inspected = await inspectModels(modelsDir, 'quick', aborted, SPEAKING);
    return inspected.map(onShelf).toSorted((a, b) => Number(b.isHere) - Number(a.isHere));
  };
  let models = await inspect(signal);
  /** By voice and speed, the oldest first. */
  const samples = new Map<string, SpeechClip>();

  return {
    usual: usual.id,
    understood,
    get models() {
      return models;
    },
    async look(aborted) {
      models = await inspect(aborted);
    },
    find(id) {
      const voice = voiceNamed(id);
      if (voice === undefined) return undefined;
      const isHere = models.some((model) => model.id === voice.modelId && model.isHere);
      const { title, language, realTimeFactor = 0 } = voice;
      return { id: voice.id, title, language, isHere, isSlow: isSlow(realTimeFactor) };
    },
    prepare(id) {
      const voice = voiceNamed(id);
      if (voice === undefined) return;
      const offer = pool.take(voice.modelId);
      if (offer.status === 'ready') offer.lease[Symbol.dispose]();
    },
    async sample(id, speed, aborted) {
      const voice = voiceNamed(id);
      if (voice === undefined) throw new Error(`Cannot speak with "${id}": there is no such voice`);
      const key = `${voice.id}@${speed}`;
      const known = samples.get(key);
      if (known !== undefined) return known;
      using lease = await pool.load(voice.modelId, aborted);
      const speaking = lease.model.voice(voice.speakerNumber, speed);
      const clip = await speaking.synthesise(sampleSentence(voice.language), aborted);
      const finished = finishSpeech(clip.samples, clip.sampleRateHz, createVoiceLevel(), {
        beforeMs: 0,
        afterMs: 0,
      });
      const made = { ...clip, samples: finished.samples };
      samples.set(key, made);
      for (const oldest of samples.keys()) {
        if (samples.size <= MOST_SAMPLES) break;
        samples.delete(oldest);
      }
      return made;
    },
  };
}

function onShelf({ model, status, bytes }: InspectedModel): ShelfModel {
  const voices = voicesOf(model);
  return {
    id: model.id,
    title: model.title,
    language: voices[0]?.language ?? 'und',
    licence: model.licence,
    bytes,
    isHere: status === 'whole',
    isSlow: isSlow(model.realTimeFactor ?? 0),
    voices: voices.map(({ id }) => id),
  };
}

/** So much of the sound's length, and a reply may pause between its pieces. */
function isSlow(realTimeFactor: number): boolean {
  return realTimeFactor > 0.5;
}
