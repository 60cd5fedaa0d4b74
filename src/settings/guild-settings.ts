/** How one server wants Parley to take part in its talk. */
import type { Addressing, ConversationSettings } from '../pipeline/deciding/conversation-port.ts';
import { readWakeNames } from './wake-names.ts';

/** What a server has set; what is absent is as the configuration says. */
export interface GuildSettings {
  readonly addressing?: Addressing;
  /** At least one. */
  readonly wakeNames?: readonly string[];
}

export function withDefaults(
  settings: GuildSettings,
  defaults: ConversationSettings,
): ConversationSettings {
  return { ...defaults, ...settings };
}

/** As text; null stands for "not set". Names hold no comma. */
export interface StoredGuildSettings {
  readonly addressing: string | null;
  readonly wakeNames: string | null;
}

export function toStored({ addressing, wakeNames }: GuildSettings): StoredGuildSettings {
  return { addressing: addressing ?? null, wakeNames: wakeNames?.join(',') ?? null };
}

/** What is stored may have been written by another Parley, or by hand: what is unknown is not set. */
export function fromStored(stored: StoredGuildSettings): GuildSettings {
  const read = readWakeNames(stored.wakeNames ?? '');
  return {
    ...(isAddressing(stored.addressing) ? { addressing: stored.addressing } : {}),
    ...('names' in read ? { wakeNames: read.names } : {}),
  };
}

const ADDRESSINGS: Readonly<Record<Addressing, true>> = {
  auto: true,
  name: true,
  always: true,
  never: true,
};

export function isAddressing(value: unknown): value is Addressing {
  return typeof value === 'string' && Object.hasOwn(ADDRESSINGS, value);
}
