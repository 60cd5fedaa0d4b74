/** Makes Kokoro's files into what sherpa-onnx wants: one model with metadata, one file of voices, a token list. */
import { appendFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KOKORO_SPEAKERS } from './kokoro-speakers.ts';
import { onnxMetadata } from './onnx/edit-fields.ts';

const vocabularySchema = z.object({ vocab: z.record(z.string(), z.number().int()) });

/** 510 styles, one for each length of text, of 256 floats each. */
const SPEAKER_BYTES = 510 * 256 * 4;

/** One line `symbol<SPACE>id` for every phoneme, by their numbers. @throws ZodError when it is no vocabulary. */
export function kokoroTokens(json: string): string {
  const { vocab } = vocabularySchema.parse(JSON.parse(json));
  return Object.entries(vocab)
    .toSorted(([, a], [, b]) => a - b)
    .map(([symbol, id]) => `${symbol} ${id}\n`)
    .join('');
}

/**
 * @param folder holds model-1.part … (pieces of the model, in order), voices/NAME.bin and vocab.json.
 * @throws Error when one is missing or of the wrong size.
 */
export async function deriveKokoro(folder: string): Promise<void> {
  const at = (name: string) => join(folder, name);
  const [first, ...others] = (await readdir(folder))
    .filter((name) => name.endsWith('.part'))
    .sort();
  if (first === undefined) throw new Error('there is no model in it');
  for (const name of others) {
    await appendFile(at(first), await readFile(at(name)));
    await rm(at(name));
  }
  await appendFile(at(first), METADATA);
  await rename(at(first), at('model.onnx'));

  await writeFile(at('voices.bin'), '');
  for (const name of KOKORO_SPEAKERS) {
    const style = await readFile(at(`voices/${name}.bin`));
    if (style.length !== SPEAKER_BYTES)
      throw new Error(`the voice ${name} has ${style.length} bytes instead of ${SPEAKER_BYTES}`);
    await appendFile(at('voices.bin'), style);
  }
  await rm(at('voices'), { recursive: true });

  await writeFile(at('tokens.txt'), kokoroTokens(await readFile(at('vocab.json'), 'utf8')));
  await rm(at('vocab.json'));
}

const METADATA = onnxMetadata({
  model_type: 'kokoro',
  language: 'several',
  has_espeak: '1',
  sample_rate: '24000',
  // From 2 on the language is told when the model is loaded.
  version: '2',
  voice: 'en-us',
  style_dim: '510,1,256',
  n_speakers: String(KOKORO_SPEAKERS.length),
});
