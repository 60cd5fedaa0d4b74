/** The native library where it is installed and works; WebAssembly, which needs nothing, otherwise. */
import { createRequire } from 'node:module';
import { NATIVE_PACKAGE, nativeLibrary } from './native-library.ts';
import type { OpusLibrary } from './opus-library.ts';
import { opusscriptLibrary } from './opusscript-library.ts';

export interface ChosenLibrary {
  readonly library: OpusLibrary;
  /** Why a native library that is installed is not used. */
  readonly fault?: string;
}

/**
 * @param loadNative gives the module of the native library, undefined where it is not installed;
 *   throws where it is installed and broken.
 */
export function chooseLibrary(loadNative: () => unknown = requireNative): ChosenLibrary {
  try {
    const addon = loadNative();
    if (addon !== undefined) return { library: nativeLibrary(addon) };
    return { library: opusscriptLibrary };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Those of `require` go on with a list of files.
    return { library: opusscriptLibrary, fault: message.split('\n', 1)[0] ?? '' };
  }
}

/**
 * Looked for as `require` does from here: in Parley's node_modules, which `npm ci` empties, in those
 * of the folders above it, and in NODE_PATH.
 */
function requireNative(): unknown {
  const require = createRequire(import.meta.url);
  try {
    require.resolve(NATIVE_PACKAGE);
  } catch {
    return undefined;
  }
  return require(NATIVE_PACKAGE);
}
