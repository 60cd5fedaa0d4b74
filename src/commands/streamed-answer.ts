/** Shows a text while it is being written, by editing messages. */
import type { Clock } from '../async/clock.ts';
import { splitMessage } from '../discord/split-message.ts';
import type { Logger } from '../log.ts';

/** The messages of one answer, in order; the first exists already (the deferred reply). */
export interface AnswerMessages {
  edit(index: number, content: string): Promise<void>;
  append(content: string): Promise<void>;
}

export interface StreamedAnswerOptions {
  /** Stands before the answer: the question. */
  readonly heading: string;
  readonly tokens: AsyncIterable<string>;
  readonly messages: AnswerMessages;
  /** A sentence for people about why the tokens ended with `error`. */
  readonly explain: (error: unknown) => string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborted at shutdown: what is there is then shown without waiting. */
  readonly signal: AbortSignal;
}

/** Discord allows five edits in five seconds for each webhook; the issue asks for this. */
const EDIT_PERIOD_MS = 1_000;
const LAST_ATTEMPTS = 3;
const NOTHING_SAID = '*I have nothing to say to that.*';

/**
 * Reads `tokens` to their end and shows them, with at most one edit a second. A failed edit is made
 * up for by the next one; if the last one fails too, the answer is sent as a new message.
 */
export async function streamAnswer(options: StreamedAnswerOptions): Promise<void> {
  const { heading, clock, log, signal } = options;
  const ended = new AbortController();
  const begun = Promise.withResolvers<void>();
  const shown: string[] = [''];
  let written = '';
  let note = '';
  let editedAtMs = Number.NEGATIVE_INFINITY;

  const reading = (async () => {
    try {
      for await (const token of options.tokens) {
        written += token;
        if (written.trim() !== '') begun.resolve();
      }
      if (written.trim() === '') note = NOTHING_SAID;
    } catch (error) {
      note = `*${options.explain(error)}*`;
    } finally {
      ended.abort();
      begun.resolve();
    }
  })();

  await begun.promise;
  while (!ended.signal.aborted) {
    await show().catch(logFailure);
    await pause(clock, EDIT_PERIOD_MS, ended.signal);
  }
  await reading;
  for (let attempt = 1; ; attempt++) {
    try {
      await show();
      return;
    } catch (error) {
      logFailure(error);
      if (attempt < LAST_ATTEMPTS && !signal.aborted) continue;
      await rescue();
      return;
    }
  }

  function pieces(): string[] {
    const body = [written.trimEnd(), note].filter((part) => part !== '').join('\n\n');
    return splitMessage(heading + body);
  }

  async function show(): Promise<void> {
    for (const [index, piece] of pieces().entries()) {
      if (shown[index] === piece) continue;
      if (index >= shown.length) await options.messages.append(piece);
      else {
        await pause(clock, editedAtMs + EDIT_PERIOD_MS - clock.nowMs(), signal);
        editedAtMs = clock.nowMs();
        await options.messages.edit(index, piece);
      }
      shown[index] = piece;
    }
  }

  /** The messages that are there take no edits any more: what they lack is sent anew. */
  async function rescue(): Promise<void> {
    for (const [index, piece] of pieces().entries())
      if (shown[index] !== piece) await options.messages.append(piece);
  }

  function logFailure(error: unknown): void {
    log.warn({ err: error }, 'an answer could not be shown; trying again');
  }
}

/** Sleeps, less when `signal` aborts. */
async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0 && !signal.aborted) await clock.sleep(ms, signal).catch(() => {});
}
