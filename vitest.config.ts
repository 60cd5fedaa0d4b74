import { fileURLToPath } from 'node:url';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

/** What takes long: mostly conversations in real time, which leave the processor to others. */
const FIRST = ['/test/whole/', '/test/engines/', '/test/voice/'];

const PARTS = 'async audio bench commands models pipeline scenarios settings'.split(' ');

const files = (folders: readonly string[]) =>
  folders.map((folder) => `test/${folder}/**/*.test.ts`);

const rank = ({ moduleId }: TestSpecification) => {
  const at = FIRST.findIndex((folder) => moduleId.includes(folder));
  return at === -1 ? FIRST.length : at;
};

/** So that no long file begins when all others are done. A fresh clone knows no durations, only sizes. */
class LongFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(specifications);
    return sorted.toSorted((one, two) => rank(one) - rank(two));
  }
}

export default defineConfig({
  test: {
    projects: [
      {
        // What leaves nothing behind in its process shares one, so that each file need not load everything anew.
        extends: true,
        test: { name: 'parts', include: files(PARTS), isolate: false },
      },
      {
        // Patched libraries, counted sockets, native models: each file in a process of its own.
        extends: true,
        test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: files(PARTS) },
      },
    ],
    // Whole-bot and real-model tests run real sockets and real inference: generous, never asserted on.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // No more than the cores of a small machine: the models of a bot under test yield to whatever else computes.
    maxWorkers: 2,
    // The hundred or so processes that the tests start need not compile the same modules each.
    env: {
      NODE_COMPILE_CACHE: fileURLToPath(
        new URL('node_modules/.cache/parley-tests', import.meta.url),
      ),
    },
    sequence: { sequencer: LongFirst },
  },
});
