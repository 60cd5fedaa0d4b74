/**
 * Share of the words of `expected` that `heard` has, case and marks aside. A voice that says a text
 * anew each time mumbles now and then: no test asks it for every word.
 */
export function wordOverlap(expected: string, heard: string): number {
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const there = new Set(words(heard));
  const wanted = words(expected);
  return wanted.filter((word) => there.has(word)).length / Math.max(1, wanted.length);
}
