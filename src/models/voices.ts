/** The voices that there are: models with one speaker are one voice, the others one for each speaker. */
import { findModel, MODELS } from './catalogue.ts';
import type { Model } from './model-types.ts';

export interface CatalogueVoice {
  /** "piper-en-us-joe-medium"; of a model with several speakers "kokoro-en-us/heart". */
  readonly id: string;
  readonly modelId: string;
  /** Which of the model's speakers it is, as the engine knows it. */
  readonly speakerNumber: number;
  /** BCP 47. */
  readonly language: string;
  /** For a person. */
  readonly title: string;
  readonly licence: string;
  /** Of a voice that takes long: synthesis time for a second of sound, on two cores. */
  readonly realTimeFactor: number | undefined;
}

/** Between a model's id and the name of its speaker. */
const SEPARATOR = '/';

/** All voices of one model, in its own order; none of a model that does not speak. */
export function voicesOf(model: Model): CatalogueVoice[] {
  if (model.kind !== 'tts') return [];
  const { id: modelId, licence, realTimeFactor, languages = [] } = model;
  const shared = { modelId, licence, realTimeFactor, language: languages[0] ?? 'und' };
  if (model.speakers === undefined)
    return [{ ...shared, id: modelId, speakerNumber: 0, title: model.title }];
  return model.speakers.map(({ name, number }) => ({
    ...shared,
    id: `${modelId}${SEPARATOR}${name}`,
    speakerNumber: number,
    title: `${model.title}: ${name}`,
  }));
}

/** @param id of a voice, or of a model: then its first speaker. @returns undefined where there is none. */
export function voiceNamed(id: string): CatalogueVoice | undefined {
  const [modelId, speaker] = id.split(SEPARATOR);
  const model = MODELS.find((one) => one.id === modelId && one.kind === 'tts');
  if (model === undefined) return undefined;
  const voices = voicesOf(model);
  return speaker === undefined ? voices[0] : voices.find((voice) => voice.id === id);
}

/** @throws {UnknownModelError} naming the models, or the speakers, that there are. */
export function findVoice(id: string): CatalogueVoice {
  const voice = voiceNamed(id);
  if (voice !== undefined) return voice;
  throw new UnknownSpeakerError(id, findModel(id.split(SEPARATOR)[0] ?? '', 'tts'));
}

/** Shown in full only where they are few: LibriTTS has 904. */
const SHOWN_SPEAKERS = 60;

class UnknownSpeakerError extends Error {
  /** Shown as its sentence, as for a model that is unknown. */
  override readonly name = 'UnknownModelError';

  constructor(id: string, { id: modelId, speakers = [] }: Model) {
    const names = speakers.map(({ name }) => name);
    const known =
      names.length === 0
        ? `${modelId} has one voice only`
        : `${modelId} has ${names.slice(0, SHOWN_SPEAKERS).join(', ')}` +
          (names.length > SHOWN_SPEAKERS ? ` … ${names.at(-1)}` : '');
    super(`Cannot find the voice "${id}": ${known}`);
  }
}
