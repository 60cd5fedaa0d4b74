/** One slash command as a person sent it: the bot's answer, and its deadline. */
import type { MessageRecord, MutableMessage } from './messages.ts';

/** API reference, Interaction Response: how long a bot may answer and follow up. */
export const TOKEN_LIFE_MS = 15 * 60 * 1000;

interface Acknowledgement {
  readonly afterMs: number;
  /** 4 answer, 5 "is thinking…" (API reference, Interaction Callback Type). */
  readonly type: number;
  readonly ephemeral: boolean;
}

/** What is offered to somebody who types an option. */
export interface OfferedChoice {
  readonly name: string;
  readonly value: string | number;
}

/** What the person sees of it. */
export interface SlashCall {
  readonly id: string;
  /** Rejects when the bot misses the deadline: "The application did not respond". */
  readonly acknowledged: Promise<Acknowledgement>;
  /** What the bot offers while an option is typed. */
  readonly choices: Promise<readonly OfferedChoice[]>;
  /** The first content there is to read; an embed's text counts. */
  readonly reply: Promise<string>;
  /** The answer as it reads now; empty before there is one. */
  readonly current: string;
  /** Every content the answer has had. */
  readonly history: readonly { readonly atMs: number; readonly content: string }[];
  readonly followUps: readonly MessageRecord[];
  /** The deadline passed without an answer. */
  readonly failed: boolean;
}

/** The server's side of it. */
export interface Interaction extends SlashCall, Disposable {
  readonly token: string;
  readonly applicationId: string;
  readonly channelId: string;
  readonly createdAtMs: number;
  readonly acknowledgement: Acknowledgement | undefined;
  readonly original: MutableMessage | undefined;
  acknowledge(type: number, ephemeral: boolean): void;
  offer(choices: readonly OfferedChoice[]): void;
  /** The original answer was posted or edited. */
  show(message: MutableMessage): void;
  addFollowUp(message: MutableMessage): void;
}

export function createInteraction(options: {
  readonly id: string;
  readonly token: string;
  readonly applicationId: string;
  readonly channelId: string;
  readonly commandName: string;
  readonly deadlineMs: number;
}): Interaction {
  const { commandName, deadlineMs } = options;
  const createdAtMs = performance.now();
  const acknowledged = Promise.withResolvers<Acknowledgement>();
  const reply = Promise.withResolvers<string>();
  const choices = Promise.withResolvers<readonly OfferedChoice[]>();
  const followUps: MutableMessage[] = [];
  let acknowledgement: Acknowledgement | undefined;
  let original: MutableMessage | undefined;
  let failed = false;
  // Nobody has to look at them.
  acknowledged.promise.catch(() => {});
  reply.promise.catch(() => {});
  choices.promise.catch(() => {});

  const deadline = setTimeout(() => {
    failed = true;
    const error = new Error(
      `/${commandName}: the application did not respond within ${deadlineMs} ms`,
    );
    acknowledged.reject(error);
    reply.reject(error);
    choices.reject(error);
  }, deadlineMs).unref();

  return {
    id: options.id,
    token: options.token,
    applicationId: options.applicationId,
    channelId: options.channelId,
    createdAtMs,
    acknowledged: acknowledged.promise,
    reply: reply.promise,
    choices: choices.promise,
    followUps,
    get acknowledgement() {
      return acknowledgement;
    },
    get original() {
      return original;
    },
    get current() {
      return original === undefined ? '' : textOf(original);
    },
    get history() {
      return original?.edits ?? [];
    },
    get failed() {
      return failed;
    },

    acknowledge(type, ephemeral) {
      clearTimeout(deadline);
      acknowledgement = { afterMs: performance.now() - createdAtMs, type, ephemeral };
      acknowledged.resolve(acknowledgement);
    },
    offer: choices.resolve,
    show(message) {
      original = message;
      const text = textOf(message);
      if (text !== '') reply.resolve(text);
    },
    addFollowUp(message) {
      followUps.push(message);
    },
    [Symbol.dispose]() {
      clearTimeout(deadline);
      const error = new Error(`/${commandName}: Loopback Discord was closed`);
      acknowledged.reject(error);
      reply.reject(error);
      choices.reject(error);
    },
  };
}

function textOf({ content, embeds }: MessageRecord): string {
  return content === '' ? embeds.map(embedText).join('\n') : content;
}

function embedText(embed: unknown): string {
  if (typeof embed !== 'object' || embed === null) return '';
  const title = 'title' in embed ? embed.title : undefined;
  const description = 'description' in embed ? embed.description : undefined;
  return [title, description].filter((part) => typeof part === 'string').join('\n');
}
