/**
 * Puts one speaker's packets back in order. Packets in order pass at once; one that came early
 * waits for those before it, at most for the window, and then they count as lost.
 *
 * Time is passed in. Sequence numbers wrap at 2^16 (RFC 3550, 5.1). A pause is no loss: Discord's
 * clients stop sending, and the sequence goes on where it was.
 */

export interface OpusPacket {
  readonly payload: Buffer;
  /** RTP sequence number, 0…65535. */
  readonly sequence: number;
  /** 48 kHz clock: +960 a packet of 20 ms; wraps at 2^32. */
  readonly rtpTimestamp: number;
  readonly ssrc: number;
  /** Clock ms. */
  readonly receivedAtMs: number;
}

export type Ordered =
  | { readonly type: 'packet'; readonly packet: OpusPacket }
  /** That many packets in a row did not come in time. */
  | { readonly type: 'lost'; readonly count: number };

export interface JitterBuffer {
  /** @returns what can go on now, in order. */
  push(packet: OpusPacket): Ordered[];
  /** @returns what has waited long enough at `nowMs`. */
  poll(nowMs: number): Ordered[];
  /** Packets that wait for those before them. */
  readonly held: number;
  /** Packets that came after they had been given up. */
  readonly late: number;
}

/** Covers the reordering of an ordinary line, and is hardly felt. */
const MIN_WINDOW_MS = 60;

/** A worse line than this is not worth waiting for. */
const MAX_WINDOW_MS = 120;

/** The window grows by this with every packet that came too late… */
const GROW_MS = 20;

/** …and shrinks again after so many packets in time (10 s). */
const PACKETS_TO_SHRINK = 500;

/** A jump by more packets (2 s) is a new stream, not a loss. */
const MAX_GAP = 100;

export function createJitterBuffer(): JitterBuffer {
  const held = new Map<number, OpusPacket>();
  /** Sequence numbers that were given up, the latest ones. */
  const givenUp = new Set<number>();
  let ssrc: number | undefined;
  let next = 0;
  let windowMs = MIN_WINDOW_MS;
  let inTime = 0;
  let late = 0;

  /** @returns what was held of the stream before. */
  const restartAt = (packet: OpusPacket): Ordered[] => {
    const left = inOrder([...held.values()], next);
    held.clear();
    givenUp.clear();
    ssrc = packet.ssrc;
    next = packet.sequence;
    return left;
  };

  /** Takes what follows without a gap. */
  const drain = (ordered: Ordered[]): Ordered[] => {
    for (let packet = held.get(next); packet !== undefined; packet = held.get(next)) {
      held.delete(next);
      ordered.push({ type: 'packet', packet });
      next = (next + 1) & 0xffff;
    }
    return ordered;
  };

  /** A packet of the past: late, or one that was there already. */
  const countLate = (sequence: number) => {
    if (!givenUp.delete(sequence)) return;
    late += 1;
    inTime = 0;
    windowMs = Math.min(MAX_WINDOW_MS, windowMs + GROW_MS);
  };

  const giveUp = (count: number): Ordered => {
    for (let lost = 0; lost < count; lost++) {
      givenUp.add(next);
      next = (next + 1) & 0xffff;
    }
    for (const oldest of givenUp) {
      if (givenUp.size <= MAX_GAP) break;
      givenUp.delete(oldest);
    }
    return { type: 'lost', count };
  };

  const countInTime = () => {
    inTime += 1;
    if (inTime < PACKETS_TO_SHRINK) return;
    inTime = 0;
    windowMs = Math.max(MIN_WINDOW_MS, windowMs - GROW_MS);
  };

  return {
    get held() {
      return held.size;
    },
    get late() {
      return late;
    },

    push(packet) {
      const ahead = distance(next, packet.sequence);
      const isNew = packet.ssrc !== ssrc || Math.abs(ahead) > MAX_GAP;
      const left = isNew ? restartAt(packet) : [];
      if (!isNew && ahead < 0) {
        countLate(packet.sequence);
        return [];
      }
      countInTime();
      if (!held.has(packet.sequence)) held.set(packet.sequence, packet);
      return drain(left);
    },

    poll(nowMs) {
      const ordered: Ordered[] = [];
      while (held.size > 0) {
        const isDue = [...held.values()].some((packet) => nowMs - packet.receivedAtMs >= windowMs);
        if (!isDue) break;
        const nearest = Math.min(...[...held.keys()].map((sequence) => distance(next, sequence)));
        ordered.push(giveUp(nearest));
        drain(ordered);
      }
      return ordered;
    },
  };
}

/** Steps from one sequence number to another, −32768…32767. */
function distance(from: number, to: number): number {
  return ((to - from + 0x8000) & 0xffff) - 0x8000;
}

/** What was held, in order, when the stream it belongs to has ended. */
function inOrder(packets: readonly OpusPacket[], next: number): Ordered[] {
  return packets
    .toSorted((a, b) => distance(next, a.sequence) - distance(next, b.sequence))
    .map((packet) => ({ type: 'packet', packet }));
}
