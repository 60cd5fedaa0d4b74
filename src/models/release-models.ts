/**
 * Richer models of the same families, from sherpa-onnx's release pages: larger, better, and only
 * for machines that reach the open internet. None of them was tried; they share the loading code
 * with the models that are. Their sha256 is not known beforehand: it is recorded at the first
 * download, shown by `parley models`, and every later change is noticed.
 */
import type { Model, ModelKind, ModelLoader, ModelPart } from './model-types.ts';

const RELEASES = 'https://github.com/k2-fsa/sherpa-onnx/releases/download';

type Release = 'asr-models' | 'tts-models';

function releasePart(id: string, release: Release, archive: string, megabytes: number): ModelPart {
  const url = `${RELEASES}/${release}/${archive}.tar.bz2`;
  return {
    id,
    sources: [{ kind: 'archive', url, take: 'all', bytes: megabytes * 1e6 }],
    files: [],
  };
}

function releaseModel(
  kind: ModelKind,
  id: string,
  title: string,
  licence: string,
  archive: string,
  /** Rounded: the server tells the exact size. */
  megabytes: number,
  loader: ModelLoader,
  languages: readonly string[],
  speakers?: Model['speakers'],
): Model {
  const release = kind === 'stt' ? 'asr-models' : 'tts-models';
  const parts = [releasePart(id, release, archive, megabytes)];
  return {
    id,
    kind,
    title,
    licence,
    parts,
    loader,
    languages,
    ...(speakers === undefined ? {} : { speakers }),
    tested: false,
  };
}

/** Speakers that have no names. */
function numbered(count: number): Model['speakers'] {
  return Array.from({ length: count }, (_, number) => ({ name: String(number), number }));
}

function piperVoice(
  id: string,
  title: string,
  licence: string,
  name: string,
  speakers?: Model['speakers'],
): Model {
  return releaseModel(
    'tts',
    id,
    title,
    licence,
    `vits-piper-${name}`,
    67,
    {
      kind: 'vits',
      model: `${id}/${name}.onnx`,
      tokens: `${id}/tokens.txt`,
      dataDir: `${id}/espeak-ng-data`,
    },
    [name.slice(0, 'en_US'.length).replace('_', '-')],
    speakers,
  );
}

const VOCODER: ModelPart = {
  id: 'vocos-22khz',
  sources: [
    {
      kind: 'files',
      urls: { 'vocos-22khz-univ.onnx': `${RELEASES}/vocoder-models/vocos-22khz-univ.onnx` },
      bytes: 53_884_024,
    },
  ],
  files: [
    {
      path: 'vocos-22khz-univ.onnx',
      bytes: 53_884_024,
      sha256: '0574a135aa1db2de6e181050db2ec528496cacd4a4701fc5d7faf9f9804c0081',
    },
  ],
};

/** By the model's own card. */
const PARAKEET_LANGUAGES: readonly string[] =
  'bg hr cs da nl en et fi fr de el hu it lv lt mt pl pt ro sk sl es sv ru uk'.split(' ');

const MATCHA_ID = 'matcha-en-us-ljspeech';

export const RELEASE_MODELS: readonly Model[] = [
  releaseModel(
    'stt',
    'moonshine-base-en',
    'Moonshine base, English',
    'MIT',
    'sherpa-onnx-moonshine-base-en-quantized-2026-02-27',
    111,
    {
      kind: 'moonshine',
      encoder: 'moonshine-base-en/encoder_model.ort',
      mergedDecoder: 'moonshine-base-en/decoder_model_merged.ort',
      tokens: 'moonshine-base-en/tokens.txt',
    },
    ['en'],
  ),
  releaseModel(
    'stt',
    'parakeet-tdt-0.6b-v3',
    'Parakeet TDT 0.6b v3 int8, 25 European languages',
    'CC-BY-4.0',
    'sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8',
    487,
    {
      kind: 'transducer',
      encoder: 'parakeet-tdt-0.6b-v3/encoder.int8.onnx',
      decoder: 'parakeet-tdt-0.6b-v3/decoder.int8.onnx',
      joiner: 'parakeet-tdt-0.6b-v3/joiner.int8.onnx',
      tokens: 'parakeet-tdt-0.6b-v3/tokens.txt',
    },
    PARAKEET_LANGUAGES,
  ),
  releaseModel(
    'stt',
    'sense-voice',
    'SenseVoice int8: Chinese, English, Japanese, Korean, Cantonese',
    'FunASR model licence',
    'sherpa-onnx-sense-voice-zh-en-ja-ko-yue-int8-2024-07-17',
    163,
    {
      kind: 'sense-voice',
      model: 'sense-voice/model.int8.onnx',
      tokens: 'sense-voice/tokens.txt',
    },
    ['zh', 'en', 'ja', 'ko', 'yue'],
  ),
  releaseModel(
    'stt',
    'whisper-base',
    'Whisper base, 99 languages',
    'MIT',
    'sherpa-onnx-whisper-base',
    208,
    {
      kind: 'whisper',
      encoder: 'whisper-base/base-encoder.int8.onnx',
      decoder: 'whisper-base/base-decoder.int8.onnx',
      tokens: 'whisper-base/base-tokens.txt',
    },
    // All that it tells apart.
    ['mul'],
  ),
  piperVoice(
    'piper-en-us-libritts-r-medium',
    'Piper LibriTTS-R, US English',
    'CC-BY-4.0 voice',
    'en_US-libritts_r-medium',
    numbered(904),
  ),
  piperVoice(
    'piper-en-gb-alba-medium',
    'Piper Alba, British English',
    'CC-BY-4.0 voice',
    'en_GB-alba-medium',
  ),
  piperVoice(
    'piper-de-de-thorsten-medium',
    'Piper Thorsten, German',
    'CC0 voice',
    'de_DE-thorsten-medium',
  ),
  piperVoice(
    'piper-fr-fr-siwis-medium',
    'Piper Siwis, French',
    'CC-BY-4.0 voice',
    'fr_FR-siwis-medium',
  ),
  releaseModel(
    'tts',
    'kokoro-multi-lang',
    'Kokoro 82M int8, English and Chinese',
    'Apache-2.0',
    'kokoro-int8-multi-lang-v1_1',
    147,
    {
      kind: 'kokoro',
      model: 'kokoro-multi-lang/model.int8.onnx',
      voices: 'kokoro-multi-lang/voices.bin',
      tokens: 'kokoro-multi-lang/tokens.txt',
      dataDir: 'kokoro-multi-lang/espeak-ng-data',
      lexicons: ['kokoro-multi-lang/lexicon-us-en.txt', 'kokoro-multi-lang/lexicon-zh.txt'],
    },
    ['en-US', 'zh'],
    numbered(103),
  ),
  {
    id: MATCHA_ID,
    kind: 'tts',
    title: 'Matcha LJSpeech, US English',
    licence: 'public-domain voice',
    parts: [releasePart(MATCHA_ID, 'tts-models', 'matcha-icefall-en_US-ljspeech', 77), VOCODER],
    loader: {
      kind: 'matcha',
      acousticModel: `${MATCHA_ID}/model-steps-3.onnx`,
      vocoder: 'vocos-22khz/vocos-22khz-univ.onnx',
      tokens: `${MATCHA_ID}/tokens.txt`,
      dataDir: `${MATCHA_ID}/espeak-ng-data`,
    },
    languages: ['en-US'],
    tested: false,
  },
];
