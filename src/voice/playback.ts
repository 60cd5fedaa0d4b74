/** One reply on its way out: a stream of Opus packets that an AudioPlayer takes one at a time. */
import { Readable } from 'node:stream';
import {
  AudioPlayerStatus,
  createAudioResource,
  StreamType,
  type AudioPlayer,
  type AudioResource,
} from '@discordjs/voice';
import type { Clock } from '../async/clock.ts';
import type { Playback } from '../pipeline/ports.ts';
import { FRAME_MS } from '../pipeline/types.ts';
import { createChanges } from './changes.ts';
import { createReplyFrames, type FrameId } from './reply-frames.ts';
import { SILENCE_PACKET } from './silence-packet.ts';

export interface PlayerPlayback extends Playback {
  /** Nothing is taken from its stream now: it is paused, and what had to follow the sound was sent. */
  readonly isHeld: boolean;
  /** A packet of the player went to the socket. */
  sent(): void;
}

/** Sound that may wait to be played: enough to write and synthesise two long sentences in. */
const MAX_WAITING_MS = 8000;

/** End the speech for Discord's clients (voice documentation, "Voice Data Interpolation"). */
const CLOSING_SILENCE = 5;

/** Nobody hears the sound before it any more (the connection was away): a fade would be a blip. */
const STALE_AFTER_MS = 100;

/** `heard`: a packet of the pause was made, so that the sound before it is cut. */
type Pause = 'none' | 'asked' | 'heard';

export function openPlayback(player: AudioPlayer, clock: Clock): PlayerPlayback {
  const frames = createReplyFrames();
  const changes = createChanges();
  /** Packets that were made and have not been sent yet; undefined for those that count as no sound. */
  const made: (FrameId | undefined)[] = [];
  let sentCount = 0;
  let lastSentAtMs = Number.NEGATIVE_INFINITY;
  let status: 'open' | 'ending' | 'over' = 'open';
  let pause: Pause = 'none';
  let resource: AudioResource | undefined;
  /** Silence packets in a row, up to the last packet that was made. */
  let silences = 0;
  let underruns = 0;
  let isDry = false;

  const finish = () => {
    if (status === 'over') return;
    status = 'over';
    frames[Symbol.dispose]();
    changes.notify();
  };

  const hasNothingLeft = () => status === 'ending' && frames.waitingMs === 0;

  const makeSound = (): Buffer | undefined => {
    const next = frames.next();
    isDry = next === undefined && status === 'open';
    made.push(next?.id);
    return next?.packet;
  };

  const makeFade = (): Buffer | undefined => {
    made.push(undefined);
    if (pause === 'heard') return undefined;
    pause = 'heard';
    const isStale = clock.nowMs() - lastSentAtMs > STALE_AFTER_MS;
    return silences > 0 || isStale ? undefined : frames.nextFading();
  };

  const makePacket = (): Buffer => {
    // The first one is made ahead of being wanted: with nothing sent there is nothing to fade.
    const sound = pause === 'none' || sentCount === 0 ? makeSound() : makeFade();
    silences = sound === undefined ? silences + 1 : 0;
    changes.notify();
    return sound ?? SILENCE_PACKET;
  };

  const play = () => {
    const stream = new Readable({
      objectMode: true,
      // Makes each packet when it is taken (only the very first one ahead of that): what is decided
      // between two packets holds from the next one on.
      highWaterMark: 0,
      read() {
        if (status !== 'over') this.push(makePacket());
        // Right behind the last packet: a reader who has to ask once more sends silence for it.
        if (status === 'over' || (hasNothingLeft() && silences >= CLOSING_SILENCE)) this.push(null);
      },
    });
    // However it ended: nobody may wait for a stream that is no more.
    stream.once('close', finish);
    resource = createAudioResource(stream, {
      inputType: StreamType.Opus,
      silencePaddingFrames: 0,
    });
    player.play(resource);
  };

  return {
    async enqueue(clip, signal) {
      signal.throwIfAborted();
      if (status !== 'open') return;
      // Dry without more to come was the end; now it turns out to have been a gap.
      if (isDry) underruns += 1;
      isDry = false;
      frames.add(clip);
      if (resource === undefined && pause === 'none') play();
      while (status === 'open' && frames.waitingMs > MAX_WAITING_MS) await changes.next(signal);
    },

    async end(signal) {
      signal.throwIfAborted();
      if (status === 'open') status = 'ending';
      if (resource === undefined && hasNothingLeft()) finish();
      while (!frames.isAllSent && status !== 'over') await changes.next(signal);
    },

    pause() {
      if (pause === 'none') pause = 'asked';
    },

    resume() {
      if (status === 'over') return;
      if (pause === 'heard') frames.goOn();
      pause = 'none';
      if (resource === undefined && frames.waitingMs > 0) play();
    },

    setGain(gain) {
      if (!(gain >= 0 && gain <= 1))
        throw new RangeError(`Cannot set the gain to ${gain}: it goes from 0 to 1`);
      frames.setGain(gain);
    },

    abort() {
      if (status === 'over') return;
      finish();
      if (resource === undefined || !isPlaying(player, resource)) return;
      player.stop(true);
      // Without silence at the end the listeners' clients make up a tail for the cut word.
      if (sentCount > 0 && silences < CLOSING_SILENCE) player.play(closingSilence());
    },

    sent() {
      if (resource === undefined) return;
      const atMs = clock.nowMs();
      // The resource counts what was taken from it: exact, whatever the stream has made ahead.
      for (const taken = resource.playbackDuration / FRAME_MS; sentCount < taken; sentCount++) {
        const id = made.shift();
        if (id !== undefined) frames.sent(id, atMs);
        lastSentAtMs = atMs;
      }
      changes.notify();
    },

    get isHeld() {
      if (status === 'over' || pause === 'none' || hasNothingLeft()) return false;
      return sentCount === 0 || silences >= CLOSING_SILENCE;
    },

    unplayedMs() {
      if (status === 'over') return 0;
      const notSent = made.filter((id) => id !== undefined).length;
      return frames.waitingMs + notSent * FRAME_MS;
    },

    progress: () => frames.progress(),
    get underruns() {
      return underruns;
    },
  };
}

function isPlaying(player: AudioPlayer, resource: AudioResource): boolean {
  return player.state.status !== AudioPlayerStatus.Idle && player.state.resource === resource;
}

function closingSilence(): AudioResource {
  const packets = Array.from({ length: CLOSING_SILENCE }, () => SILENCE_PACKET);
  return createAudioResource(Readable.from(packets, { objectMode: true, highWaterMark: 1 }), {
    inputType: StreamType.Opus,
    silencePaddingFrames: 0,
  });
}
