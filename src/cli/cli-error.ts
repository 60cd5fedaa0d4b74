/** Something a person at the command line can mend: shown as its sentence, without a stack trace. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
