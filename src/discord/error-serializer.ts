/** How errors of Discord's REST API are logged. */
import { stdSerializers } from 'pino';

/** What was written, and the address, which holds the interaction's token. */
const PERSONAL_FIELDS = ['requestBody', 'url', 'rawError'];

/** For a logger's `err`: the usual fields without what people and models wrote. */
function serialiseError(error: Error): Record<string, unknown> {
  const fields: Record<string, unknown> = { ...stdSerializers.err(error) };
  for (const field of PERSONAL_FIELDS) delete fields[field];
  return fields;
}

/** Options of a child logger that errors of Discord are logged with. */
export const DISCORD_LOG = { serializers: { err: serialiseError } };
