/** A client as the delivery service sees it: a real one's socket, or a simulated caller. */

/** Opcodes of the voice gateway that belong to DAVE; binary unless said otherwise. */
export const DAVE_OP = {
  /** JSON, to the client. */
  prepareTransition: 21,
  /** JSON, to the client. */
  executeTransition: 22,
  /** JSON, from the client. */
  transitionReady: 23,
  /** JSON, to the client. */
  prepareEpoch: 24,
  externalSender: 25,
  keyPackage: 26,
  proposals: 27,
  commitWelcome: 28,
  announceCommit: 29,
  welcome: 30,
  /** JSON, from the client. */
  invalidCommitWelcome: 31,
} as const;

export interface DaveMember {
  readonly userId: string;
  readonly isSimulated: boolean;
  sendDave(op: number, payload: Buffer): void;
  sendJson(op: number, fields: unknown): void;
}
