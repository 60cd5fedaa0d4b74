import { expect, test } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { rehearse } from '../../../src/pipeline/deciding/rehearse.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';

const log = createLog('silent', false);

test('a rehearsal goes through whole turns, from a voice to the last word of the answer', async () => {
  const clock = fakeClock();
  const rehearsed = rehearse(clock, log, new AbortController().signal);
  await clock.advance(3000);
  const turns = await rehearsed;
  expect(turns).toHaveLength(3);
  for (const { outcome, sentences } of turns) {
    expect(outcome).toEqual({ status: 'answered' });
    expect(sentences.map(({ text }) => text).join(' ')).toMatch(/^Sure, .* Yes\.$/su);
  }
});

test('a rehearsal ends with the bot', async () => {
  const clock = fakeClock();
  const ending = new AbortController();
  const rehearsed = rehearse(clock, log, ending.signal);
  await clock.advance(100);
  ending.abort(new Error('The bot ends'));
  const turns = await rehearsed;
  expect(turns.map(({ outcome }) => outcome.status)).not.toContain('answered');
  expect(clock.pending).toBe(0);
});
