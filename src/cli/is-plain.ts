import { ConfigError } from '../config.ts';
import { UnknownModelError } from '../models/catalogue.ts';
import { ModelFetchError } from '../models/fetch-error.ts';
import { EngineError } from '../pipeline/ports.ts';
import { CliError } from './cli-error.ts';

const PLAIN = [CliError, ConfigError, EngineError, ModelFetchError, UnknownModelError];

/** Whether an error's message is all that a person needs to mend it. */
export function isPlain(error: unknown): error is Error {
  return PLAIN.some((plain) => error instanceof plain);
}
