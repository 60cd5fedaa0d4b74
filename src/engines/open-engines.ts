/** Opens everything that hears and speaks, side by side. */
import type { Logger } from '../log.ts';
import { ensureModels } from '../models/ensure-models.ts';
import type { FetchReport } from '../models/fetch-report.ts';
import { findModel } from '../models/catalogue.ts';
import type { ModelFiles } from '../models/model-files.ts';
import type { Stt, TurnDetector, Tts, Vad } from '../pipeline/ports.ts';
import { EngineError } from '../pipeline/ports.ts';
import { openSherpaStt } from './sherpa-stt.ts';
import { openSherpaTts } from './sherpa-tts.ts';
import { openSilero } from './silero-vad.ts';
import { openSmartTurn } from './smart-turn.ts';

export interface Engines extends AsyncDisposable {
  readonly stt: Stt;
  readonly tts: Tts;
  /** One for each speaker. */
  createVad(): Vad;
  readonly turnDetector: TurnDetector;
}

export interface EnginesOptions {
  readonly modelsDir: string;
  /** Ids of the catalogue. */
  readonly sttId: string;
  readonly ttsId: string;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** How a download goes, for a person who waits. */
  readonly report?: FetchReport;
}

const VAD_ID = 'silero-vad-v5';
const TURN_ID = 'smart-turn-v3.2';

/**
 * Checks the models' files, fetches what is missing or broken, loads all.
 *
 * @throws {UnknownModelError} for an id that is not in the catalogue; {ModelFetchError} when a file cannot be
 *   had; {EngineError} when a model cannot be loaded; `signal.reason` once aborted.
 */
export async function openEngines(options: EnginesOptions): Promise<Engines> {
  const { modelsDir, signal, log, report } = options;
  const startedAtMs = performance.now();
  const sttId = findModel(options.sttId, 'stt').id;
  const ttsId = findModel(options.ttsId, 'tts').id;
  const ids = [sttId, ttsId, VAD_ID, TURN_ID];
  const files = await ensureModels(ids, { dir: modelsDir, signal, report });
  const checkedAtMs = performance.now();

  const resources = new AsyncDisposableStack();
  // All are waited for even if one fails: what was opened must be closed.
  const [stt, tts, silero, turnDetector] = await Promise.allSettled([
    openSherpaStt(of(files, sttId)).then((engine) => resources.use(engine)),
    openSherpaTts(of(files, ttsId)).then((engine) => resources.use(engine)),
    openSilero(onnxFile(of(files, VAD_ID))).then((model) =>
      resources.adopt(model, ({ release }) => release()),
    ),
    openSmartTurn(onnxFile(of(files, TURN_ID)), signal).then((engine) => resources.use(engine)),
  ]);
  try {
    signal.throwIfAborted();
    const engines: Engines = {
      stt: opened(stt),
      tts: opened(tts),
      createVad: () => opened(silero).createVad(),
      turnDetector: opened(turnDetector),
      [Symbol.asyncDispose]: () => resources.disposeAsync(),
    };
    opened(silero);
    const checkMs = Math.round(checkedAtMs - startedAtMs);
    const loadMs = Math.round(performance.now() - checkedAtMs);
    log.info({ stt: sttId, tts: ttsId, checkMs, loadMs }, 'models loaded');
    return engines;
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

function opened<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

function of(files: ReadonlyMap<string, ModelFiles>, id: string): ModelFiles {
  const found = files.get(id);
  if (found === undefined) throw new EngineError(`Cannot load "${id}": its files are not here`);
  return found;
}

function onnxFile({ model, at }: ModelFiles): string {
  if (model.loader.kind !== 'onnx')
    throw new EngineError(`Cannot load "${model.id}": it is no single ONNX file`);
  return at(model.loader.model);
}
