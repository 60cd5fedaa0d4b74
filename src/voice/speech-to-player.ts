/** The mouth: one continuous stream of Opus packets per reply, taken by the AudioPlayer every 20 ms. */
import { Readable } from 'node:stream';
import {
  AudioPlayerStatus,
  createAudioPlayer,
  createAudioResource,
  NoSubscriberBehavior,
  StreamType,
  type AudioPlayer,
  type AudioResource,
} from '@discordjs/voice';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import type { Mouth, Playback } from '../pipeline/ports.ts';
import { createReplyFrames, SILENCE_PACKET } from './reply-frames.ts';

/** The guild's mouth; the voice connection subscribes to its player. */
export interface PlayerMouth extends Mouth, Disposable {
  readonly player: AudioPlayer;
}

/** Sound that may wait to be played: enough to write and synthesise two long sentences in. */
const MAX_WAITING_MS = 8000;

/** The stream never runs dry by itself, so a miss is a late event loop: 10 s of that end the reply. */
const MAX_MISSED_FRAMES = 500;

/** Five end the speech for Discord's clients; the player prepares one more than it sends. */
const CLOSING_SILENCE = 6;

/**
 * Packets between the one that the stream makes now and the one that has just left: the player
 * sends the packet it prepared 20 ms ago, then prepares the one the stream made 20 ms ago.
 */
const PACKETS_IN_FLIGHT = 2;

export function createMouth(clock: Clock, log: Logger): PlayerMouth {
  const player = createAudioPlayer({
    behaviors: { noSubscriber: NoSubscriberBehavior.Play, maxMissedFrames: MAX_MISSED_FRAMES },
  });
  // Without a listener an 'error' event ends the process.
  player.on('error', (error) => log.error({ err: error }, 'The player failed'));
  let open: Playback | undefined;
  return {
    player,
    open() {
      open?.abort();
      open = openPlayback(player, clock);
      return open;
    },
    [Symbol.dispose]() {
      open?.abort();
      player.stop(true);
      player.removeAllListeners();
    },
  };
}

function openPlayback(player: AudioPlayer, clock: Clock): Playback {
  const frames = createReplyFrames();
  /** Clips of the packets that were made and have not left yet; undefined for silence. */
  const inFlight: (number | undefined)[] = [];
  let status: 'open' | 'ending' | 'over' = 'open';
  let resource: AudioResource | undefined;
  let silencesLeft = CLOSING_SILENCE;
  let underruns = 0;
  let isDry = false;
  let changed: (() => void)[] = [];

  const notify = () => {
    const woken = changed;
    changed = [];
    for (const wake of woken) wake();
  };

  const finish = () => {
    if (status === 'over') return;
    status = 'over';
    frames[Symbol.dispose]();
    notify();
  };

  /** Makes the packet that leaves in 40 ms. */
  const makePacket = (): Buffer | null => {
    if (inFlight.length >= PACKETS_IN_FLIGHT) {
      const clip = inFlight.shift();
      if (clip !== undefined) frames.sent(clip, clock.nowMs());
    }
    if (status === 'over') return null;
    const made = frames.next();
    inFlight.push(made?.clip);
    notify();
    if (made !== undefined) {
      isDry = false;
      return made.packet;
    }
    if (status === 'ending') {
      silencesLeft -= 1;
      if (silencesLeft >= 0) return SILENCE_PACKET;
      finish();
      return null;
    }
    if (!isDry) underruns += 1;
    isDry = true;
    return SILENCE_PACKET;
  };

  const play = () => {
    const stream = new Readable({
      objectMode: true,
      highWaterMark: 1,
      read() {
        this.push(makePacket());
      },
    });
    resource = createAudioResource(stream, {
      inputType: StreamType.Opus,
      silencePaddingFrames: 0,
    });
    player.play(resource);
  };

  /** Resolves when something has changed. */
  const change = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const wake = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        changed = changed.filter((other) => other !== wake);
        reject(signal.reason);
      };
      changed.push(wake);
      signal.addEventListener('abort', onAbort, { once: true });
    });

  return {
    async enqueue(clip, signal) {
      signal.throwIfAborted();
      if (status !== 'open') return;
      frames.add(clip);
      if (resource === undefined) play();
      while (status === 'open' && frames.waitingMs > MAX_WAITING_MS) await change(signal);
    },

    async end(signal) {
      signal.throwIfAborted();
      if (resource === undefined) finish();
      else if (status === 'open') status = 'ending';
      while (!frames.isAllSent && status !== 'over') await change(signal);
    },

    abort() {
      if (status === 'over') return;
      finish();
      if (resource === undefined || !isPlaying(player, resource)) return;
      player.stop(true);
      // Without silence at the end the listeners' clients make up a tail for the cut word.
      player.play(closingSilence());
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
