import { expect, test } from 'vitest';
import { ann, stage } from '../pipeline/deciding/conversation-bench.ts';

test('a language model is told that somebody has begun to speak, once a turn and long before it is asked', async () => {
  const { llm, clock, join } = stage({ heard: ['How are you?'], replies: ['Fine.'] });
  const toldAtMs: number[] = [];
  Object.assign(llm, { prepare: () => toldAtMs.push(clock.nowMs()) });
  await join(ann).says('.5 v50');
  expect(llm.requests).toEqual([]);
  expect(toldAtMs).toHaveLength(1);
  expect(toldAtMs[0]).toBeLessThan(400);
  await clock.advance(2000);
  expect(toldAtMs).toHaveLength(1);
});
