/** Makes the token list that sherpa-onnx wants for Moonshine from the Llama vocabulary it uses. */

const LLAMA_TOKENS = 32_000;
/** Moonshine's own tokens follow those of Llama. */
const EXTRA_TOKENS = 768;

/**
 * @param tokenizerSource text of llama-tokenizer.js; read, never run.
 * @returns one line `base64(token)<TAB>id` for every token.
 * @throws Error when the vocabulary is not where it was.
 */
export function moonshineTokens(tokenizerSource: string): string {
  const encoded = /llama_vocab_base64\s*=\s*["'`]([A-Za-z0-9+/=]+)["'`]/.exec(tokenizerSource)?.[1];
  if (encoded === undefined)
    throw new Error('Cannot make the token list: llama-tokenizer.js holds no vocabulary');
  const vocabulary = Buffer.from(encoded, 'base64').toString('utf8').split('\n');
  if (vocabulary.length !== LLAMA_TOKENS)
    throw new Error(
      `Cannot make the token list: ${vocabulary.length} tokens instead of ${LLAMA_TOKENS}`,
    );
  const extra = Array.from({ length: EXTRA_TOKENS }, (_, index) => `<<ST_${index}>>`);
  return [...vocabulary, ...extra]
    .map((token, id) => `${Buffer.from(token, 'utf8').toString('base64')}\t${id}\n`)
    .join('');
}
