/** One person's way from the voice connection to the conversation, for as long as they are there. */
import { once } from 'node:events';
import { EndBehaviorType, type VoiceReceiver } from '@discordjs/voice';
import { createChannel, type Channel } from '../async/channel.ts';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import type { Conversation } from '../pipeline/deciding/conversation-port.ts';
import type { Speaker } from '../pipeline/types.ts';
import { rtpNumbersOf } from './guards/receive-guards.ts';
import { opusToPcm, type OpusPacket } from './opus-to-pcm.ts';

export interface EarsParts {
  readonly receiver: VoiceReceiver;
  readonly conversation: Conversation;
  /** Asked for every packet, before it is decoded. */
  readonly isIgnored: (userId: string) => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface SpeakerEars {
  /** They left: what they were saying ends here, and is answered. */
  end(): void;
  /** They must not be heard any more: what they were saying is dropped. */
  close(): void;
  /** Resolves when nothing is taken in any more; they can be listened to anew from then on. */
  readonly closed: Promise<void>;
  /** Resolves when the conversation, too, is through with what was taken in. */
  readonly done: Promise<void>;
}

/** Packets that may wait for decoding: 5 s. Beyond that the newest are dropped. */
const PACKETS_WAITING = 250;

/** After listening failed, this long nothing is tried: it would fail 50 times a second. */
const PAUSE_AFTER_FAULT_MS = 1000;

class NotHeardAnyMore extends Error {
  override readonly name = 'NotHeardAnyMore';
}

/**
 * Listening begins with their first packet, and again with a packet after the conversation stopped
 * listening. `signal` closes the ears too.
 */
export function openEars(speaker: Speaker, parts: EarsParts, signal: AbortSignal): SpeakerEars {
  const { receiver, conversation, isIgnored, clock } = parts;
  const log = parts.log.child({ speakerId: speaker.id });
  const closing = new AbortController();
  const listening = AbortSignal.any([signal, closing.signal]);
  // Discord's own notions of the end of speech are not used: the stream lasts as long as the person is there.
  const stream = receiver.subscribe(speaker.id, { end: { behavior: EndBehaviorType.Manual } });
  let packets: Channel<OpusPacket> | undefined;
  let current: Promise<void> = Promise.resolve();
  let deafUntilMs = Number.NEGATIVE_INFINITY;
  let dropped = 0;

  const listen = async (heard: Channel<OpusPacket>) => {
    try {
      await conversation.listen(speaker, opusToPcm(heard, clock, log, listening), listening);
    } catch (error) {
      if (listening.aborted) return;
      deafUntilMs = clock.nowMs() + PAUSE_AFTER_FAULT_MS;
      log.error({ err: error }, 'Listening to somebody failed');
    } finally {
      if (packets === heard) packets = undefined;
    }
  };

  const onPacket = (payload: Buffer) => {
    const numbers = rtpNumbersOf(payload);
    if (numbers === undefined || listening.aborted || isIgnored(speaker.id)) return;
    const receivedAtMs = clock.nowMs();
    if (receivedAtMs < deafUntilMs) return;
    if (packets === undefined) {
      packets = createChannel<OpusPacket>(PACKETS_WAITING);
      current = listen(packets);
    }
    if (packets.offer({ payload, ...numbers, receivedAtMs })) return;
    dropped += 1;
    if (dropped % PACKETS_WAITING === 1)
      log.warn({ dropped }, 'Voice packets come faster than they are heard: some were dropped');
  };

  const stop = () => {
    stream.off('data', onPacket);
    stream.destroy();
  };
  const onAbort = () => stop();
  stream.on('data', onPacket);
  // Without a listener an 'error' event ends the process.
  stream.on('error', (error) => log.warn({ err: error }, 'A voice stream failed'));
  const closed = once(stream, 'close').then(
    () => {},
    () => {}, // the error was logged above; a stream that failed is closed too
  );
  listening.addEventListener('abort', onAbort, { once: true });
  if (listening.aborted) stop();

  return {
    end() {
      stop();
      packets?.close();
    },
    close: () => closing.abort(new NotHeardAnyMore('Not to be heard any more')),
    closed,
    done: closed.then(async () => {
      // However the stream ended, no more packets will come.
      packets?.close();
      await current;
      listening.removeEventListener('abort', onAbort);
    }),
  };
}
