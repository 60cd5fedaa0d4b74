import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRecordings } from '../../bench/recordings.ts';
import { writeWav } from '../../src/audio/wav.ts';

describe('readRecordings()', () => {
  test('takes the kind from the name, and at most 3 s of each file at 16 kHz', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'recordings-'));
    try {
      const sound = writeWav(new Float32Array(48_000 * 5).fill(0.1), 48_000);
      for (const name of ['noise-door.wav', 'backchannel-yes.wav', 'holiday.wav', 'notes.txt'])
        await writeFile(join(folder, name), sound);
      const read = await readRecordings(folder);
      expect(read.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
        'backchannel recording backchannel-yes.wav',
        'noise recording noise-door.wav',
      ]);
      expect(read.map((each) => each.sound.length)).toEqual([48_000, 48_000]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
