/** What voices say when somebody wants to hear them. */

const ENGLISH = 'Hello! This is how I sound when I talk with you.';

const SENTENCES: Readonly<Record<string, string>> = {
  de: 'Hallo! So klinge ich, wenn ich mit dir rede.',
  es: '¡Hola! Así sueno cuando hablo contigo.',
  fr: 'Bonjour ! Voilà ma voix quand je parle avec toi.',
  hi: 'नमस्ते! जब मैं आपसे बात करता हूँ तो मेरी आवाज़ ऐसी होती है।',
  it: 'Ciao! Ecco la mia voce quando parlo con te.',
  pt: 'Olá! É assim que eu falo com você.',
  zh: '你好！我和你说话的时候就是这个声音。',
};

/** @param language BCP 47. */
export function sampleSentence(language: string): string {
  return SENTENCES[new Intl.Locale(language).language] ?? ENGLISH;
}
