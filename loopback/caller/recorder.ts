/** What a simulated caller hears: decoded, placed in time, and measured. */
import { rmsDbfs, VOICED_DBFS } from '../../src/audio/level.ts';
import { writeWav } from '../../src/audio/wav.ts';
import type { MediaPacket } from '../voice/rtp.ts';
import { createHeardSender, type HeardSender } from './heard-sender.ts';
import { mix } from './mix.ts';
import { FRAME_MS, SILENCE_FRAME, VOICE_HZ, type Sound } from './sound.ts';

export interface HeardFrame {
  readonly fromUserId: string;
  /** When its packet came, performance.now() milliseconds. */
  readonly atMs: number;
  /** Where it lies in the recording: arrival at first, then as RTP says. */
  readonly startsAtMs: number;
  /** −Infinity for digital silence. */
  readonly rmsDbfs: number;
  /** One of the frames a sender sends before it falls silent. */
  readonly isSilenceFrame: boolean;
  /** 48 kHz, 20 ms as a rule. */
  readonly samples: Float32Array;
}

export interface Recorder {
  readonly frames: readonly HeardFrame[];
  readonly packets: number;
  /** Packets missing from the senders' sequences so far. */
  readonly lost: number;
  /** Frames that were no Opus once decrypted. */
  readonly undecodable: number;
  /** Frames that DAVE could not decrypt. */
  readonly daveFailures: number;
  /** When the first voiced frame at or after `afterMs` came (performance.now() milliseconds); waits for it. */
  firstVoicedAfter(afterMs: number, signal?: AbortSignal): Promise<number>;
  /** Resolves when, after the first voiced frame since `sinceMs`, none has come for `quietMs`. */
  quietFor(quietMs: number, signal: AbortSignal, sinceMs?: number): Promise<void>;
  /** Everyone mixed, or one person. @param fromMs, toMs performance.now() milliseconds. */
  sound(
    fromMs?: number,
    toMs?: number,
    fromUserId?: string,
  ): Sound & { readonly startedAtMs: number };
  /** The mix as a 16-bit mono WAV file. */
  wav(): Buffer;
}

/** The recorder's inner side. */
export interface Recording extends Recorder, Disposable {
  add(fromUserId: string, packet: MediaPacket, opus: Buffer): void;
  addDaveFailure(): void;
}

/** 48 kHz of 32-bit samples are 11.5 MB a minute: older sound is dropped. */
const KEPT_MS = 10 * 60 * 1000;
const KEPT_FRAMES = KEPT_MS / FRAME_MS;
/** Dropped in one go, so that an array of frames is not moved for each. */
const DROPPED_AT_ONCE = 500;

const isVoiced = (frame: HeardFrame): boolean => frame.rmsDbfs > VOICED_DBFS;

export function createRecording(): Recording {
  const frames: HeardFrame[] = [];
  const senders = new Map<string, HeardSender>();
  const waiting = new Set<() => void>();
  let undecodable = 0;
  let daveFailures = 0;
  let isOver = false;

  const sum = (count: (sender: HeardSender) => number) =>
    [...senders.values()].reduce((total, sender) => total + count(sender), 0);

  /** Resolves at the next voiced frame, or after `ms`. */
  function nextVoiced(signal: AbortSignal | undefined, ms?: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = () => {
        clearTimeout(timer);
        waiting.delete(finish);
        signal?.removeEventListener('abort', onAbort);
        if (isOver) reject(new Error('Cannot wait for speech: the caller has left'));
        else resolve();
      };
      const onAbort = () => {
        clearTimeout(timer);
        waiting.delete(finish);
        reject(signal?.reason);
      };
      const timer = ms === undefined ? undefined : setTimeout(finish, ms);
      waiting.add(finish);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted === true) onAbort();
      else if (isOver) finish();
    });
  }

  async function firstVoicedAfter(afterMs: number, signal?: AbortSignal): Promise<number> {
    while (true) {
      signal?.throwIfAborted();
      const found = frames.find((frame) => frame.atMs >= afterMs && isVoiced(frame));
      if (found !== undefined) return found.atMs;
      await nextVoiced(signal);
    }
  }

  return {
    frames,
    get packets() {
      return sum((sender) => sender.packets);
    },
    get lost() {
      return sum((sender) => sender.lost);
    },
    get undecodable() {
      return undecodable;
    },
    get daveFailures() {
      return daveFailures;
    },

    add(fromUserId, packet, opus) {
      if (isOver) return;
      const sender = senders.get(fromUserId) ?? createHeardSender();
      senders.set(fromUserId, sender);
      const atMs = performance.now();
      const startsAtMs = sender.place(packet, atMs);
      const isSilenceFrame = opus.equals(SILENCE_FRAME);
      const samples = sender.decode(opus, isSilenceFrame);
      if (samples === undefined) {
        undecodable += 1;
        return;
      }
      frames.push({
        fromUserId,
        atMs,
        startsAtMs,
        rmsDbfs: rmsDbfs(samples),
        isSilenceFrame,
        samples,
      });
      if (frames.length > KEPT_FRAMES + DROPPED_AT_ONCE) frames.splice(0, DROPPED_AT_ONCE);
      const frame = frames.at(-1);
      if (frame !== undefined && isVoiced(frame)) for (const wake of waiting) wake();
    },
    addDaveFailure() {
      daveFailures += 1;
    },

    firstVoicedAfter,

    async quietFor(quietMs, signal, sinceMs = 0) {
      await firstVoicedAfter(sinceMs, signal);
      while (true) {
        const last = frames.findLast(isVoiced);
        const leftMs = (last?.atMs ?? 0) + quietMs - performance.now();
        if (leftMs <= 0) return;
        await nextVoiced(signal, leftMs);
      }
    },

    sound(fromMs = -Infinity, toMs = Infinity, fromUserId) {
      const wanted = frames.filter(
        (frame) =>
          frame.startsAtMs + FRAME_MS > fromMs &&
          frame.startsAtMs < toMs &&
          (fromUserId === undefined || frame.fromUserId === fromUserId),
      );
      return mix(wanted, fromMs, toMs);
    },

    wav() {
      return writeWav(mix(frames, -Infinity, Infinity).samples, VOICE_HZ);
    },

    [Symbol.dispose]() {
      isOver = true;
      for (const wake of waiting) wake();
      for (const sender of senders.values()) sender[Symbol.dispose]();
    },
  };
}
