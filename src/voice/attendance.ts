/** Tells the conversation who is in the voice channel, and when somebody there falls mute. */
import type { Conversation } from '../pipeline/deciding/conversation-port.ts';
import type { Speaker } from '../pipeline/types.ts';

export interface Attendance {
  /** @param mutedIds of those present, as of now. Tells only what has changed. */
  update(present: readonly Speaker[], mutedIds: ReadonlySet<string>): void;
  /** Parley has left: nobody is with it. */
  end(): void;
}

export function createAttendance(conversation: Pick<Conversation, 'people' | 'muted'>): Attendance {
  let known: readonly Speaker[] | undefined;
  let muted: ReadonlySet<string> = new Set();

  const tell = (present: readonly Speaker[]) => {
    if (known !== undefined && isSame(known, present)) return;
    known = present;
    conversation.people(present);
  };

  return {
    update(present, mutedIds) {
      // Whoever comes in muted has not been saying anything.
      const wereThere = new Set(known?.map(({ id }) => id));
      const fellMute = [...mutedIds].filter((id) => wereThere.has(id) && !muted.has(id));
      muted = mutedIds;
      tell(present);
      for (const id of fellMute) conversation.muted(id);
    },
    end: () => tell([]),
  };
}

function isSame(before: readonly Speaker[], now: readonly Speaker[]): boolean {
  const names = new Map(before.map(({ id, name }) => [id, name]));
  return names.size === now.length && now.every(({ id, name }) => names.get(id) === name);
}
