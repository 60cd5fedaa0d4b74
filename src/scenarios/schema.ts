/** The form of a scenario file; what its words mean is in scenarios/README.md. */
import { z } from 'zod';
import { spanMs } from './durations.ts';
import { ADDRESSINGS, LineError, readLine, type Line } from './lines.ts';
import { MOMENTS_IN_WORDS, readMoment } from './moments.ts';

const text = z.string().trim().min(1, 'there is nothing in it');

const span = text.transform((value, context) => {
  const ms = spanMs(value);
  if (ms !== undefined) return ms;
  context.addIssue(`"${value}" is no span of time: write "0.4 s" or "250 ms"`);
  return z.NEVER;
});

const moment = text.transform((value, context) => {
  const read = readMoment(value);
  if (read !== undefined) return read;
  context.addIssue(`"${value}" is no moment: write ${MOMENTS_IN_WORDS}`);
  return z.NEVER;
});

const line = z.string().transform((value, context): Line => {
  try {
    return readLine(value);
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
    context.addIssue(error.message);
    return z.NEVER;
  }
});

/** A recogniser may make nothing at all of a line. */
const heard = z.union([z.literal('').transform(() => ({ parts: [], soundsFinished: true })), line]);

const oneOrMore = z.union([text.transform((one) => [one]), z.array(text)]);

const step = z.looseObject({
  when: moment.default({ kind: 'quiet' }),
  heard: heard.optional(),
  reply: text
    .transform((value) => {
      const aboutMs = spanMs(value);
      return aboutMs === undefined ? { text: value } : { aboutMs };
    })
    .optional(),
});

const answer = z.strictObject({
  to: oneOrMore.optional(),
  about: oneOrMore.default([]),
  within: span.optional(),
  'not within': span.optional(),
  'begins over': oneOrMore.optional(),
  heard: z.enum(['whole', 'cut']).optional(),
  'silent within': span.optional(),
  pauses: z.int().min(0).optional(),
  'paused at most': span.optional(),
  lowered: z.boolean().optional(),
  'into a sentence': z.boolean().default(false),
  says: oneOrMore.default([]),
  'says not': oneOrMore.default([]),
  'guesses thrown away': z.int().min(0).optional(),
});

export const scenarioSchema = z.strictObject({
  story: text,
  real: z.boolean().default(false),
  people: z.array(text).min(1, 'nobody is there: write at least one name'),
  settings: z
    .strictObject({ addressing: z.enum(ADDRESSINGS).default('auto'), name: text.default('Parley') })
    .prefault({}),
  models: z
    .strictObject({
      recognition: span.default(100),
      'first word': span.default(150),
      voice: span.default(80),
      turn: z.union([z.literal('none').transform(() => undefined), span]).default(15),
    })
    .prefault({}),
  steps: z.array(step).min(1, 'nothing happens: write at least one step'),
  expect: z.strictObject({
    answers: z.array(answer),
    'left alone': z.array(z.looseObject({ because: text.optional() })).default([]),
    'last prompt': z
      .strictObject({ has: oneOrMore.default([]), lacks: oneOrMore.default([]) })
      .prefault({}),
  }),
});

export { line as lineSchema };
export type ScenarioFile = z.output<typeof scenarioSchema>;
