/** Some of the stories of scenarios/ with real voices and real models; `npm run scenarios` plays the others. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runCli } from '../fakes/whole-cli.ts';

const fileOf = (name: string) =>
  fileURLToPath(new URL(`../../scenarios/${name}.yaml`, import.meta.url));

const result = z.object({
  passed: z.boolean(),
  faults: z.array(z.string()),
  timeline: z.string(),
  answers: z.array(z.object({ to: z.array(z.string()), text: z.string() })),
});

describe('parley demo --scenario', () => {
  test.for(['mm-hm-over-the-answer', 'turns-to-somebody-else'])(
    'plays "%s" with several callers as it is told',
    { timeout: 120_000 },
    async (name) => {
      const { code, stdout, stderr } = await runCli(['demo', '--scenario', fileOf(name), '--json']);
      const { faults, timeline } = result.parse(JSON.parse(stdout));
      expect(faults, timeline).toEqual([]);
      expect(code).toBe(0);
      expect(stderr).toContain('as expected');
    },
  );

  test.for([
    ['a file that is not there', '/nowhere.yaml', 'there is no such file'],
    ['a scenario that only stubs can play', fileOf('echo-of-its-own-voice'), 'loudspeakers'],
  ] as const)('says in a sentence why it cannot play %s', async ([, file, why]) => {
    const { code, stderr } = await runCli(['demo', '--scenario', file]);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(why);
  });
});
