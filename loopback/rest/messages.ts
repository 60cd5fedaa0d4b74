/** Messages in channels and from webhooks: their rules, and the record of what was posted and edited. */
import { z } from 'zod';
import { appendBounded } from '../bounded-log.ts';
import { snowflake } from '../snowflake.ts';
import { userPayload } from '../world/payloads.ts';
import type { World } from '../world/world.ts';
import { invalidForm, refusal, type RestAnswer } from './types.ts';

interface MessageEdit {
  /** performance.now() milliseconds. */
  readonly atMs: number;
  readonly content: string;
}

export interface MessageRecord {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  /** As it reads now. */
  readonly content: string;
  /** Seen by one person only. */
  readonly ephemeral: boolean;
  readonly embeds: readonly unknown[];
  readonly components: readonly unknown[];
  readonly postedAtMs: number;
  /** The first content and every later one. */
  readonly edits: readonly MessageEdit[];
  readonly isDeleted: boolean;
}

export type MutableMessage = {
  -readonly [Field in keyof MessageRecord]: Field extends 'edits'
    ? MessageEdit[]
    : MessageRecord[Field];
};

export const messageBodySchema = z.object({
  content: z.string().nullish(),
  embeds: z.array(z.unknown()).nullish(),
  components: z.array(z.unknown()).nullish(),
  flags: z.number().nullish(),
  attachments: z.array(z.unknown()).nullish(),
});
export type MessageBody = z.infer<typeof messageBodySchema>;

export const EPHEMERAL = 1 << 6;
/** Characters a message may have (API reference, Create Message). */
const MAX_CONTENT_CHARS = 2_000;

export interface Messages {
  readonly all: readonly MessageRecord[];
  post(post: {
    readonly channelId: string;
    readonly authorId: string;
    readonly body: MessageBody;
    readonly ephemeral: boolean;
  }): MutableMessage;
  edit(message: MutableMessage, body: MessageBody): void;
  find(messageId: string): MutableMessage | undefined;
  readonly payload: (message: MessageRecord) => Record<string, unknown>;
}

export function createMessages(world: World): Messages {
  const all: MutableMessage[] = [];
  return {
    all,
    post({ channelId, authorId, body, ephemeral }) {
      const content = body.content ?? '';
      const postedAtMs = performance.now();
      const message: MutableMessage = {
        id: snowflake(),
        channelId,
        authorId,
        content,
        ephemeral,
        embeds: body.embeds ?? [],
        components: body.components ?? [],
        postedAtMs,
        edits: [{ atMs: postedAtMs, content }],
        isDeleted: false,
      };
      appendBounded(all, message);
      return message;
    },

    edit(message, body) {
      if (typeof body.content === 'string') message.content = body.content;
      if (body.embeds != null) message.embeds = body.embeds;
      if (body.components != null) message.components = body.components;
      message.edits.push({ atMs: performance.now(), content: message.content });
    },

    find: (messageId) => all.find((message) => message.id === messageId && !message.isDeleted),

    payload(message) {
      const isEdited = message.edits.length > 1;
      return {
        id: message.id,
        channel_id: message.channelId,
        author: userPayload(world.account(message.authorId)),
        content: message.content,
        timestamp: wallTime(message.postedAtMs),
        edited_timestamp: isEdited ? wallTime(message.edits.at(-1)?.atMs ?? 0) : null,
        tts: false,
        mention_everyone: false,
        mentions: [],
        mention_roles: [],
        attachments: [],
        embeds: message.embeds,
        components: message.components,
        pinned: false,
        type: 0,
        flags: message.ephemeral ? EPHEMERAL : 0,
      };
    },
  };
}

/** Why Discord would not take this body; undefined when it would. */
export function messageFault(body: MessageBody, isEdit = false): RestAnswer | undefined {
  const { content, embeds, components, attachments } = body;
  if (Array.from(content ?? '').length > MAX_CONTENT_CHARS) {
    const rule = `Must be ${MAX_CONTENT_CHARS} or fewer in length.`;
    return invalidForm('content', 'BASE_TYPE_MAX_LENGTH', rule);
  }
  const parts = [content, embeds, components, attachments];
  const isEmpty = parts.every((part) => part == null || part.length === 0);
  return isEmpty && !isEdit ? refusal(400, 50006, 'Cannot send an empty message') : undefined;
}

function wallTime(atMs: number): string {
  return new Date(performance.timeOrigin + atMs).toISOString();
}
