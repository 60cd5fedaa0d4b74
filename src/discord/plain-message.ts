/** The one form in which text of people and models goes to Discord. */
import { MessageFlags } from 'discord.js';

export interface PlainMessage {
  readonly content: string;
  readonly allowedMentions: { readonly parse: [] };
  readonly flags: MessageFlags.SuppressEmbeds;
}

/** Nobody is pinged and no address is unfolded, whatever the text says. */
export function plainMessage(content: string): PlainMessage {
  return { content, allowedMentions: { parse: [] }, flags: MessageFlags.SuppressEmbeds };
}
