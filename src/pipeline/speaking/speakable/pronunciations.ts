/** A server's own pronunciations. */
import { editAll, FINAL, type Edited } from './edited.ts';

/** @returns whole words replaced, longest first, case ignored; what they become is changed no more. */
export function pronounce(text: Edited, pronunciations: ReadonlyMap<string, string>): Edited {
  if (pronunciations.size === 0) return text;
  const words = [...pronunciations.keys()]
    .filter((word) => word.trim() !== '')
    .toSorted((a, b) => b.length - a.length);
  if (words.length === 0) return text;
  const said = new Map([...pronunciations].map(([word, as]) => [fold(word), as]));
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_])(?:${words.map(escaped).join('|')})(?![\\p{L}\\p{N}_])`,
    'giu',
  );
  return editAll(text, pattern, ([word]) => said.get(fold(word)), FINAL);
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll(/\s+/gu, ' ');
}

function escaped(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\/]/gu, '\\$&').replaceAll(/\s+/gu, '\\s+');
}
