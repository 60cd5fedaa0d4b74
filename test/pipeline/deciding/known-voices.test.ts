import { describe, expect, test } from 'vitest';
import { createKnownVoices } from '../../../src/pipeline/deciding/known-voices.ts';

describe('createKnownVoices()', () => {
  test('keeps what was learned of each voice apart', () => {
    const known = createKnownVoices();
    const joe = known.of({ id: 'joe' });
    expect(known.of({ id: 'joe' })).toBe(joe);
    expect(known.of({ id: 'joe@2' })).not.toBe(joe);
  });

  test('expects a voice that takes long to take long from its first piece on', () => {
    const known = createKnownVoices();
    const usualMs = known.of({ id: 'joe' }).pace.synthesisMs(60);
    const slowMs = known.of({ id: 'heart', realTimeFactor: 1 }).pace.synthesisMs(60);
    expect(usualMs).toBeLessThan(500);
    expect(slowMs).toBeGreaterThan(2000);
  });

  test('forgets the voice that has not spoken for longest', () => {
    const known = createKnownVoices();
    const first = known.of({ id: '0' });
    const second = known.of({ id: '1' });
    for (let id = 2; id < 64; id++) known.of({ id: String(id) });
    expect(known.of({ id: '0' })).toBe(first);
    known.of({ id: '64' });
    expect(known.of({ id: '0' })).toBe(first);
    expect(known.of({ id: '1' })).not.toBe(second);
  });
});
