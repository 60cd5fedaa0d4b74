/** Checks that what is understood and what is spoken are one language. */
import { findModel } from '../models/catalogue.ts';
import { voiceNamed } from '../models/voices.ts';
import { flawed, ok, skipped, type CheckResult } from './check.ts';

const NAME = 'languages';

/** @param sttId, voiceId as configured; unknown ones are told about elsewhere. */
export function checkLanguages(sttId: string, voiceId: string): CheckResult {
  const voice = voiceNamed(voiceId);
  const understood = languagesOf(sttId);
  if (voice === undefined || understood === undefined)
    return skipped(NAME, 'the models are not known');
  const found = `understands ${understood.map(nameOf).join(', ')}; speaks ${nameOf(voice.language)}`;
  const isUnderstood = understood.some(
    (language) => language === 'mul' || baseOf(language) === baseOf(voice.language),
  );
  if (isUnderstood) return ok(NAME, found);
  return flawed(
    NAME,
    found,
    'Choose PARLEY_STT and PARLEY_TTS of the same language: `parley models` and `parley say --list-voices` show what there is.',
  );
}

function languagesOf(sttId: string): readonly string[] | undefined {
  try {
    return findModel(sttId, 'stt').languages;
  } catch {
    return undefined;
  }
}

function baseOf(language: string): string {
  return new Intl.Locale(language).language;
}

function nameOf(language: string): string {
  if (language === 'mul') return 'many languages';
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(language) ?? language;
}
