/** The log: fixed sentences plus fields, on standard error; what people said is redacted. */
import { pino, type Logger } from 'pino';

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

/** @param pretty lines for a person (a terminal) instead of JSON. */
export function createLog(level: string, pretty: boolean): Logger {
  return pino({
    level,
    base: null,
    redact: [...PERSONAL, ...PERSONAL.map((field) => `*.${field}`)],
    transport: pretty
      ? {
          target: 'pino-pretty',
          options: { destination: 2, ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' },
        }
      : { target: 'pino/file', options: { destination: 2 } },
  });
}
