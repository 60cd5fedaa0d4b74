/**
 * One voice channel's server side: who is in it, who said op 5, whose packets go to whom.
 * Real clients and simulated callers are alike here.
 */
import { createDaveGroup, type DaveGroup } from '../dave/dave-group.ts';
import type { ExternalSender } from '../dave/external-sender.ts';
import { VOICE_OP } from './messages.ts';
import type { Participant } from './participant.ts';
import type { MediaPacket } from './rtp.ts';

export interface RoomOptions {
  readonly channelId: string;
  readonly sender: ExternalSender;
  readonly botCommits: boolean;
  /** Not muted by a moderator, not suppressed. */
  readonly mayBeHeard: (userId: string) => boolean;
  /** Not deaf, by choice or by a moderator. */
  readonly mayHear: (userId: string) => boolean;
  readonly trace: (line: string) => void;
}

export interface Room {
  readonly channelId: string;
  readonly dave: DaveGroup;
  readonly userIds: readonly string[];
  readonly isEmpty: boolean;
  /** Tells the others of `participant`, and `participant` of the others. */
  enter(participant: Participant): void;
  /** The client can take media now: it is told who has spoken so far, and begins DAVE. */
  open(participant: Participant): void;
  leave(participant: Participant): void;
  /** Op 5 as the client sent it. @param flags bit field: 1 microphone, 2 sound share, 4 priority. */
  speaking(participant: Participant, flags: number): void;
  relay(participant: Participant, packet: Omit<MediaPacket, 'ssrc'>): void;
  participant(userId: string): Participant | undefined;
}

const MICROPHONE = 1;

export function createRoom(options: RoomOptions): Room {
  const { channelId } = options;
  const participants = new Map<string, Participant>();
  /** The flags of the last op 5, by user. */
  const spoken = new Map<string, number>();
  const dave = createDaveGroup(options);

  const othersThan = (userId: string) =>
    [...participants.values()].filter((other) => other.userId !== userId);

  function speaking({ userId, ssrc }: Participant, flags: number): void {
    spoken.set(userId, flags);
    for (const other of othersThan(userId)) {
      other.sendJson(VOICE_OP.speaking, { user_id: userId, ssrc, speaking: flags });
    }
  }

  return {
    channelId,
    dave,
    get userIds() {
      return [...participants.keys()];
    },
    get isEmpty() {
      return participants.size === 0;
    },

    enter(participant) {
      const { userId } = participant;
      const others = othersThan(userId);
      participants.set(userId, participant);
      for (const other of others) other.sendJson(VOICE_OP.clientsConnect, { user_ids: [userId] });
      if (others.length > 0) {
        const userIds = others.map((other) => other.userId);
        participant.sendJson(VOICE_OP.clientsConnect, { user_ids: userIds });
      }
    },

    open(participant) {
      for (const { userId, ssrc } of othersThan(participant.userId)) {
        const flags = spoken.get(userId);
        if (flags === undefined) continue;
        participant.sendJson(VOICE_OP.speaking, { user_id: userId, ssrc, speaking: flags });
      }
      if (participant.usesDave) dave.connect(participant);
    },

    leave(participant) {
      const { userId } = participant;
      // A newer connection of the same person may have taken the place.
      if (participants.get(userId) !== participant) return;
      participants.delete(userId);
      spoken.delete(userId);
      for (const other of participants.values()) {
        other.sendJson(VOICE_OP.clientDisconnect, { user_id: userId });
      }
      dave.disconnect(userId);
    },

    speaking,

    relay(participant, packet) {
      const { userId, ssrc } = participant;
      if (!options.mayBeHeard(userId)) return;
      // Some clients send op 5 once with 0 and never again: the others need the ssrc to place the sound.
      if ((spoken.get(userId) ?? 0) === 0) speaking(participant, MICROPHONE);
      for (const other of othersThan(userId)) {
        if (options.mayHear(other.userId)) other.hear(userId, { ...packet, ssrc });
      }
    },

    participant: (userId) => participants.get(userId),
  };
}
