/** Voices that make no sound: one that is here alone, one model of two voices, and one that is not here. */
import type { ShelfModel, VoiceShelf } from '../../src/commands/voice-shelf.ts';

export interface FakeVoiceShelf extends VoiceShelf {
  models: readonly ShelfModel[];
  understood: readonly string[];
  readonly prepared: string[];
  readonly sampled: { readonly id: string; readonly speed: number }[];
  /** Thrown by `sample()`. */
  failure: unknown;
}

const model = (id: string, language: string, voices = [id], isHere = true): ShelfModel => ({
  id,
  title: id,
  language,
  licence: 'CC0',
  bytes: 60e6,
  isHere,
  isSlow: id === 'choir',
  voices,
});

export function fakeVoiceShelf(): FakeVoiceShelf {
  const shelf: FakeVoiceShelf = {
    usual: 'joe',
    understood: ['en'],
    models: [
      model('joe', 'en-US'),
      model('choir', 'en-GB', ['choir/anna', 'choir/bert']),
      model('thorsten', 'de-DE', ['thorsten'], false),
    ],
    prepared: [],
    sampled: [],
    failure: undefined,
    async look() {},
    find(id) {
      const found = shelf.models.find((one) => one.id === id || one.voices.includes(id));
      const name = found?.voices.includes(id) === true ? id : found?.voices[0];
      if (found === undefined || name === undefined) return undefined;
      const { language, isHere, isSlow } = found;
      return { id: name, title: name, language, isHere, isSlow };
    },
    prepare: (id) => void shelf.prepared.push(id),
    async sample(id, speed) {
      if (shelf.failure !== undefined) throw shelf.failure;
      shelf.sampled.push({ id, speed });
      return { text: `I am ${id}.`, samples: new Float32Array(2400), sampleRateHz: 24_000 };
    },
  };
  return shelf;
}
