/** Opens everything that hears and speaks, side by side. */
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import { ensureModels } from '../models/ensure-models.ts';
import type { FetchReport } from '../models/fetch-report.ts';
import { findModel } from '../models/catalogue.ts';
import { installedModel } from '../models/installed-model.ts';
import type { ModelFiles } from '../models/model-files.ts';
import { findVoice, type CatalogueVoice } from '../models/voices.ts';
import type { Stt, TurnDetector, Tts, Vad } from '../pipeline/ports.ts';
import { EngineError } from '../pipeline/ports.ts';
import { createLoadMeter } from '../pipeline/load-meter.ts';
import type { LoadLevel } from '../pipeline/load.ts';
import { openSilero } from './silero-vad.ts';
import type { SpeechUsage } from './speech/messages.ts';
import { openSpeech } from './speech/open-speech.ts';
import { createVoicePool, type VoicePool } from './voice-pool.ts';

export interface Engines extends AsyncDisposable {
  readonly stt: Stt;
  /** The usual voice. */
  readonly tts: Tts;
  readonly usualVoice: CatalogueVoice;
  /** All voices; the usual one's model stays in memory. */
  readonly voices: VoicePool;
  /** One for each speaker. */
  createVad(): Vad;
  readonly turnDetector: TurnDetector;
  /** How well the machine keeps up with what is asked of it. */
  readonly load: () => LoadLevel;
  /** What the models outside of this process take. */
  readonly speechUsage: () => SpeechUsage;
  /** Several calls go on at once: the models get ready for it in the background. */
  readonly expectCrowd: () => void;
}

export interface EnginesOptions {
  readonly modelsDir: string;
  /** Id of the catalogue. */
  readonly sttId: string;
  /** Id of a voice, or of a model that speaks. */
  readonly ttsId: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** How a download goes, for a person who waits. */
  readonly report?: FetchReport;
  /** The process of the models is at work on them. */
  readonly onLoading?: (() => void) | undefined;
}

const VAD_ID = 'silero-vad-v5';
const TURN_ID = 'smart-turn-v3.2';

/**
 * Checks the models' files, fetches what is missing or broken, loads all: Silero here, so that nothing
 * ever deafens the bot, the others in a process of their own.
 *
 * @throws {UnknownModelError} for an id that is not in the catalogue; {ModelFetchError} when a file cannot be
 *   had; {EngineError} when a model cannot be loaded; `signal.reason` once aborted.
 */
export async function openEngines(options: EnginesOptions): Promise<Engines> {
  const { modelsDir, clock, signal, log, report, onLoading } = options;
  const startedAtMs = performance.now();
  const sttId = findModel(options.sttId, 'stt').id;
  const usualVoice = findVoice(options.ttsId);
  const ttsId = usualVoice.modelId;
  const ids = [sttId, ttsId, VAD_ID, TURN_ID];

  await using opening = new AsyncDisposableStack();
  const load = createLoadMeter(clock);
  // First of all: the process starts while the files are checked.
  const up = Promise.withResolvers<void>();
  const onWaited = (lateMs: number) => load.note(lateMs);
  const speech = opening.use(openSpeech({ clock, log, onUp: up.resolve, onWaited }));
  const files = await ensureModels(ids, { dir: modelsDir, signal, report });
  const checkedAtMs = performance.now();
  const voices = opening.use(
    createVoicePool({
      open: async (id, ending) => {
        const known =
          files.get(id) ?? (await installedModel(id, { dir: modelsDir, signal: ending }));
        return speech.openVoices(known, ending);
      },
      clock,
      log,
    }),
  );
  // What takes longest first.
  const loading = Promise.allSettled([
    voices.load(ttsId, signal),
    speech.openStt(of(files, sttId), signal),
    openSilero(onnxFile(of(files, VAD_ID)), clock).then((model) =>
      opening.adopt(model, ({ release }) => release()),
    ),
    speech.openTurnDetector(of(files, TURN_ID), signal),
  ]);
  void Promise.race([up.promise, loading]).then(onLoading);
  // All are waited for even if one fails: what was opened must be closed.
  const [tts, stt, silero, turnDetector] = await loading;
  signal.throwIfAborted();
  const lease = opened(tts);
  const { synthesise } = lease.model.voice(usualVoice.speakerNumber, 1);
  const { createVad } = opened(silero);
  const parts = {
    stt: opened(stt),
    tts: { synthesise, [Symbol.asyncDispose]: async () => lease[Symbol.dispose]() },
    turnDetector: opened(turnDetector),
  };
  const checkMs = Math.round(checkedAtMs - startedAtMs);
  const loadMs = Math.round(performance.now() - checkedAtMs);
  log.info({ stt: sttId, tts: usualVoice.id, checkMs, loadMs }, 'models loaded');
  const resources = opening.move();
  return {
    ...parts,
    usualVoice,
    voices,
    createVad,
    load: () => load.level(),
    speechUsage: () => speech.usage,
    expectCrowd: () => speech.expectCrowd(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
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
