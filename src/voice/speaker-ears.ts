/** One person's way from the voice connection to the conversation. */
import { EndBehaviorType, type VoiceReceiver } from '@discordjs/voice';
import { createChannel } from '../async/channel.ts';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import type { Conversation } from '../pipeline/deciding/conversation-port.ts';
import type { Speaker } from '../pipeline/types.ts';
import type { OpusPacket } from './jitter-buffer.ts';
import { opusToPcm } from './opus-to-pcm.ts';
import { rtpNumbersOf } from './guards/receive-guards.ts';

export interface SpeakerEars {
  /** They left: what they were saying ends here, and is answered. */
  end(): void;
  /** They must not be heard any more: what they were saying is dropped. */
  close(): void;
  readonly done: Promise<void>;
}

/** Packets that may wait for decoding: 5 s. Beyond that the newest are dropped. */
const PACKETS_WAITING = 250;

class NotHeardAnyMore extends Error {
  override readonly name = 'NotHeardAnyMore';
}

export function listenToSpeaker(
  receiver: VoiceReceiver,
  speaker: Speaker,
  conversation: Conversation,
  clock: Clock,
  log: Logger,
  signal: AbortSignal,
): SpeakerEars {
  const closing = new AbortController();
  const listening = AbortSignal.any([signal, closing.signal]);
  const packets = createChannel<OpusPacket>(PACKETS_WAITING);
  // Discord's own notions of the end of speech are not used: the stream lasts as long as the person is there.
  const stream = receiver.subscribe(speaker.id, { end: { behavior: EndBehaviorType.Manual } });
  let dropped = 0;
  stream.on('data', (payload: Buffer) => {
    const numbers = rtpNumbersOf(payload);
    if (numbers === undefined) return;
    if (packets.offer({ payload, ...numbers, receivedAtMs: clock.nowMs() })) return;
    dropped += 1;
    if (dropped === 1)
      log.warn({ speakerId: speaker.id }, 'Voice packets come faster than they are heard');
  });
  stream.on('error', (error) =>
    log.warn({ err: error, speakerId: speaker.id }, 'A voice stream failed'),
  );
  stream.on('close', () => packets.close());

  const run = async () => {
    try {
      await conversation.listen(speaker, opusToPcm(packets, clock, log, listening), listening);
    } catch (error) {
      if (!listening.aborted) log.error({ err: error, speakerId: speaker.id }, 'Listening failed');
    } finally {
      stream.destroy();
    }
  };
  return {
    end: () => packets.close(),
    close: () => closing.abort(new NotHeardAnyMore('Not to be heard any more')),
    done: run(),
  };
}
