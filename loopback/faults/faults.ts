/** Everything that can go wrong on request. A user id names a real client: a bot's or a person's. */
import type { Gateway } from '../gateway/gateway.ts';
import { DAVE_OP } from '../dave/dave-member.ts';
import { u16 } from '../dave/mls-bytes.ts';
import type { MediaSocket } from '../voice/media-socket.ts';
import type { Presence } from '../voice/presence.ts';
import type { Room } from '../voice/room.ts';
import { seal, VOICE_MODES } from '../voice/rtp-crypto.ts';
import { writeRtp } from '../voice/rtp.ts';
import type { VoiceConnection } from '../voice/voice-connection.ts';
import type { VoiceGateway } from '../voice/voice-gateway.ts';
import type { FaultState } from './fault-state.ts';
import type { Direction, Impairment, ImpairmentCounters } from './impairment.ts';
import type { RestFaults } from './rest-faults.ts';

export interface Faults {
  /** Loss, reordering, jitter and duplicates of one direction or both; `{}` heals it. */
  impair(direction: Direction | 'both', impairment: Impairment): void;
  impairments(direction: Direction): Readonly<ImpairmentCounters>;
  /** No datagram passes, address discovery included. */
  blockUdp(isBlocked: boolean): void;

  /** Closes the voice socket. @param code leave it out, or 1006, for a connection that just ends. */
  closeVoice(userId: string, code?: number): void;
  /** The voice server goes away (endpoint null) and comes back after `afterMs`. */
  reallocateVoice(userId: string, afterMs?: number): void;
  /** Discord answers op 4 with nothing. */
  ignoreVoiceJoins(isIgnoring: boolean): void;

  /** A datagram with the right ssrc and a wrong key. @param fromUserId whose voice is forged. */
  forge(userId: string, fromUserId: string): void;
  /** Any bytes, from the voice server's address. */
  sendDatagram(userId: string, datagram: Buffer): void;
  /** Garbage of each of the given lengths; RTP-like ones begin as an Opus packet does. */
  sendMalformed(userId: string, lengths: readonly number[], isRtpLike?: boolean): void;

  /** Closes the main gateway's socket; the client may resume and misses nothing. Default 4000. */
  dropGateway(userId: string, code?: number): void;
  /** Op 9: the session is gone. */
  invalidateSession(userId: string): void;
  /** READY comes this much later. */
  delayReady(ms: number): void;

  readonly rateLimit: RestFaults['rateLimit'];
  readonly failRest: RestFaults['fail'];

  /** Op 25 a second time. */
  repeatExternalSender(userId: string): void;
  /** Op 27 with bytes that are no proposals. */
  sendUnparsableProposals(userId: string): void;
  /** Op 29 with a commit that cannot be applied: the client answers op 31 and has to come back in. */
  announceInvalidCommit(userId: string, transitionId?: number): void;
  /** Throws the channel's MLS group away (op 24, epoch 1). */
  resetGroup(channelId: string): void;
  /** The simulated callers' frames go out without end-to-end encryption. */
  withholdEncryption(isWithheld: boolean): void;
}

export interface FaultTargets {
  readonly state: FaultState;
  readonly gateway: Gateway;
  readonly voice: VoiceGateway;
  readonly media: MediaSocket;
  readonly presence: Presence;
  readonly externalSender: Buffer;
  readonly room: (channelId: string) => Room | undefined;
  /** The room that a real client or a caller is in. */
  readonly roomOf: (userId: string) => Room | undefined;
}

/** Neither an MLSMessage nor a vector of them. */
const GARBAGE = Buffer.from('0501020304', 'hex');
/** The head of an MLSMessage with nothing behind it. */
const HEADLESS_COMMIT = Buffer.from('00010102', 'hex');
const FORGED_OPUS = Buffer.alloc(60, 1);

export function createFaults(targets: FaultTargets): Faults {
  const { state, gateway, voice, media } = targets;

  function connectionOf(userId: string): VoiceConnection {
    const connection = voice.find(userId);
    if (connection === undefined) {
      throw new Error(`Cannot inject a fault: no real client ${userId} is connected to voice`);
    }
    return connection;
  }

  function sendDatagram(userId: string, datagram: Buffer): void {
    const { remote } = connectionOf(userId);
    if (remote === undefined) throw new Error(`Cannot send to ${userId}: no address is known`);
    media.sendRaw(datagram, remote);
  }

  return {
    impair(direction, impairment) {
      if (direction !== 'from-clients') state.paths['to-clients'].set(impairment);
      if (direction !== 'to-clients') state.paths['from-clients'].set(impairment);
    },
    impairments: (direction) => state.paths[direction].counters,
    blockUdp(isBlocked) {
      state.isUdpBlocked = isBlocked;
    },

    closeVoice(userId, code = 1006) {
      const { socket } = connectionOf(userId);
      if (code === 1006) socket.terminate();
      else socket.close(code);
    },
    reallocateVoice(userId, afterMs = 0) {
      const { guildId } = connectionOf(userId);
      targets.presence.sendServer(guildId, userId, true);
      state.later(afterMs, () => targets.presence.sendServer(guildId, userId));
    },
    ignoreVoiceJoins(isIgnoring) {
      state.ignoresJoins = isIgnoring;
    },

    forge(userId, fromUserId) {
      const ssrc = targets.roomOf(userId)?.participant(fromUserId)?.ssrc;
      if (ssrc === undefined)
        throw new Error(`Cannot forge: ${fromUserId} is in no channel with ${userId}`);
      const packet = { sequence: 1, timestamp: 960, ssrc, payload: FORGED_OPUS };
      const { header, body } = writeRtp(packet, { hasExtension: true, paddingBytes: 0 });
      const mode = connectionOf(userId).media?.mode ?? VOICE_MODES[0];
      sendDatagram(userId, seal(header, body, mode, Buffer.alloc(32, 0xee), 1));
    },
    sendDatagram,
    sendMalformed(userId, lengths, isRtpLike = true) {
      for (const length of lengths) {
        const datagram = Buffer.alloc(length, isRtpLike ? 0x80 : 0x05);
        if (isRtpLike && length > 1) datagram[1] = 0x78;
        sendDatagram(userId, datagram);
      }
    },

    dropGateway: (userId, code = 4000) => gateway.drop(userId, code),
    invalidateSession: gateway.invalidate,
    delayReady(ms) {
      state.readyDelayMs = ms;
    },

    rateLimit: state.rest.rateLimit,
    failRest: state.rest.fail,

    repeatExternalSender(userId) {
      connectionOf(userId).sendDave(DAVE_OP.externalSender, targets.externalSender);
    },
    sendUnparsableProposals(userId) {
      const append = Buffer.from([0]);
      connectionOf(userId).sendDave(DAVE_OP.proposals, Buffer.concat([append, GARBAGE]));
    },
    announceInvalidCommit(userId, transitionId = 0) {
      const commit = Buffer.concat([u16(transitionId), HEADLESS_COMMIT]);
      connectionOf(userId).sendDave(DAVE_OP.announceCommit, commit);
    },
    resetGroup(channelId) {
      const room = targets.room(channelId);
      if (room === undefined) throw new Error(`Cannot reset: nobody is in channel ${channelId}`);
      room.dave.reset();
    },
    withholdEncryption(isWithheld) {
      state.withholdsEncryption = isWithheld;
    },
  };
}
