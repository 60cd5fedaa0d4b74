/** Makes the files that came into the ones that the engine takes. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deriveKokoro } from './derive-kokoro.ts';
import { moonshineDecoder } from './derive-moonshine-decoder.ts';
import { moonshineTokens } from './derive-moonshine-tokens.ts';
import { parsePiperVoice, piperModel, piperTokens } from './derive-piper-voice.ts';
import { smartTurn } from './derive-smart-turn.ts';
import type { Derivation } from './model-types.ts';
import { IS_DIRECT_QUICKER, withDirectVocoder } from './onnx/direct-vocoder.ts';

/** @throws Error when the files are not what they should be. */
export async function derive(derivation: Derivation, folder: string): Promise<void> {
  switch (derivation) {
    case 'moonshine-tokens': {
      const source = join(folder, 'llama-tokenizer.js');
      const tokens = moonshineTokens(await readFile(source, 'utf8'));
      await writeFile(join(folder, 'tokens.txt'), tokens);
      await rm(source);
      return;
    }
    case 'moonshine': {
      const decoder = join(folder, 'decoder_model_merged.onnx');
      await writeFile(decoder, moonshineDecoder(await readFile(decoder)));
      return;
    }
    case 'piper-voice': {
      const description = join(folder, 'voice.onnx.json');
      const voice = parsePiperVoice(await readFile(description, 'utf8'));
      const raw = join(folder, 'voice.onnx');
      const model = piperModel(await readFile(raw), voice);
      const quickest = IS_DIRECT_QUICKER ? withDirectVocoder(model) : model;
      await writeFile(join(folder, 'model.onnx'), quickest);
      await rm(raw);
      await writeFile(join(folder, 'tokens.txt'), piperTokens(voice));
      await rm(description);
      return;
    }
    case 'smart-turn': {
      const model = join(folder, 'smart-turn.onnx');
      await writeFile(model, smartTurn(await readFile(model)));
      return;
    }
    case 'kokoro':
      return deriveKokoro(folder);
  }
}
