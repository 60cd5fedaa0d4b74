/**
 * Pipeline stage: one speaker's Opus packets in, 20 ms frames of 16 kHz mono out.
 *
 * The frames keep real time while anybody may be speaking: losses are concealed, and where nothing
 * is sent (Discord sends no packets in silence) the clock makes silent frames, so that the end of
 * an utterance falls due without a packet to announce it.
 */
import { abortable } from '../async/abortable.ts';
import { createChannel } from '../async/channel.ts';
import type { Clock } from '../async/clock.ts';
import { s16ToFloat } from '../audio/pcm.ts';
import type { Logger } from '../log.ts';
import { ENGINE_HZ, FRAME_MS, HEARD_FRAME_SAMPLES, type PcmFrame } from '../pipeline/types.ts';
import { createJitterBuffer, type OpusPacket, type Ordered } from './jitter-buffer.ts';
import { createOpusDecoder, NoOpusCodecLeft, type OpusDecoder } from './opus-codec.ts';
import { SILENCE_PACKET } from './silence-packet.ts';

export type { OpusPacket } from './jitter-buffer.ts';

/** Frames that may wait for the stages behind: 10 s. Beyond that the newest are dropped. */
const FRAMES_WAITING = 500;

/** Without the five silence frames that end speech, a gap this long may still be a slow line. */
const GAP_BEFORE_SILENCE_MS = 140;

/**
 * A tick that comes this much after the one before follows a stall of the event loop: packets lie in the
 * socket that belong before it. They are read before the next tick.
 */
const STALLED_MS = 3 * FRAME_MS;

/** After one of them the next is due in 20 ms: a little patience keeps it from counting twice. */
const GAP_AFTER_SILENCE_MS = 60;

/** Silence is made up for this long after the last packet: longer than any endpoint delay. */
const SILENCE_LASTS_MS = 3000;

/** What the decoder makes up for a loss is convincing for this long. */
const MAX_CONCEALED_FRAMES = 4;

/** A tick right before a packet makes a frame too many; more than two are a fault of the line, not made good. */
const MAX_SURPLUS = 2;

/** RTP ticks of 20 ms at 48 kHz. */
const RTP_FRAME_TICKS = 960;

/** One for all of it: nobody writes into a frame. */
const SILENCE = new Float32Array(HEARD_FRAME_SAMPLES);

/**
 * @yields frames until `packets` end.
 * @throws `signal.reason` once aborted; errors of `packets` unchanged. A packet that cannot be
 *   decoded counts as lost.
 */
