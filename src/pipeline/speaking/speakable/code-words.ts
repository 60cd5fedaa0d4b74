/** Code inside of a sentence, as somebody would read it out. */
import { editAll, type Edited } from './edited.ts';

/** `fooBar`, `snake_case`, `main.ts`, `--flag`, `a.b()`: between backticks only. */
export function readInlineCode(text: Edited): Edited {
  if (!text.text.includes('`')) return text;
  return editAll(text, /`+([^`\n]{1,200})`+/gu, ([, code = '']) => codeInWords(code));
}

function codeInWords(code: string): string {
  return code
    .trim()
    .replaceAll(/https?:\/\//giu, '')
    .replaceAll(/(?<=^|\s)--?(?=\w)/gu, (dashes) => (dashes.length === 2 ? 'dash dash ' : 'dash '))
    .replaceAll(/\(\s*\)/gu, '')
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .replaceAll(/_+/gu, ' ')
    .replaceAll(/(?<=[\p{L}\d])\.(?=[\p{L}])/gu, ' dot ')
    .replaceAll(/(?<=\w)-(?=\w)/gu, ' ')
    .replaceAll(/\s*(?:=>|->)\s*/gu, ' arrow ')
    .replaceAll(/\s*(?:===|==)\s*/gu, ' equals ')
    .replaceAll(/\s*!==?\s*/gu, ' is not ')
    .replaceAll(/\//gu, ' slash ')
    .replaceAll(/[(){}[\]<>;|\\"'`#*~^]+|\$(?!\d)/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
