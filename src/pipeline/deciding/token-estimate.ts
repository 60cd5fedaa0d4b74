/** How many tokens a text is to a language model, without that model's tokenizer. */

/**
 * An estimate that is rather too high.
 *
 * English prose comes to 4.2–4.7 characters a token with the vocabularies of Llama 3 (128 k) and
 * of gpt-oss (200 k); 3.5 leaves a margin for names and figures. Other alphabets are cut into
 * shorter tokens: 2 characters each (Cyrillic, Greek, Arabic, Hebrew, Devanagari …). Chinese,
 * Japanese and Korean characters count as one each, emoji and the like as three.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const char of text) tokens += tokensOf(char.codePointAt(0) ?? 0);
  return Math.ceil(tokens);
}

function tokensOf(codePoint: number): number {
  if (codePoint < 0x250) return codePoint < 0x80 ? 1 / 3.5 : 1 / 2;
  if (codePoint < 0x1100) return 1 / 2;
  if (codePoint >= 0x1_f000) return 3;
  return 1;
}
