import type { ModelSource } from './model-types.ts';

/** Why one source gave nothing. */
export interface FailedSource {
  readonly source: string;
  readonly reason: string;
}

export interface FailedPart {
  readonly partId: string;
  /** Titles of the models that need it. */
  readonly neededBy: readonly string[];
  readonly sources: readonly FailedSource[];
}

/** Model files could not be had; the message says which, from where it was tried, and what to do. */
export class ModelFetchError extends Error {
  override readonly name = 'ModelFetchError';
  readonly parts: readonly FailedPart[];

  constructor(parts: readonly FailedPart[], modelsDir: string) {
    const told = parts.map(
      ({ partId, neededBy, sources }) =>
        `Cannot fetch ${partId} (needed for ${neededBy.join(', ')}):\n` +
        sources.map(({ source, reason }) => `  ${source}: ${reason}`).join('\n'),
    );
    super(
      `${told.join('\n')}\n` +
        'Mend one of these ways (network, proxy, Python with pip, disk space) and start again: ' +
        `what has been fetched stays. Or copy the folders of the missing parts from another machine's models folder into ${modelsDir}.`,
    );
    this.parts = parts;
  }
}

/** As a person would name it. */
export function nameOfSource(source: ModelSource): string {
  if (source.kind === 'npm') return `npm package ${source.spec}`;
  if (source.kind === 'wheel') return `Python wheel ${source.spec}`;
  if (source.kind === 'archive') return source.url;
  if (source.kind === 'together') {
    const [first, ...others] = source.sources;
    const name = first === undefined ? 'nowhere' : nameOfSource(first);
    return others.length === 0 ? name : `${name} and ${others.length} more`;
  }
  const [first = 'nowhere', ...others] = Object.values(source.urls);
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
