/** Lists the catalogue with what is here of it. */
import { resolve } from 'node:path';
import { MODELS } from './catalogue.ts';
import type { Model, ModelPart } from './model-types.ts';
import { quickPartState, thoroughPartState, type PartState } from './part-state.ts';

export interface InspectedModel {
  readonly model: Model;
  readonly status: 'whole' | 'missing' | 'damaged';
  /** Why it is damaged. */
  readonly reason?: string;
  /** Where the parts came from; empty unless whole. */
  readonly sources: readonly string[];
  /** Whether the files are those of the catalogue, or those of the first download. */
  readonly isPinned: boolean;
  /** On disk when it is here; otherwise what the first sources' downloads come to, 0 if unknown. */
  readonly bytes: number;
}

/** @param depth `quick`: sizes and times of change; `thorough`: every byte is read. */
export async function inspectModels(
  dir: string,
  depth: 'quick' | 'thorough',
  signal: AbortSignal,
  models: readonly Model[] = MODELS,
): Promise<InspectedModel[]> {
  const inspect = depth === 'quick' ? quickPartState : thoroughPartState;
  const inspected: InspectedModel[] = [];
  // Most voices share a part.
  const known = new Map<ModelPart, PartState>();
  for (const model of models) {
    const states: PartState[] = [];
    for (const part of model.parts) {
      const state = known.get(part) ?? (await inspect(part, resolve(dir), signal));
      known.set(part, state);
      states.push(state);
    }
    inspected.push(summary(model, states));
  }
  return inspected;
}

function summary(model: Model, states: readonly PartState[]): InspectedModel {
  const receipts = states.flatMap((state) => (state.status === 'whole' ? [state.receipt] : []));
  const damaged = states.find((state) => state.status === 'damaged');
  const isWhole = receipts.length === states.length;
  const downloadBytes = model.parts.reduce((sum, { sources }) => sum + (sources[0]?.bytes ?? 0), 0);
  const filesBytes = receipts
    .flatMap(({ files }) => files)
    .reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    model,
    status: isWhole ? 'whole' : damaged === undefined ? 'missing' : 'damaged',
    ...(damaged !== undefined && { reason: damaged.reason }),
    sources: isWhole ? [...new Set(receipts.map(({ source }) => source))] : [],
    isPinned: isWhole
      ? receipts.every(({ isPinned }) => isPinned)
      : model.parts.every(({ files }) => files.length > 0),
    bytes: isWhole ? filesBytes : downloadBytes,
  };
}
