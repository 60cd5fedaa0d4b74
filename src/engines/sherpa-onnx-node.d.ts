/** The part of sherpa-onnx-node 1.13.8 that Parley uses; the package ships no types. */
declare module 'sherpa-onnx-node' {
  namespace sherpa {
    interface OfflineModelConfig {
      moonshine?: {
        encoder: string;
        mergedDecoder: string;
      };
      transducer?: { encoder: string; decoder: string; joiner: string };
      senseVoice?: { model: string; language?: string; useInverseTextNormalization?: number };
      whisper?: { encoder: string; decoder: string; language?: string; task?: string };
      tokens: string;
      modelType?: string;
      numThreads?: number;
      provider?: string;
      debug?: boolean;
    }

    interface OfflineRecognizerConfig {
      featConfig?: { sampleRate: number; featureDim: number };
      modelConfig: OfflineModelConfig;
      decodingMethod?: string;
    }

    interface OfflineStream {
      /** Any rate is taken; another than the model's is resampled with a note on stderr. */
      acceptWaveform(sound: { samples: Float32Array; sampleRate: number }): void;
    }

    interface OfflineRecognizer {
      createStream(): OfflineStream;
      decodeAsync(stream: OfflineStream): Promise<{ text: string }>;
    }

    interface OfflineTtsConfig {
      model: {
        vits?: {
          model: string;
          tokens: string;
          dataDir: string;
          noiseScale?: number;
          noiseScaleW?: number;
        };
        kokoro?: {
          model: string;
          voices: string;
          tokens: string;
          dataDir: string;
          lexicon?: string;
          /** What espeak-ng calls the language. */
          lang?: string;
        };
        matcha?: { acousticModel: string; vocoder: string; tokens: string; dataDir: string };
        numThreads?: number;
        provider?: string;
        debug?: boolean;
      };
      maxNumSentences?: number;
    }

    interface OfflineTts {
      readonly sampleRate: number;
      readonly numSpeakers: number;
      generateAsync(request: {
        text: string;
        sid: number;
        speed: number;
        enableExternalBuffer?: boolean;
      }): Promise<{ samples: Float32Array; sampleRate: number }>;
    }

    const OfflineRecognizer: {
      createAsync(config: OfflineRecognizerConfig): Promise<OfflineRecognizer>;
    };
    const OfflineTts: { createAsync(config: OfflineTtsConfig): Promise<OfflineTts> };
  }
  export = sherpa;
}
