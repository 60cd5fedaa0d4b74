/** Anyone in a voice channel, as the others in it see them. */
import type { DaveMember } from '../dave/dave-member.ts';
import type { MediaPacket } from './rtp.ts';

export interface Participant extends DaveMember {
  /** Given by the server; whatever the client wrote into its packets. */
  readonly ssrc: number;
  readonly usesDave: boolean;
  /** Takes a packet of another participant. */
  hear(fromUserId: string, packet: MediaPacket): void;
}
