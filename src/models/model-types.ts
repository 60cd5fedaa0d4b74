/** What the catalogue says of a model, and what its loader needs. */

export type ModelKind = 'stt' | 'tts' | 'vad' | 'turn' | 'llm';

/** A file, or a folder of files, that a part consists of once it is here. */
interface PinnedFile {
  /** Relative to the part's folder. A folder ends in "/". */
  readonly path: string;
  /** Size; of a folder, of all its files together. */
  readonly bytes: number;
  /** Lower-case hex; of a folder, of its listing (`folderDigest`). */
  readonly sha256: string;
}

interface SourceBase {
  /** Size of what is downloaded, for the progress bar; 0 where it is not known. */
  readonly bytes: number;
  /** The pins hold for another build of the same data, so what comes is recorded instead of compared. */
  readonly isUnpinned?: true;
}

/** One package, archive or set of files. */
export type SingleSource =
  /** An npm package, through pacote and npm's own settings. */
  | (SourceBase & { readonly kind: 'npm'; readonly spec: string; readonly take: TakenFiles })
  /** A Python wheel, through pip and pip's own settings. */
  | (SourceBase & { readonly kind: 'wheel'; readonly spec: string; readonly take: TakenFiles })
  /** A `.tar.bz2` on the open internet: what lies in its only top folder. */
  | (SourceBase & {
      readonly kind: 'archive';
      readonly url: string;
      readonly take: 'all' | TakenFiles;
    })
  /** Single files on the open internet: name in the part's folder to address. */
  | (SourceBase & { readonly kind: 'files'; readonly urls: Readonly<Record<string, string>> });

/** Where a part can be had. */
export type ModelSource =
  | SingleSource
  /** Each holds a piece of the part: all of them are needed. `bytes` is their sum. */
  | (SourceBase & { readonly kind: 'together'; readonly sources: readonly SingleSource[] });

/** Path in the package to path in the part's folder; folders end in "/". */
export type TakenFiles = Readonly<Record<string, string>>;

/** How the files that came are made into the ones the engine takes. */
export type Derivation = 'moonshine' | 'moonshine-tokens' | 'piper-voice' | 'smart-turn' | 'kokoro';

/** What is downloaded, checked and put in place as one: one folder below the models' folder. */
export interface ModelPart {
  readonly id: string;
  readonly sources: readonly ModelSource[];
  readonly derive?: Derivation;
  /** Empty where the contents are not known beforehand: their sha256 are recorded at the first download. */
  readonly files: readonly PinnedFile[];
}

/** Paths are relative to the models' folder and start with the part's id. */
export type ModelLoader =
  | {
      readonly kind: 'moonshine';
      readonly encoder: string;
      readonly mergedDecoder: string;
      readonly tokens: string;
    }
  | {
      readonly kind: 'transducer';
      readonly encoder: string;
      readonly decoder: string;
      readonly joiner: string;
      readonly tokens: string;
    }
  | { readonly kind: 'sense-voice'; readonly model: string; readonly tokens: string }
  | {
      readonly kind: 'whisper';
      readonly encoder: string;
      readonly decoder: string;
      readonly tokens: string;
    }
  | {
      readonly kind: 'vits';
      readonly model: string;
      readonly tokens: string;
      readonly dataDir: string;
    }
  | {
      readonly kind: 'kokoro';
      readonly model: string;
      readonly voices: string;
      readonly tokens: string;
      readonly dataDir: string;
      readonly lexicons: readonly string[];
      /** What espeak-ng calls the language, where the lexicons are not all there is. */
      readonly espeakLanguage?: string;
    }
  | {
      readonly kind: 'matcha';
      readonly acousticModel: string;
      readonly vocoder: string;
      readonly tokens: string;
      readonly dataDir: string;
    }
  | { readonly kind: 'onnx'; readonly model: string }
  | { readonly kind: 'gguf'; readonly model: string };

/** One of the voices of a model that has several. */
export interface ModelSpeaker {
  /** As people choose it: "heart", "12". */
  readonly name: string;
  /** As the engine knows it. */
  readonly number: number;
}

export interface Model {
  readonly id: string;
  readonly kind: ModelKind;
  /** For a person: "Moonshine tiny, English". */
  readonly title: string;
  readonly licence: string;
  readonly parts: readonly ModelPart[];
  readonly loader: ModelLoader;
  /** What it understands or speaks, BCP 47; absent where it deals with no language. */
  readonly languages?: readonly string[];
  /** Of a voice; absent where the model has one voice only. The first one speaks by default. */
  readonly speakers?: readonly ModelSpeaker[];
  /** Of a voice that takes long: synthesis time for a second of sound, on two cores. */
  readonly realTimeFactor?: number;
  /** Parley's tests run with it. The others share the loading code with one that is tested. */
  readonly tested: boolean;
}
