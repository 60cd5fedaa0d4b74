/** A simulated caller's end of DAVE: the same library as real clients have, without a socket. */
import { DAVESession } from '@snazzah/davey';
import { z } from 'zod';
import { DAVE_OP } from '../dave/dave-member.ts';
import type { DaveGroup } from '../dave/dave-group.ts';
import { SILENCE_FRAME } from './sound.ts';

export interface CallerDave {
  readonly isReady: boolean;
  /** 30 digits, equal for all members; undefined without a group. */
  readonly privacyCode: string | undefined;
  readonly receive: (op: number, payload: Buffer) => void;
  readonly receiveJson: (op: number, fields: unknown) => void;
  encrypt(opus: Buffer): Buffer;
  /** @throws an Error when the frame was not encrypted for this group. */
  decrypt(fromUserId: string, frame: Buffer): Buffer;
  /** Resolves when frames can be encrypted. */
  ready(signal: AbortSignal): Promise<void>;
}

export interface CallerDaveOptions {
  readonly userId: string;
  readonly channelId: string;
  readonly group: () => DaveGroup;
  /** The others in the channel. */
  readonly othersInRoom: () => string[];
  readonly trace: (line: string) => void;
}

const PROTOCOL_VERSION = 1;
const FIRST_EPOCH = 1;
/** davey's MediaType.AUDIO. */
const MEDIA_TYPE_AUDIO = 0;
const TRANSITION_ID_BYTES = 2;
/** davey's session, with numbers for its enums, which exist only for its type checker. */
interface MlsSession extends Omit<DAVESession, 'decrypt' | 'processProposals'> {
  decrypt(fromUserId: string, mediaType: number, frame: Buffer): Buffer;
  processProposals(
    operation: number,
    proposals: Buffer,
    recognisedUserIds: string[],
  ): { readonly commit?: Buffer; readonly welcome?: Buffer };
}

const prepareEpochSchema = z.object({ epoch: z.number() });

/** DAVE's marker at the end of every encrypted frame. */
const MARKER = 0xfafa;

export function createCallerDave(options: CallerDaveOptions): CallerDave {
  const { userId, channelId, trace } = options;
  const session: MlsSession = new DAVESession(PROTOCOL_VERSION, userId, channelId);
  const waiting = new Set<() => void>();

  function sendKeyPackage(): void {
    options.group().keyPackage(userId, session.getSerializedKeyPackage());
  }

  /** As real clients do: out with the broken state, in with a new key package. */
  function startOver(): void {
    session.reinit(PROTOCOL_VERSION, userId, channelId);
    sendKeyPackage();
  }

  function propose(payload: Buffer): void {
    const operation = payload.readUInt8(0);
    const others = options.othersInRoom();
    const { commit, welcome } = session.processProposals(operation, payload.subarray(1), others);
    if (commit === undefined) return;
    options
      .group()
      .commit(userId, Buffer.concat(welcome === undefined ? [commit] : [commit, welcome]));
  }

  /** The answer to an announced commit or a welcome. */
  function move(payload: Buffer, apply: (message: Buffer) => void): void {
    const transitionId = payload.readUInt16BE(0);
    apply(payload.subarray(TRANSITION_ID_BYTES));
    for (const wake of waiting) wake();
    if (transitionId !== 0) options.group().transitionReady(userId, transitionId);
  }

  function carryOut(op: number, payload: Buffer): void {
    if (op === DAVE_OP.externalSender) {
      session.setExternalSender(payload);
      sendKeyPackage();
    } else if (op === DAVE_OP.proposals) propose(payload);
    else if (op === DAVE_OP.announceCommit)
      move(payload, (commit) => session.processCommit(commit));
    else if (op === DAVE_OP.welcome) move(payload, (welcome) => session.processWelcome(welcome));
  }

  return {
    get isReady() {
      return session.ready;
    },
    get privacyCode() {
      return session.voicePrivacyCode === '' ? undefined : session.voicePrivacyCode;
    },

    receive(op, payload) {
      // Not at once: the sender may be in the middle of telling everyone the same.
      setImmediate(() => {
        try {
          carryOut(op, payload);
        } catch (error) {
          trace(`caller ${userId}: op ${op}: ${String(error)}`);
          startOver();
        }
      });
    },
    receiveJson(op, fields) {
      if (op !== DAVE_OP.prepareEpoch) return;
      if (prepareEpochSchema.parse(fields).epoch === FIRST_EPOCH) setImmediate(startOver);
    },

    encrypt: (opus) => (opus.equals(SILENCE_FRAME) ? opus : session.encryptOpus(opus)),
    decrypt(fromUserId, frame) {
      if (frame.equals(SILENCE_FRAME)) return frame;
      // Before there is a group, others may send in the clear.
      if (!session.ready && !isEncrypted(frame)) return frame;
      return session.decrypt(fromUserId, MEDIA_TYPE_AUDIO, frame);
    },

    ready(signal) {
      return new Promise((resolve, reject) => {
        const finish = (settle: () => void) => {
          waiting.delete(check);
          signal.removeEventListener('abort', onAbort);
          settle();
        };
        const check = () => {
          if (session.ready) finish(resolve);
        };
        const onAbort = () => finish(() => reject(signal.reason));
        waiting.add(check);
        signal.addEventListener('abort', onAbort, { once: true });
        if (signal.aborted) onAbort();
        else check();
      });
    },
  };
}

function isEncrypted(frame: Buffer): boolean {
  return frame.length > 2 && frame.readUInt16BE(frame.length - 2) === MARKER;
}
