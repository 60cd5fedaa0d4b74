/** What a bot process tells the process that started it, over Node's own channel. */
import { z } from 'zod';
import type { TurnRecord } from './pipeline/timeline.ts';

export type BotMessage =
  /** `timeOriginMs`: wall clock of the bot's time zero, to place its timelines beside others. */
  | { readonly type: 'ready'; readonly timeOriginMs: number }
  | { readonly type: 'turn'; readonly record: TurnRecord }
  /** The bot cannot go on; a sentence for a person. */
  | { readonly type: 'fatal'; readonly message: string };

/** The sender is this same program: the tag is checked, the record is taken as it is. */
const tag = z.custom<BotMessage>(
  (value) => z.object({ type: z.enum(['ready', 'turn', 'fatal']) }).safeParse(value).success,
);

export function readBotMessage(message: unknown): BotMessage | undefined {
  return tag.safeParse(message).data;
}

/** Does nothing when no process waits for it, or none does any more. */
export function sendBotMessage(message: BotMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
