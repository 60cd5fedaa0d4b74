/** Makes a raw Piper voice into what sherpa-onnx wants: metadata inside the model, and a token list. */
import { z } from 'zod';

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

/**
 * What is to be appended to the model file. Protobuf lets a repeated field be continued at the end
 * of a message, so the 63 MB before it need not be understood.
 */
export function piperMetadata(voice: PiperVoice): Buffer {
  const properties = {
    model_type: 'vits',
    comment: 'piper',
    language: voice.language.name_english,
    voice: voice.espeak.voice,
    has_espeak: '1',
    n_speakers: String(voice.num_speakers),
    sample_rate: String(voice.audio.sample_rate),
  };
  return Buffer.concat(
    Object.entries(properties).map(([key, value]) =>
      field(METADATA_PROPS, Buffer.concat([field(1, key), field(2, value)])),
    ),
  );
}

/** `ModelProto.metadata_props` in onnx.proto: messages of key (1) and value (2). */
const METADATA_PROPS = 14;

/** A length-delimited protobuf field. */
function field(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}
