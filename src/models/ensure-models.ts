/** Sees to it that models are here and whole. */
import { resolve } from 'node:path';
import { findModel } from './catalogue.ts';
import { ModelFetchError, type FailedPart } from './fetch-error.ts';
import { fetchPart } from './fetch-part.ts';
import type { FetchReport } from './fetch-report.ts';
import { modelFiles, type ModelFiles } from './model-files.ts';
import type { Model, ModelPart } from './model-types.ts';
import { quickPartState } from './part-state.ts';
import { openStaging } from './staging.ts';

export type { FetchReport };

export interface EnsureOptions {
  /** The models' folder; made if it is not there. */
  readonly dir: string;
  readonly signal: AbortSignal;
  readonly report?: FetchReport | undefined;
}

/** Downloads at a time: one alone seldom fills a line, many starve each other. */
const PARALLEL_DOWNLOADS = 3;

/**
 * Checks the models' files (milliseconds when nothing changed since the last time), and fetches
 * what is missing or damaged. Processes that do so at once do not disturb each other.
 *
 * @returns the files of each id.
 * @throws {UnknownModelError}; {ModelFetchError}; `signal.reason` once aborted.
 */
export async function ensureModels(
  ids: readonly string[],
  options: EnsureOptions,
): Promise<Map<string, ModelFiles>> {
  const models = ids.map((id) => findModel(id));
  await ensureModelsOf(models, options);
  const dir = resolve(options.dir);
  return new Map(models.map((model) => [model.id, modelFiles(model, dir)]));
}

/** The same for models that need not be in the catalogue. */
export async function ensureModelsOf(
  models: readonly Model[],
  { dir, signal, report = () => {} }: EnsureOptions,
): Promise<void> {
  signal.throwIfAborted();
  const modelsDir = resolve(dir);
  const parts = [
    ...new Map(models.flatMap((m) => m.parts.map((part) => [part.id, part]))).values(),
  ];
  const missing = await partsToFetch(parts, modelsDir, signal, report);
  if (missing.length === 0) return;

  await using staging = await openStaging(modelsDir);
  const failed: FailedPart[] = [];
  const waiting = [...missing];
  const worker = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const { id } = part;
      const sources = await fetchPart(part, { modelsDir, staging, signal, report });
      const neededBy = models
        .filter((model) => model.parts.some((needed) => needed.id === id))
        .map(({ title }) => title);
      if (sources !== undefined) failed.push({ partId: id, neededBy, sources });
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: PARALLEL_DOWNLOADS }, worker));
  for (const result of workers) if (result.status === 'rejected') throw result.reason;
  if (failed.length > 0) throw new ModelFetchError(failed, modelsDir);
}

async function partsToFetch(
  parts: readonly ModelPart[],
  modelsDir: string,
  signal: AbortSignal,
  report: FetchReport,
): Promise<ModelPart[]> {
  const states = await Promise.all(
    parts.map(async (part) => ({ part, state: await quickPartState(part, modelsDir, signal) })),
  );
  for (const { part, state } of states)
    if (state.status === 'damaged')
      report({ type: 'part-damaged', partId: part.id, reason: state.reason });
  return states.filter(({ state }) => state.status !== 'whole').map(({ part }) => part);
}
