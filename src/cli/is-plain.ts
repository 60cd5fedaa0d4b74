/** By name, so that showing an error loads none of the modules that could have thrown it. */
const PLAIN = new Set([
  'CliError',
  'ConfigError',
  'DiscordError',
  'EngineError',
  'ModelFetchError',
  'SettingsError',
  'UnknownModelError',
]);

/** Whether an error's message is all that a person needs to mend it. */
export function isPlain(error: unknown): error is Error {
  return error instanceof Error && PLAIN.has(error.name);
}
