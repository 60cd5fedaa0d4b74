import { ENGINE_HZ } from '../../pipeline/types.ts';
import type { SpeechTask } from './messages.ts';

/** On a machine that is overloaded as well. */
const BASE_MS = 10_000;

/**
 * How long a task may take before it is taken never to end. Far above what any model of the
 * catalogue needs: recognition runs many times faster than speech, and the slowest voices need
 * about as long as they speak (65 ms a character).
 */
export function timeLimitMs(task: SpeechTask): number {
  if (task.kind === 'synthesis') return BASE_MS + 200 * task.text.length;
  return BASE_MS + (3 * 1000 * task.samples.length) / ENGINE_HZ;
}
