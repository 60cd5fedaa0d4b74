/** Checks of the machine: runtime, directories, disk, network. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fatal, flawed, ok, type CheckResult } from './check.ts';

const LEAST_NODE_MAJOR = 24;
const MEBIBYTE = 1024 * 1024;
/** All default models together take some 350 MiB; a download is written beside its target. */
const ROOM_FOR_MODELS_BYTES = 700 * MEBIBYTE;
const ROOM_FOR_SETTINGS_BYTES = 20 * MEBIBYTE;

/** @param version as in `process.versions.node`. */
export function checkNode(version: string): CheckResult {
  const major = Number(version.split('.')[0]);
  if (major >= LEAST_NODE_MAJOR) return ok('Node.js', version);
  return fatal(
    'Node.js',
    `${version}, but Parley needs ${LEAST_NODE_MAJOR} or newer`,
    'Start it with npm (npm start, npm run parley): that brings its own Node.js.',
  );
}

/** Writes a file there and takes it away again. */
export async function checkDataDir(dataDir: string): Promise<CheckResult> {
  const name = 'data directory';
  try {
    await mkdir(dataDir, { recursive: true });
    const trial = await mkdtemp(join(dataDir, '.doctor-'));
    await writeFile(join(trial, 'file'), 'x');
    await rm(trial, { recursive: true });
    return ok(name, `${dataDir} can be written to`);
  } catch (error) {
    return fatal(
      name,
      `${dataDir} cannot be written to (${reasonOf(error)})`,
      'Make it writable, or name another directory in PARLEY_DATA_DIR.',
    );
  }
}

/** @param modelsAreHere nothing is left to download. */
export async function checkDisk(directory: string, modelsAreHere: boolean): Promise<CheckResult> {
  const name = 'disk space';
  const neededBytes = modelsAreHere ? ROOM_FOR_SETTINGS_BYTES : ROOM_FOR_MODELS_BYTES;
  try {
    const { bavail, bsize } = await statfs(await nearestExisting(directory));
    const free = `${Math.floor((bavail * bsize) / MEBIBYTE)} MiB free at ${directory}`;
    if (bavail * bsize >= neededBytes) return ok(name, free);
    return flawed(
      name,
      `${free}, ${neededBytes / MEBIBYTE} MiB wanted`,
      'Make room, or name another directory in PARLEY_MODELS_DIR.',
    );
  } catch (error) {
    return flawed(name, `cannot be read (${reasonOf(error)})`, 'See whether the disk is well.');
  }
}

/**
 * Sends one datagram, as voice needs it.
 * @param target nobody there needs to answer; by default an address that is reserved for examples
 *   (RFC 5737) at the discard port.
 */
export async function checkUdp(
  target: { readonly host: string; readonly port: number } = { host: '192.0.2.1', port: 9 },
): Promise<CheckResult> {
  const name = 'UDP';
  const socket = createSocket('udp4');
  try {
    socket.bind(0);
    await once(socket, 'listening');
    await new Promise<void>((resolve, reject) => {
      socket.send(Buffer.alloc(1), target.port, target.host, (error) =>
        error === null ? resolve() : reject(error),
      );
    });
    return ok(
      name,
      'can be sent; whether voice gets through a firewall shows only in a voice channel',
    );
  } catch (error) {
    return fatal(
      name,
      `cannot be sent (${reasonOf(error)})`,
      'Voice needs outgoing UDP (ports 50000 to 65535): allow it in the firewall or container.',
    );
  } finally {
    socket.close();
  }
}

async function nearestExisting(directory: string): Promise<string> {
  let at = directory;
  while (true) {
    try {
      await statfs(at);
      return at;
    } catch (error) {
      if (dirname(at) === at) throw error;
      at = dirname(at);
    }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.message : String(error);
}
