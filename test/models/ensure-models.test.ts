import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureModelsOf } from '../../src/models/ensure-models.ts';
import { ModelFetchError } from '../../src/models/fetch-error.ts';
import type { FetchEvent } from '../../src/models/fetch-report.ts';
import type { Model, ModelSource } from '../../src/models/model-types.ts';
import {
  cutOff,
  openModelShelf,
  refusing,
  sha256,
  stalling,
  type ModelShelf,
} from '../fakes/model-shelf.ts';

const never = new AbortController().signal;
const BODY = Buffer.alloc(300_000, 'a model of many numbers ');
const OTHER = Buffer.alloc(BODY.length, 'somebody else’s numbers ');

let dir: string;
let shelf: ModelShelf;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-models-'));
  shelf = await openModelShelf();
});
afterEach(async () => {
  await shelf[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

function file(url: string): ModelSource {
  return { kind: 'files', urls: { 'model.onnx': url }, bytes: BODY.length };
}

function modelOf(...sources: ModelSource[]): Model {
  return {
    id: 'tiny',
    kind: 'vad',
    title: 'Tiny model',
    licence: 'MIT',
    tested: true,
    loader: { kind: 'onnx', model: 'tiny/model.onnx' },
    parts: [
      {
        id: 'tiny',
        sources,
        files: [{ path: 'model.onnx', bytes: BODY.length, sha256: sha256(BODY) }],
      },
    ],
  };
}

async function ensure(model: Model, signal = never): Promise<FetchEvent[]> {
  const events: FetchEvent[] = [];
  await ensureModelsOf([model], { dir, signal, report: (event) => events.push(event) });
  return events;
}

/** By its digest: a difference between two files of 300 kB is a long read. */
const here = async () => sha256(await readFile(join(dir, 'tiny', 'model.onnx')));

describe('ensureModels()', () => {
  test('fetches what is missing, tells how it goes, and leaves only whole parts behind', async () => {
    const events = await ensure(modelOf(file(shelf.put('a', BODY))));
    expect(await here()).toBe(sha256(BODY));
    expect(await readdir(dir)).toEqual(['tiny']);
    expect(events[0]).toMatchObject({ type: 'download-start', partId: 'tiny', bytes: BODY.length });
    expect(events.findLast(({ type }) => type === 'download-progress')).toMatchObject({
      bytes: BODY.length,
    });
    expect(events.at(-1)).toMatchObject({ type: 'part-installed', partId: 'tiny' });
  });

  test('puts together what several sources hold a piece of, and counts it as one', async () => {
    const HALF = BODY.subarray(0, BODY.length / 2);
    const model = modelOf({
      kind: 'together',
      bytes: 1.5 * BODY.length,
      sources: [
        { kind: 'files', urls: { 'model.onnx': shelf.put('a', BODY) }, bytes: BODY.length },
        { kind: 'files', urls: { 'half.txt': shelf.put('b', HALF) }, bytes: HALF.length },
      ],
    });
    const events = await ensure(model);
    expect(await here()).toBe(sha256(BODY));
    expect((await readdir(join(dir, 'tiny'))).toSorted()).toEqual([
      '.parley-receipt.json',
      'half.txt',
      'model.onnx',
    ]);
    expect(events.findLast(({ type }) => type === 'download-progress')).toMatchObject({
      bytes: 1.5 * BODY.length,
    });
  });

  test('names the piece that is missing, and goes on to the next source', async () => {
    const pieces: ModelSource = {
      kind: 'together',
      bytes: 0,
      sources: [
        { kind: 'files', urls: { 'model.onnx': shelf.put('a', BODY) }, bytes: BODY.length },
        { kind: 'files', urls: { 'half.txt': shelf.put('b', BODY, refusing(404)) }, bytes: 0 },
      ],
    };
    const events = await ensure(modelOf(pieces, file(shelf.put('c', BODY))));
    expect(await here()).toBe(sha256(BODY));
    expect(await readdir(join(dir, 'tiny'))).not.toContain('half.txt');
    expect(events.find(({ type }) => type === 'source-failed')).toMatchObject({
      source: expect.stringMatching(/\/a and 1 more$/u),
      reason: expect.stringMatching(/\/b: .*404/u),
    });
  });

  test('downloads nothing the second time', async () => {
    const model = modelOf(file(shelf.put('a', BODY)));
    await ensure(model);
    expect(await ensure(model)).toEqual([]);
    expect(shelf.requests).toEqual(['a']);
  });

  test('goes on where a connection was lost', async () => {
    await ensure(modelOf(file(shelf.put('a', BODY, cutOff(100_000, 1)))));
    expect(await here()).toBe(sha256(BODY));
    expect(shelf.requests).toHaveLength(2);
    expect(shelf.requests[1]).toMatch(/^a bytes=\d+-$/);
  });

  test('begins again where a server knows no ranges', async () => {
    let count = 0;
    const url = shelf.put('a', BODY, (_request, response, body) => {
      response.writeHead(200, { 'content-length': body.length });
      if (count++ === 0) response.write(body.subarray(0, 100_000), () => response.destroy());
      else response.end(body);
    });
    await ensure(modelOf(file(url)));
    expect(await here()).toBe(sha256(BODY));
  });

  test('takes the next source when one has the wrong thing', async () => {
    const wrong = shelf.put('wrong', OTHER);
    const events = await ensure(modelOf(file(wrong), file(shelf.put('right', BODY))));
    expect(await here()).toBe(sha256(BODY));
    expect(events).toContainEqual({
      type: 'source-failed',
      partId: 'tiny',
      source: wrong,
      reason: expect.stringContaining('not the right thing'),
    });
  });

  test('takes the next source when one refuses, without asking it again', async () => {
    const sources = [file(shelf.put('gone', BODY, refusing(404))), file(shelf.put('right', BODY))];
    await ensure(modelOf(...sources));
    expect(shelf.requests).toEqual(['gone', 'right']);
  });

  test('says what could not be had, from where, why, and what to do', async () => {
    const gone = shelf.put('gone', BODY, refusing(404));
    const failure = await ensure(modelOf(file(gone), file(shelf.put('wrong', OTHER)))).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(ModelFetchError);
    const { message } = failure as ModelFetchError;
    expect(message).toContain('Cannot fetch tiny (needed for Tiny model)');
    expect(message).toContain('it answered 404');
    expect(message).toContain('sha256');
    expect(message).toContain(dir);
    expect(await readdir(dir)).toEqual([]);
  });

  test.for(['cut short', 'changed inside', 'longer', 'deleted'])(
    'fetches again a file that was %s',
    async (fault) => {
      const model = modelOf(file(shelf.put('a', BODY)));
      await ensure(model);
      const path = join(dir, 'tiny', 'model.onnx');
      if (fault === 'cut short') await truncate(path, 1000);
      if (fault === 'changed inside') await writeFile(path, OTHER);
      if (fault === 'longer') await appendFile(path, 'x');
      if (fault === 'deleted') await rm(path);
      const events = await ensure(model);
      expect(await here()).toBe(sha256(BODY));
      const told = events.find(({ type }) => type === 'part-damaged') !== undefined;
      expect(told).toBe(fault !== 'deleted');
      expect(await readdir(dir)).toEqual(['tiny']);
    },
  );

  test('takes files that were copied here without their receipt, once it has read them', async () => {
    await mkdir(join(dir, 'tiny'));
    await writeFile(join(dir, 'tiny', 'model.onnx'), BODY);
    expect(await ensure(modelOf(file(shelf.put('a', BODY))))).toEqual([]);
    expect(shelf.requests).toEqual([]);
  });

  test('does not fetch again what only looks newer', async () => {
    const model = modelOf(file(shelf.put('a', BODY)));
    await ensure(model);
    await utimes(join(dir, 'tiny', 'model.onnx'), new Date(), new Date());
    expect(await ensure(model)).toEqual([]);
  });

  test('records what it cannot know beforehand, tells it, and notices later changes', async () => {
    const [part] = modelOf(file(shelf.put('a', OTHER))).parts;
    const model = { ...modelOf(), parts: [{ ...part!, files: [] }] };
    const events = await ensure(model);
    expect(events.at(-1)).toMatchObject({ recorded: [`model.onnx ${sha256(OTHER)}`] });
    expect(await ensure(model)).toEqual([]);
    await writeFile(join(dir, 'tiny', 'model.onnx'), BODY);
    expect((await ensure(model))[0]).toMatchObject({ type: 'part-damaged' });
    expect(await here()).toBe(sha256(OTHER));
  });

  test('ends at once when aborted in the middle of a download, and leaves nothing', async () => {
    const interrupt = new AbortController();
    const url = shelf.put(
      'a',
      BODY,
      stalling(1000, () => interrupt.abort(new Error('Ctrl-C'))),
    );
    await expect(ensure(modelOf(file(url)), interrupt.signal)).rejects.toThrow('Ctrl-C');
    expect(await readdir(dir)).toEqual([]);
  });

  test('removes what a dead process left, but not what a living one works on', async () => {
    const dead = `.fetching~${hostname()}~4194304~00000000`;
    const living = `.fetching~${hostname()}~${process.ppid}~00000000`;
    await mkdir(join(dir, dead));
    await mkdir(join(dir, living));
    await ensure(modelOf(file(shelf.put('a', BODY))));
    expect((await readdir(dir)).sort()).toEqual([living, 'tiny']);
  });

  test('survives a kill in the middle: nothing half-written is taken for whole', async () => {
    const stalled = Promise.withResolvers<void>();
    const model = modelOf(file(shelf.put('a', BODY, stalling(200_000, stalled.resolve))));
    const child = fetchInChild(model);
    await stalled.promise;
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readdir(dir)).toEqual([expect.stringMatching(/^\.fetching~/)]);
    shelf.put('a', BODY);
    await ensure(model);
    expect(await here()).toBe(sha256(BODY));
    expect(await readdir(dir)).toEqual(['tiny']);
  });

  test('may run in several processes at once', async () => {
    const model = modelOf(file(shelf.put('a', BODY)));
    const children = [1, 2, 3].map(() => fetchInChild(model));
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0]);
    expect(await here()).toBe(sha256(BODY));
    expect(await readdir(dir)).toEqual(['tiny']);
  });
});

function fetchInChild(model: Model) {
  const program = `
    import { ensureModelsOf } from ${JSON.stringify(import.meta.resolve('../../src/models/ensure-models.ts'))};
    const signal = new AbortController().signal;
    await ensureModelsOf([${JSON.stringify(model)}], { dir: ${JSON.stringify(dir)}, signal });`;
  return spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' });
}
