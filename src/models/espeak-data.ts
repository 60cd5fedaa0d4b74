/** What turns text into phonemes for Piper and Kokoro voices. */
import type { ModelPart } from './model-types.ts';

export const ESPEAK_DATA: ModelPart = {
  id: 'espeak-ng-data',
  sources: [
    {
      kind: 'wheel',
      spec: 'espeakng-loader==0.2.4',
      bytes: 10_078_484,
      take: { 'espeakng_loader/espeak-ng-data/': 'espeak-ng-data/' },
    },
    {
      kind: 'archive',
      url: 'https://github.com/k2-fsa/sherpa-onnx/releases/download/tts-models/espeak-ng-data.tar.bz2',
      bytes: 0,
      // The archive's top folder is the data itself.
      take: { '': 'espeak-ng-data/' },
      // Another build of the data than the wheel's.
      isUnpinned: true,
    },
  ],
  files: [
    {
      path: 'espeak-ng-data/',
      bytes: 18_373_365,
      sha256: '2e72e04961833faf25aa55b26d7234598ca7a3dba8a4fe1961d2dade11d62b0e',
    },
  ],
};
