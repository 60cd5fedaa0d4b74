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
import { createReplyFrames } from './reply-frames.ts';
import { SILENCE_PACKET } from './silence-packet.ts';

export interface PlayerPlayback extends Playback {
  /** A packet of the player went to the socket. */
  sent(): void;
}

/** Sound that may wait to be played: enough to write and synthesise two long sentences in. */
const MAX_WAITING_MS = 8000;

/** End the speech for Discord's clients (voice documentation, "Voice Data Interpolation"). */
const CLOSING_SILENCE = 5;

export function openPlayback(player: AudioPlayer, clock: Clock): PlayerPlayback {
  const frames = createReplyFrames();
  /** Clips of the packets that were made and have not been sent yet; undefined for silence. */
  const made: (number | undefined)[] = [];
  let sentCount = 0;
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

  /** Makes the packet that is sent 20 ms after the one that is sent now. */
  const makePacket = (): Buffer | null => {
    if (status === 'over') return null;
    const next = frames.next();
    if (next === undefined && status === 'ending') {
      if (silencesLeft === 0) return null;
      silencesLeft -= 1;
    }
    made.push(next?.clip);
    isDry = next === undefined && status === 'open';
    notify();
    return next?.packet ?? SILENCE_PACKET;
  };

  const play = () => {
    const stream = new Readable({
      objectMode: true,
      highWaterMark: 1,
      read() {
        this.push(makePacket());
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
      // Dry without more to come was the end; now it turns out to have been a gap.
      if (isDry) underruns += 1;
      isDry = false;
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

    pause() {},
    resume() {},
    setGain() {},

    abort() {
      if (status === 'over') return;
      finish();
      if (resource === undefined || !isPlaying(player, resource)) return;
      player.stop(true);
      // Without silence at the end the listeners' clients make up a tail for the cut word.
      if (sentCount > 0) player.play(closingSilence());
    },

    sent() {
      if (resource === undefined) return;
      const atMs = clock.nowMs();
      // The resource counts what was taken from it: exact, whatever the stream has made ahead.
      for (const taken = resource.playbackDuration / FRAME_MS; sentCount < taken; sentCount++) {
        const clip = made.shift();
        if (clip !== undefined) frames.sent(clip, atMs);
      }
      notify();
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
