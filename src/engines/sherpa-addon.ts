/** Loads sherpa-onnx's native library where it is needed. */
import type sherpaModule from 'sherpa-onnx-node';
import { EngineError } from '../pipeline/ports.ts';

/** @throws {EngineError} where there is no build of it for this machine. */
export async function loadSherpa(): Promise<typeof sherpaModule> {
  try {
    const { default: sherpa } = await import('sherpa-onnx-node');
    return sherpa;
  } catch (error) {
    throw new EngineError(
      `Cannot load the speech library sherpa-onnx on ${process.platform}-${process.arch}: ` +
        'it needs Linux with glibc 2.32 or newer, macOS or Windows; if node_modules was copied from another machine, delete it and start again',
      { cause: error },
    );
  }
}
