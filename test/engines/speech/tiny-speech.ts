/** A speech process with models of a few bytes: the text of a task says what becomes of it. */
import { serveSpeech, type Slot } from '../../../src/engines/speech/serve-speech.ts';

/** Ends the process in the middle of its work, as native code does. */
function end(how: string): void {
  if (how === 'exit') process.exit(7);
  if (how === 'throw')
    setImmediate(() => {
      throw new Error('Thrown on purpose, by a test');
    });
  if (how.startsWith('SIG')) process.kill(process.pid, how);
}

const tiny: Slot = {
  facts: { maxPieceMs: 12_000 },
  async run(task) {
    if (task.kind === 'recognition') {
      const sum = task.samples.reduce((sum, sample) => sum + sample, 0);
      return { kind: task.kind, transcript: { text: `${task.samples.length} ${sum}` } };
    }
    if (task.kind === 'turn') return { kind: task.kind, probability: 0.5 };
    const { text } = task;
    if (text.startsWith('environment')) {
      const value = process.env[text.split(' ')[1] ?? ''] ?? 'unset';
      return {
        kind: task.kind,
        clip: { text: value, samples: new Float32Array(0), sampleRateHz: 1 },
      };
    }
    if (text === 'fail') throw new Error('It did not work', { cause: new Error('no reason') });
    if (text === 'block') while (true);
    end(text);
    // A process that ends is given up in the middle of this.
    if (text !== 'hello') await new Promise((resolve) => setTimeout(resolve, 50));
    const samples = Float32Array.from({ length: 22_050 }, (_, at) => Math.sin(at / 5));
    return { kind: task.kind, clip: { text: `${process.pid}`, samples, sampleRateHz: 22_050 } };
  },
  async [Symbol.asyncDispose]() {},
};

/** What became of the models, told by whichever is asked for its news. */
const news: string[] = [];

/** @param warmUpMs how long it takes; it never ends without one. */
function cold(warmUpMs: number | undefined): Slot {
  return {
    facts: {},
    async run(task) {
      const samples = new Float32Array(0);
      if (task.kind !== 'synthesis') throw new Error('That is no news');
      return { kind: task.kind, clip: { text: news.join(' '), samples, sampleRateHz: 1 } };
    },
    warmUp: () =>
      new Promise((resolve) => {
        const warm = () => {
          news.push('warm');
          resolve(undefined);
        };
        if (warmUpMs !== undefined) setTimeout(warm, warmUpMs);
      }),
    async expectCrowd() {
      news.push('begins to get ready for a crowd,');
      await new Promise((resolve) => setTimeout(resolve, 20));
      news.push('is ready');
    },
    async [Symbol.asyncDispose]() {
      news.push('closed');
    },
  };
}

serveSpeech(async ({ modelsDir }) => {
  if (modelsDir === 'broken') throw new Error('Cannot load it');
  if (modelsDir === 'cold') return cold(100);
  if (modelsDir === 'never warm') return cold(undefined);
  return tiny;
});
