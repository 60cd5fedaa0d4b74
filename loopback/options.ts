/** How a Loopback Discord is set up. */
import { VOICE_MODES } from './voice/rtp-crypto.ts';

export interface LoopbackOptions {
  /** Of REST and the gateway; a free one by default. Voice always takes free ones. */
  readonly port?: number;
  /** 1 = end-to-end encryption is required, as on Discord; 0 = there is none. Default 1. */
  readonly dave?: 0 | 1;
  /** Transport ciphers offered, in order; clients take the first they know. Default: both. */
  readonly modes?: readonly string[];
  readonly guildCount?: number;
  /** Accounts to log in with. Default 2 bots and 2 people. */
  readonly botCount?: number;
  readonly personCount?: number;
  /** Voice packets carry Discord's header extension. Default true. */
  readonly rtpExtension?: boolean;
  /** RTP padding of each voice packet. Default 0: some clients never strip it. */
  readonly rtpPaddingBytes?: number;
  /** The real clients' MLS commits win over simulated callers'. Default false. */
  readonly botCommits?: boolean;
  /** Default 3,000, as on Discord. */
  readonly interactionDeadlineMs?: number;
  /** Default 13,750, as Discord's voice servers ask for. */
  readonly voiceHeartbeatMs?: number;
  /** Told of every message in and out, for finding faults. */
  readonly trace?: (line: string) => void;
}

export type CompleteOptions = Required<LoopbackOptions>;

/** @throws RangeError naming an option that makes no sense. */
export function completeOptions(options: LoopbackOptions): CompleteOptions {
  const complete = {
    port: 0,
    dave: 1 as const,
    modes: VOICE_MODES,
    guildCount: 1,
    botCount: 2,
    personCount: 2,
    rtpExtension: true,
    rtpPaddingBytes: 0,
    botCommits: false,
    interactionDeadlineMs: 3_000,
    voiceHeartbeatMs: 13_750,
    trace: () => {},
    ...options,
  };
  if (complete.modes.length === 0)
    throw new RangeError('Cannot offer no voice mode: modes is empty');
  const isByte = complete.rtpPaddingBytes >= 0 && complete.rtpPaddingBytes <= 255;
  if (!isByte) throw new RangeError(`Cannot pad by ${complete.rtpPaddingBytes} bytes: 0…255`);
  return complete;
}
