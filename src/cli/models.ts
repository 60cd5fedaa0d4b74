/** `parley models`: the catalogue, and what is here of it. */
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { DEFAULT_MODEL_IDS } from '../models/catalogue.ts';
import { voiceNamed, findVoice } from '../models/voices.ts';
import { ensureModels } from '../models/ensure-models.ts';
import { nameOfSource } from '../models/fetch-error.ts';
import { inspectModels, type InspectedModel } from '../models/inspect-models.ts';
import { createFetchDisplay } from './fetch-display.ts';
import { interruptibly } from './interruptibly.ts';

export function registerModels(program: Command): void {
  program
    .command('models')
    .description('list the models: what is here, from where, licence, size')
    .option(
      '--fetch [ids...]',
      'fetch what is missing: the models of these ids, else the defaults and what the configuration names',
    )
    .option('--json', 'one JSON object')
    .action(({ fetch, json }: { fetch?: true | string[]; json?: true }) =>
      interruptibly(async (signal) => {
        const { PARLEY_MODELS_DIR: dir, PARLEY_STT, PARLEY_TTS } = readConfig();
        if (fetch !== undefined) {
          using display = createFetchDisplay(process.stderr);
          const configured = [PARLEY_STT, findVoice(PARLEY_TTS).modelId];
          const wanted = fetch === true ? configured : fetch.map((id) => modelIdOf(id));
          const ids = [...new Set([...(fetch === true ? DEFAULT_MODEL_IDS : []), ...wanted])];
          await ensureModels(ids, { dir, signal, report: display.report });
        }
        // Listing is asked for to see that all is well: every byte is read. After a fetch it was.
        const models = await inspectModels(dir, fetch === undefined ? 'thorough' : 'quick', signal);
        if (json) console.log(JSON.stringify({ dir, models: models.map(asJson) }));
        else console.log(table(dir, models));
      }),
    );
}

/** A voice's name stands for the model that it is one of. */
function modelIdOf(id: string): string {
  return voiceNamed(id)?.modelId ?? id;
}

function asJson({ model, status, reason, sources, isPinned, bytes }: InspectedModel): object {
  const { id, kind, title, licence, languages, speakers, tested } = model;
  const voices = kind === 'tts' ? (speakers?.length ?? 1) : undefined;
  const integrity = isPinned ? 'sha256 in the catalogue' : 'sha256 recorded at first download';
  const from = sources.length > 0 ? sources : sourcesOf(model);
  return {
    id,
    kind,
    title,
    status,
    reason,
    licence,
    languages,
    voices,
    bytes,
    tested,
    integrity,
    sources: from,
  };
}

function table(dir: string, models: readonly InspectedModel[]): string {
  const rows = models.map(({ model, status, bytes, reason }) => [
    model.kind,
    model.id,
    status === 'whole' ? 'here' : status,
    bytes > 0 ? `${(bytes / 1e6).toFixed(0)} MB` : '?',
    model.tested ? 'tested' : 'untested',
    model.licence,
    ...(reason === undefined ? [] : [reason]),
  ]);
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.flatMap((row, index) => [
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
    ...sourceLines(models[index]),
  ]);
  return [`Models in ${dir}:`, ...lines].join('\n');
}

function sourceLines(inspected: InspectedModel | undefined): string[] {
  if (inspected === undefined) return [];
  const { sources, isPinned, model } = inspected;
  const from =
    sources.length > 0
      ? `from ${sources.join(', ')}`
      : `to be had from ${sourcesOf(model).join(', ')}`;
  const integrity = isPinned
    ? 'checked against the catalogue'
    : 'its sha256 is recorded at the first download';
  return [`       ${from}; ${integrity}`];
}

function sourcesOf({ parts }: InspectedModel['model']): string[] {
  return parts.flatMap(({ sources }) => sources.slice(0, 1).map((source) => nameOfSource(source)));
}
