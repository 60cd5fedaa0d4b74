import { describe, expect, test } from 'vitest';
import { checkLanguages } from '../../src/doctor/check-languages.ts';

describe('checkLanguages()', () => {
  test.for([
    ['moonshine-tiny-en', 'piper-en-us-joe-medium', 'ok', /^understands English; speaks American/u],
    ['moonshine-tiny-en', 'kokoro-en-gb/george', 'ok', /speaks British English$/u],
    ['parakeet-tdt-0.6b-v3', 'kokoro-fr', 'ok', /French.*; speaks French$/u],
    ['whisper-base', 'kokoro-hi', 'ok', /^understands many languages; speaks Hindi$/u],
    ['moonshine-tiny-en', 'kokoro-es', 'failed', /^understands English; speaks Spanish$/u],
    ['nobody', 'kokoro-es', 'skipped', /not known/u],
    ['moonshine-tiny-en', 'nobody', 'skipped', /not known/u],
  ] as const)('of %s and %s: %s', ([sttId, voiceId, status, found]) => {
    expect(checkLanguages(sttId, voiceId)).toMatchObject({
      status,
      found: expect.stringMatching(found),
    });
  });

  test('lets Parley start all the same, and says what to do', () => {
    expect(checkLanguages('moonshine-tiny-en', 'kokoro-es')).toMatchObject({
      isFatal: false,
      advice: expect.stringContaining('PARLEY_TTS'),
    });
  });
});