export async function* opusToPcm(
  packets: AsyncIterable<OpusPacket>,
  clock: Clock,
  log: Logger,
  signal: AbortSignal,
): AsyncGenerator<PcmFrame, void, undefined> {
  /** Only while somebody speaks: a process has a limited number of them. */
  let decoder: OpusDecoder | undefined;
  /** Said once in the log: it would be 50 times a second. */
  let lacksCodec = false;
  const jitter = createJitterBuffer();
  const frames = createChannel<PcmFrame>(FRAMES_WAITING);
  let rest: Float32Array = new Float32Array(0);
  let last: { readonly receivedAtMs: number; readonly rtpTimestamp: number } | undefined;
  let endedSpeech = false;
  /** Silent frames made up since the last packet. */
  let silentFrames = 0;
  /** Of those, the ones that the sender's clock knows nothing of: left out of the next pause. */
  let surplus = 0;
  let dropped = 0;
  let lastTickMs = clock.nowMs();
  let isAfterStall = false;

  const emit = (samples: Float32Array, receivedAtMs: number, origin: PcmFrame['origin']) => {
    if (frames.offer({ samples, receivedAtMs, origin })) return;
    dropped += 1;
    if (dropped === 1 || dropped % FRAMES_WAITING === 0)
      log.warn({ dropped }, 'Hearing cannot keep up: frames were dropped');
  };

  /** Makes up silence until there are `count` frames of it. */
  const fillSilence = (count: number, atMs: (frame: number) => number) => {
    for (; silentFrames < count; silentFrames++) emit(SILENCE, atMs(silentFrames + 1), 'silence');
  };

  const conceal = (count: number, nowMs: number) => {
    for (let at = 0; at < count; at++) {
      const made = at < MAX_CONCEALED_FRAMES ? decoder?.conceal() : undefined;
      const samples = s16ToFloat(made ?? Buffer.alloc(0)).subarray(0, HEARD_FRAME_SAMPLES);
      const isWhole = samples.length === HEARD_FRAME_SAMPLES;
      emit(isWhole ? samples : new Float32Array(HEARD_FRAME_SAMPLES), nowMs, 'concealed');
    }
  };

  const onUndecoded = (error: unknown) => {
    // Anybody can send a packet that is none; that a person is not heard is for the owner to know.
    if (!(error instanceof NoOpusCodecLeft)) {
      log.debug({ err: error }, 'A packet could not be decoded');
      return;
    }
    if (lacksCodec) return;
    lacksCodec = true;
    log.error({ err: error }, 'Somebody is not heard: all Opus codecs are in use');
  };

  const decode = (packet: OpusPacket) => {
    if (last !== undefined) fillPause(packet, last);
    silentFrames = Math.min(surplus, MAX_SURPLUS);
    last = packet;
    endedSpeech = packet.payload.equals(SILENCE_PACKET);
    let samples: Float32Array;
    try {
      decoder ??= createOpusDecoder(ENGINE_HZ, 1);
      samples = s16ToFloat(decoder.decode(packet.payload));
    } catch (error) {
      onUndecoded(error);
      conceal(1, packet.receivedAtMs);
      return;
    }
    // Packets of 20 ms are the rule; others are cut into frames of 20 ms.
    const sound = rest.length === 0 ? samples : joined(rest, samples);
    let at = 0;
    for (; at + HEARD_FRAME_SAMPLES <= sound.length; at += HEARD_FRAME_SAMPLES)
      emit(
        sound.subarray(at, at + HEARD_FRAME_SAMPLES),
        packet.receivedAtMs,
        endedSpeech ? 'silence' : 'voice',
      );
    rest = sound.slice(at);
  };

  /** A pause that the clock did not see whole (a stall, late packets) gets its true length. */
  const fillPause = (packet: OpusPacket, before: { readonly rtpTimestamp: number }) => {
    const ticks = (packet.rtpTimestamp - before.rtpTimestamp) >>> 0;
    const pauseFrames = Math.round(ticks / RTP_FRAME_TICKS) - 1;
    const isPause = endedSpeech && pauseFrames <= SILENCE_LASTS_MS / FRAME_MS;
    if (isPause) fillSilence(pauseFrames, () => packet.receivedAtMs);
    surplus = Math.max(0, silentFrames - (isPause ? pauseFrames : 0));
  };

  const take = (ordered: readonly Ordered[], nowMs: number) => {
    for (const item of ordered) {
      if (item.type === 'packet') decode(item.packet);
      // After silence there is nothing to go on from: the pause gets its length with the next packet.
      else if (!endedSpeech) conceal(item.count, nowMs);
    }
  };

  const onTick = () => {
    const nowMs = clock.nowMs();
    // Never two ticks in a row, or a busy machine would hear no pause at all.
    isAfterStall = nowMs - lastTickMs > STALLED_MS && !isAfterStall;
    lastTickMs = nowMs;
    if (isAfterStall) return;
    take(jitter.poll(nowMs), nowMs);
    if (last === undefined || jitter.held > 0) return;
    const quietMs = nowMs - last.receivedAtMs;
    if (quietMs < (endedSpeech ? GAP_AFTER_SILENCE_MS : GAP_BEFORE_SILENCE_MS)) return;
    const { receivedAtMs } = last;
    const due = Math.floor(Math.min(quietMs, SILENCE_LASTS_MS) / FRAME_MS);
    fillSilence(due, (frame) => receivedAtMs + frame * FRAME_MS);
    if (quietMs < SILENCE_LASTS_MS) return;
    decoder?.[Symbol.dispose]();
    decoder = undefined;
  };

  const pump = async () => {
    try {
      for await (const packet of abortable(packets, signal))
        take(jitter.push(packet), packet.receivedAtMs);
      take(jitter.poll(Number.POSITIVE_INFINITY), clock.nowMs());
      frames.close();
    } catch (error) {
      frames.fail(error);
    }
  };

  const endTicking = clock.every(FRAME_MS, onTick);
  void pump();
  try {
    yield* frames;
  } finally {
    endTicking();
    decoder?.[Symbol.dispose]();
  }
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
