/** What Parley says of the things that it puts into the chat, in the languages that its voices speak. */

interface Phrases {
  readonly code: string;
  readonly table: string;
  readonly link: string;
}

const PHRASES: Readonly<Record<string, Phrases>> = {
  en: {
    code: "I've put the code in the chat.",
    table: 'The rest of the table is in the chat.',
    link: "I've put the link in the chat.",
  },
  de: {
    code: 'Den Code habe ich in den Chat geschrieben.',
    table: 'Der Rest der Tabelle steht im Chat.',
    link: 'Den Link habe ich in den Chat geschrieben.',
  },
  fr: {
    code: "J'ai mis le code dans le chat.",
    table: 'Le reste du tableau est dans le chat.',
    link: "J'ai mis le lien dans le chat.",
  },
  es: {
    code: 'He puesto el código en el chat.',
    table: 'El resto de la tabla está en el chat.',
    link: 'He puesto el enlace en el chat.',
  },
};

const ENGLISH: Phrases = PHRASES['en'] ?? { code: '', table: '', link: '' };

/** @param language BCP 47. */
export function phrasesIn(language: string): Phrases {
  return PHRASES[language.slice(0, 2).toLowerCase()] ?? ENGLISH;
}
