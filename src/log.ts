/** The log: fixed sentences plus fields, on standard error; what people said is redacted. */
import { pino, stdSerializers, type Logger } from 'pino';

export type { Logger };

/** Fields that hold speech, names or secrets, at the top level and one level down. */
const PERSONAL = [
  'text',
  'heardText',
  'replyText',
  'playedText',
  'sentences',
  'token',
  'apiKey',
  'prompt',
];

/** Fields of Discord's REST errors: what was written, and the address, which holds an interaction's token. */
const PERSONAL_IN_ERRORS = ['requestBody', 'url', 'rawError'];

/** How errors are logged: the usual fields without what people and models wrote. */
export const LOG_SERIALIZERS = {
  err(error: Error): Record<string, unknown> {
    const fields: Record<string, unknown> = { ...stdSerializers.err(error) };
    for (const field of PERSONAL_IN_ERRORS) delete fields[field];
    return fields;
  },
};

/**
 * @param level of pino, or `silent`. The lines are written by a thread of their own, which a silent log does without.
 * @param pretty lines for a person (a terminal) instead of JSON.
 */
export function createLog(level: string, pretty: boolean): Logger {
  if (level === 'silent') return pino({ level }, { write() {} });
  return pino({
    level,
    base: null,
    serializers: LOG_SERIALIZERS,
    redact: [...PERSONAL, ...PERSONAL.map((field) => `*.${field}`)],
    transport: pretty
      ? {
          target: 'pino-pretty',
          options: { destination: 2, ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' },
        }
      : { target: 'pino/file', options: { destination: 2 } },
  });
}
