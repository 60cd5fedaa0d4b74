import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatChecks, ok, skipped } from '../../src/doctor/check.ts';
import { checkDataDir, checkDisk, checkNode, checkUdp } from '../../src/doctor/check-machine.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'parley-doctor-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('checkNode()', () => {
  test.for([
    ['24.21.0', 'ok'],
    ['26.0.0', 'ok'],
    ['22.23.3', 'failed'],
    ['20.19.0', 'failed'],
  ] as const)('says of %s: %s', ([version, status]) => {
    expect(checkNode(version)).toMatchObject({ status });
  });
});

describe('checkDataDir()', () => {
  test('makes the directory and leaves nothing in it', async () => {
    const dataDir = join(directory, 'new', 'one');
    expect(await checkDataDir(dataDir)).toMatchObject({ status: 'ok' });
    expect(await readdir(dataDir)).toEqual([]);
  });

  test('names what is in the way and the way out', async () => {
    await writeFile(join(directory, 'file'), '');
    const result = await checkDataDir(join(directory, 'file'));
    expect(result).toMatchObject({ status: 'failed', isFatal: true });
    expect(result.found).toMatch(/EEXIST|ENOTDIR/);
    expect(result.advice).toContain('PARLEY_DATA_DIR');
  });
});

describe('checkDisk()', () => {
  test('measures where the models will be, before the directory exists', async () => {
    const result = await checkDisk(join(directory, 'not', 'there', 'yet'), true);
    expect(result).toMatchObject({ status: 'ok', found: expect.stringMatching(/MiB free/) });
  });
});

describe('checkUdp()', () => {
  test('really sends a datagram', async () => {
    const receiver = createSocket('udp4').bind(0, '127.0.0.1');
    await once(receiver, 'listening');
    const received = once(receiver, 'message');
    const result = await checkUdp({ host: '127.0.0.1', port: receiver.address().port });
    await received;
    receiver.close();
    expect(result).toMatchObject({ status: 'ok', found: expect.stringContaining('shows only') });
  });

  test('says so when nothing can be sent', async () => {
    // Port 0 is no destination: the system refuses it as it refuses a blocked one.
    expect(await checkUdp({ host: '127.0.0.1', port: 0 })).toMatchObject({
      status: 'failed',
      isFatal: true,
    });
  });
});

describe('formatChecks()', () => {
  test('marks each line and puts the advice below it', () => {
    const lines = formatChecks([
      ok('Node.js', '24.21.0'),
      skipped('Discord', 'no token'),
      { name: 'UDP', status: 'failed', found: 'blocked', advice: 'Allow it.' },
    ]);
    expect(lines).toBe(
      '✓ Node.js  24.21.0\n– Discord  no token\n✗ UDP      blocked\n           → Allow it.',
    );
  });
});
