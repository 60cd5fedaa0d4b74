/** What the end-to-end encryption (DAVE) of @discordjs/voice 0.19.2 lacks. */
import { DAVESession } from '@discordjs/voice';
import type { Logger } from '../../log.ts';
import { SILENCE_PACKET } from '../silence-packet.ts';
import { replaceMethod } from './replace-method.ts';

/** Ends every encrypted frame (DAVE protocol, "Payload Format": magic marker). */
const ENCRYPTED_MARKER = 0xfafa;

/**
 * 2. A repeated external sender or unreadable proposals threw out of the socket's listener and
 *    ended the process.
 * 4. After 36 failures the session recovers, but not from transition 0, the first one of every
 *    group: from then on every packet threw.
 * 6. Before the group is complete frames went out, and came in, as if there were no encryption:
 *    speech must not leave in the clear, and what is still encrypted is no Opus.
 */
export function guardEncryption(log: Logger): (() => void)[] {
  const tolerant = (['setExternalSender', 'processProposals'] as const).map((name) =>
    replaceMethod<DAVESession>(DAVESession.prototype, name, ({ proceed }) => {
      try {
        return proceed();
      } catch (error) {
        log.warn({ err: error, step: name }, 'the voice server sent an encryption message in vain');
        return undefined;
      }
    }),
  );
  return [
    ...tolerant,
    replaceMethod<DAVESession>(
      DAVESession.prototype,
      'decrypt',
      ({ target, args: [packet], proceed }) => {
        if (!isReady(target) && Buffer.isBuffer(packet) && isEncrypted(packet)) return null;
        try {
          return proceed();
        } catch {
          if (target.lastTransitionId === 0 && !target.reinitializing) {
            log.warn('end-to-end encryption is stuck: it is set up anew');
            target.recoverFromInvalidTransition(0);
          }
          return null;
        }
      },
    ),
    replaceMethod<DAVESession>(DAVESession.prototype, 'encrypt', ({ target, proceed }) =>
      target.protocolVersion !== 0 && !isReady(target) ? SILENCE_PACKET : proceed(),
    ),
  ];
}

function isReady({ session }: DAVESession): boolean {
  return session?.ready === true;
}

function isEncrypted(packet: Buffer): boolean {
  return packet.length >= 2 && packet.readUInt16BE(packet.length - 2) === ENCRYPTED_MARKER;
}
