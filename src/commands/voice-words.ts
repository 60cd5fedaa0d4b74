/** How voices are told about to people. Pure. */
import type { VoiceChoice } from '../settings/voice-choice.ts';
import type { ShelfModel, ShelfVoice, VoiceShelf } from './voice-shelf.ts';

const LANGUAGES = new Intl.DisplayNames(['en'], { type: 'language' });

/** "American English", "Brazilian Portuguese". */
export function languageName(language: string): string {
  if (language === 'mul') return 'many languages';
  return LANGUAGES.of(language) ?? language;
}

/** Names that are shown of a model with many voices. */
const SHOWN_VOICES = 6;

/** One line for each model; those that are not here are told with the way to get them. */
export function voiceList(shelf: VoiceShelf): string {
  const here = shelf.models.filter(({ isHere }) => isHere);
  const others = shelf.models.filter(({ isHere }) => !isHere);
  return [
    '**Voices that I have** (one of several: `NAME/voice`)',
    ...here.map(modelLine),
    ...(others.length === 0
      ? []
      : [
          '**Voices that whoever runs me can fetch** (`parley models --fetch NAME`)',
          ...others.map(modelLine),
        ]),
  ].join('\n');
}

function modelLine({ id, language, licence, bytes, isSlow, voices }: ShelfModel): string {
  const size = bytes > 0 ? `, ${Math.round(bytes / 1e6)} MB` : '';
  return `- \`${id}\` ${languageName(language)}${several(voices)}${size}${isSlow ? ', slow' : ''}, ${licence}`;
}

function several(voices: readonly string[]): string {
  if (voices.length < 2) return '';
  const names = voices.map((id) => id.split('/')[1]);
  const shown = names.slice(0, SHOWN_VOICES).join(', ');
  const more = names.length > SHOWN_VOICES ? ` … ${names.at(-1)}` : '';
  return `, ${voices.length} voices: ${shown}${more}`;
}

/** "**kokoro-en-us/heart** (US English) at 1.2 times its usual speed". */
export function voiceAtSpeed(voice: ShelfVoice, speed: number): string {
  const name = `**${voice.id}** (${languageName(voice.language)})`;
  return speed === 1 ? name : `${name} at ${speed} times its usual speed`;
}

/** A choice as it was made; undefined where there is none. */
export function choiceInWords({ voice, speed }: VoiceChoice): string | undefined {
  if (voice === undefined)
    return speed === undefined ? undefined : `${speed} times the usual speed`;
  return speed === undefined ? `**${voice}**` : `**${voice}** at ${speed} times its usual speed`;
}
