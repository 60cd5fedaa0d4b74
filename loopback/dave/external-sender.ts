/**
 * The voice server's whole part in an MLS group: it signs Add and Remove proposals from outside.
 * It holds no group secret and needs no MLS library (RFC 9420, section 12.1.8; DAVE protocol).
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { u16, u32, u64, u8, vector } from './mls-bytes.ts';

const MLS_1_0 = u16(1);
const PUBLIC_MESSAGE = u16(1);
const BASIC_CREDENTIAL = u16(1);
const SENDER_EXTERNAL = u8(2);
const CONTENT_PROPOSAL = u8(2);
const PROPOSAL_ADD = u16(1);
const PROPOSAL_REMOVE = u16(3);
/** Our place in the group's list of external senders: it has one entry. */
const SENDER_INDEX = u32(0);

export interface ExternalSender {
  /** Payload of op 25: what members must know of us before they make or join a group. */
  readonly package: Buffer;
  /** @returns an MLSMessage that proposes to add the owner of `keyPackage`. */
  add(groupId: bigint, epoch: bigint, keyPackage: Buffer): Buffer;
  /** @returns an MLSMessage that proposes to remove the member at `leaf`. */
  remove(groupId: bigint, epoch: bigint, leaf: number): Buffer;
}

export function createExternalSender(): ExternalSender {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const uncompressedPoint = Buffer.concat([
    u8(4),
    Buffer.from(x, 'base64url'),
    Buffer.from(y, 'base64url'),
  ]);

  const propose = (groupId: bigint, epoch: bigint, proposal: Buffer): Buffer => {
    const content = Buffer.concat([
      MLS_1_0,
      PUBLIC_MESSAGE,
      vector(u64(groupId)),
      u64(epoch),
      SENDER_EXTERNAL,
      SENDER_INDEX,
      vector(), // authenticated_data
      CONTENT_PROPOSAL,
      proposal,
    ]);
    // An external sender signs without the group's context.
    const label = vector(Buffer.from('MLS 1.0 FramedContentTBS'));
    const signature = sign('sha256', Buffer.concat([label, vector(content)]), privateKey);
    return Buffer.concat([content, vector(signature)]);
  };

  return {
    package: Buffer.concat([
      vector(uncompressedPoint),
      BASIC_CREDENTIAL,
      vector(Buffer.from('loopback')),
    ]),
    add: (groupId, epoch, keyPackage) =>
      propose(groupId, epoch, Buffer.concat([PROPOSAL_ADD, keyPackage])),
    remove: (groupId, epoch, leaf) =>
      propose(groupId, epoch, Buffer.concat([PROPOSAL_REMOVE, u32(leaf)])),
  };
}
