/** Why Parley cannot be on Discord, in words for whoever runs it. */
import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, HTTPError } from 'discord.js';

export type DiscordFailure = 'token' | 'intents' | 'unreachable' | 'refused' | 'permissions';

/** What a process that cannot be on Discord ends with: EX_CONFIG and EX_UNAVAILABLE of sysexits. */
const EXIT_CODES: Record<DiscordFailure, number> = {
  token: 78,
  intents: 78,
  permissions: 78,
  refused: 69,
  unreachable: 69,
};

export class DiscordError extends Error {
  override readonly name = 'DiscordError';
  readonly failure: DiscordFailure;
  readonly exitCode: number;

  constructor(failure: DiscordFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
    this.exitCode = EXIT_CODES[failure];
  }
}

const WRONG_TOKEN =
  'Discord does not accept DISCORD_TOKEN. Copy the token again from the Bot page of your ' +
  'application (discord.com/developers/applications); resetting it there makes a new one.';
const WRONG_INTENTS =
  'Discord refuses the intents that Parley asks for (Guilds and Guild Voice States). Both are ' +
  'open to every bot: check that DISCORD_TOKEN belongs to a bot that is not suspended.';

/** @param action what was attempted, for the message: "log in to Discord". */
export function toDiscordError(error: unknown, action: string): DiscordError {
  if (error instanceof DiscordError) return error;
  const cause = { cause: error };
  if (isTokenFault(error)) return new DiscordError('token', WRONG_TOKEN, cause);
  const message = error instanceof Error ? error.message : String(error);
  if (/disallowed intents/iu.test(message))
    return new DiscordError('intents', WRONG_INTENTS, cause);
  if (error instanceof DiscordAPIError && error.status === 403)
    return new DiscordError(
      'permissions',
      `Cannot ${action}: Discord forbids it (${message}).`,
      cause,
    );
  const isAnswer = error instanceof DiscordAPIError || error instanceof HTTPError;
  if (isAnswer)
    return new DiscordError('refused', `Cannot ${action}: Discord says ${message}.`, cause);
  return new DiscordError(
    'unreachable',
    `Cannot ${action}: ${innermost(error)}. Check this machine's network and proxy, and status.discord.com.`,
    cause,
  );
}

function isTokenFault(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status === 401;
  if (error instanceof DiscordjsError) return error.code === DiscordjsErrorCodes.TokenInvalid;
  // A token with a line break or a letter outside Latin-1 fits into no header and is never sent.
  return error instanceof Error && /authentication failed|ByteString|header/iu.test(error.message);
}

/** The deepest cause's message: "fetch failed" says nothing, ECONNREFUSED does. */
function innermost(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  return deepest instanceof Error ? deepest.message || deepest.name : String(deepest);
}
