/** A supervised speech process in virtual time, and what is asked of it. */
import type { LaneLimits } from '../../../src/engines/speech/lanes.ts';
import type { SlotSpec, SpeechTask } from '../../../src/engines/speech/messages.ts';
import { openSpeechProcess } from '../../../src/engines/speech/speech-process.ts';
import { createLog } from '../../../src/log.ts';
import { findModel } from '../../../src/models/catalogue.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeChildren, type FakeChild, type FakeChildOptions } from './fake-child.ts';

export const never = new AbortController().signal;
const limits: LaneLimits = {
  recognition: { awaited: 1, abandoned: 1 },
  synthesis: { awaited: 1, abandoned: 1 },
  turn: { awaited: 1, abandoned: 0 },
};
const spec = (id: string): SlotSpec => ({
  kind: 'voice',
  model: findModel(id),
  modelsDir: '/nowhere',
});
export const voice = spec('piper-en-us-joe-medium');
export const say = (text: string): SpeechTask => ({
  kind: 'synthesis',
  text,
  speakerNumber: 0,
  speed: 1,
});
export const hear = (seconds: number): SpeechTask => ({
  kind: 'recognition',
  samples: new Float32Array(16_000 * seconds),
});
export const judge: SpeechTask = { kind: 'turn', samples: new Float32Array(16) };

/** Texts of the synthesis that the process was asked for, in order. */
export const asked = ({ received }: FakeChild) =>
  received.flatMap((message) =>
    message.type === 'work' ? [message.task.kind === 'synthesis' ? message.task.text : '?'] : [],
  );

export function bench({
  crowd = 1,
  ...options
}: FakeChildOptions & { readonly crowd?: number } = {}) {
  const clock = fakeClock();
  const children = fakeChildren(options);
  const lateness: number[] = [];
  const speech = openSpeechProcess({
    startChild: children.start,
    clock,
    log: createLog('silent', false),
    limits: { ...limits, synthesis: { ...limits.synthesis, crowd } },
    onWaited: (lateMs) => lateness.push(lateMs),
  });

  const bringUp = () => {
    const { child } = children;
    child.tell({ type: 'hello' });
    for (const message of child.received)
      if (message.type === 'open') child.tell({ type: 'opened', slot: message.slot, facts: {} });
  };
  return {
    clock,
    children,
    speech,
    lateness,
    /** The process at hand loads all it is asked for. */
    bringUp,
    ready: async () => {
      const opening = ['stt', 'tts', 'turn'].map((slot) => speech.open(slot, voice, never));
      bringUp();
      await Promise.all(opening);
    },
    /** Answers the last task that it was given, or the one with that text. */
    answer: (text?: string) => {
      const work = children.child.received.filter((message) => message.type === 'work');
      const found = work.findLast(
        ({ task }) => text === undefined || (task.kind === 'synthesis' && task.text === text),
      );
      if (found === undefined) throw new Error(`Nobody asked for "${text}"`);
      const { id, task } = found;
      if (task.kind === 'synthesis') {
        const clip = { text: task.text, samples: new Float32Array(1), sampleRateHz: 22_050 };
        children.child.tell({ type: 'done', id, result: { kind: 'synthesis', clip } });
      } else if (task.kind === 'recognition')
        children.child.tell({
          type: 'done',
          id,
          result: { kind: 'recognition', transcript: { text: 'hello' } },
        });
      else children.child.tell({ type: 'done', id, result: { kind: 'turn', probability: 0.7 } });
    },
    crash: async () => {
      children.child.die();
      await clock.advance(0);
    },
  };
}
