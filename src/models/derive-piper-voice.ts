/** Makes a raw Piper voice into what sherpa-onnx wants: metadata inside the model, and a token list; quick to load. */
import { z } from 'zod';
import { onnxMetadata, withoutShapes } from './onnx/edit-fields.ts';

const voiceSchema = z.object({
  audio: z.object({ sample_rate: z.number().int().positive() }),
  espeak: z.object({ voice: z.string() }),
  num_speakers: z.number().int().positive(),
  language: z.object({ name_english: z.string() }),
  phoneme_id_map: z.record(z.string(), z.array(z.number().int()).min(1)),
});

export type PiperVoice = z.infer<typeof voiceSchema>;

/** @throws ZodError when the voice's .onnx.json is none. */
export function parsePiperVoice(json: string): PiperVoice {
  return voiceSchema.parse(JSON.parse(json));
}

/** One line `symbol<SPACE>id` for every phoneme. */
export function piperTokens(voice: PiperVoice): string {
  return Object.entries(voice.phoneme_id_map)
    .map(([symbol, ids]) => `${symbol} ${ids[0]}\n`)
    .join('');
}

/** @param model as it came. @throws Error where it is none. */
export function piperModel(model: Uint8Array, voice: PiperVoice): Uint8Array {
  const metadata = onnxMetadata({
    model_type: 'vits',
    comment: 'piper',
    language: voice.language.name_english,
    voice: voice.espeak.voice,
    has_espeak: '1',
    n_speakers: String(voice.num_speakers),
    sample_rate: String(voice.audio.sample_rate),
  });
  return Buffer.concat([withoutShapes(model), metadata]);
}
