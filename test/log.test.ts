import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { createLog } from '../src/log.ts';

test('a silent log takes no thread and leaves nothing with the process', () => {
  const waitsForExit = () => getEventListeners(process, 'exit').length;
  const threads = () => process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort');
  const before = { listeners: waitsForExit(), threads: threads().length };
  const logs = Array.from({ length: 20 }, () => createLog('silent', false));
  expect(logs[0]!.isLevelEnabled('fatal')).toBe(false);
  expect({ listeners: waitsForExit(), threads: threads().length }).toEqual(before);
});
