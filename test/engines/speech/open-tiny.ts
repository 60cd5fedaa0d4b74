import { fileURLToPath } from 'node:url';
import type { Clock } from '../../../src/async/clock.ts';
import { forkChild } from '../../../src/engines/speech/child.ts';
import { laneLimits } from '../../../src/engines/speech/lanes.ts';
import type { SlotSpec } from '../../../src/engines/speech/messages.ts';
import { openSpeechProcess } from '../../../src/engines/speech/speech-process.ts';
import type { SpeechProcess } from '../../../src/engines/speech/speech-process-port.ts';
import type { Logger } from '../../../src/log.ts';
import { findModel } from '../../../src/models/catalogue.ts';

const PROGRAM = fileURLToPath(new URL('./tiny-speech.ts', import.meta.url));

export const tinySpec: SlotSpec = {
  kind: 'voice',
  model: findModel('piper-en-us-joe-medium'),
  modelsDir: '/nowhere',
};

/** Real processes, models of a few bytes; "tiny" is open. */
export async function openTiny(parts: { clock: Clock; log: Logger }): Promise<SpeechProcess> {
  const speech = openSpeechProcess({
    ...parts,
    startChild: forkChild(PROGRAM, 4),
    limits: laneLimits(2),
  });
  await speech.open('tiny', tinySpec, new AbortController().signal);
  return speech;
}
