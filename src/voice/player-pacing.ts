/**
 * Paces an AudioPlayer by a monotonic clock.
 *
 * The library paces all players of the process by `Date.now()`: when the machine's time is set forward
 * by a minute, a minute of speech leaves in seconds; set back by a minute, every player stands still
 * for that long. It also holds each packet for a cycle, which costs 20 ms at the start of a reply.
 * So its own cycle finds nothing to play, and this one takes the same two steps.
 */
import { AudioPlayerStatus, type AudioPlayer } from '@discordjs/voice';
import type { Clock } from '../async/clock.ts';
import { FRAME_MS } from '../pipeline/types.ts';
import { awaitsEncryption } from './connection-state.ts';

/**
 * A stall of the event loop is caught up with by at most so many packets in a row: more at once
 * would be thrown away by the listeners' jitter buffers (a guess).
 */
const MAX_CATCH_UP_FRAMES = 5;

/** Alone in a channel there never is a group: then the reply runs on, for nobody. */
const ENCRYPTION_MS = 3000;

export interface PacingListener {
  /** While held nothing is taken from the stream and nothing is sent; it goes on where it was. */
  isHeld(): boolean;
  /** A packet went to the socket of a connection. */
  onSent(): void;
  /** A packet could not be sent; the player was stopped. */
  onFault(error: unknown): void;
}

/**
 * While no connection is ready (it is resuming, its encryption is set up), the player is held.
 */
export function paceByClock(
  player: AudioPlayer,
  clock: Clock,
  listener: PacingListener,
): Disposable {
  const isPlayable = player.checkPlayable.bind(player);
  player.checkPlayable = () => false;
  let cycle: AbortController | undefined;
  let nextMs = Number.NEGATIVE_INFINITY;
  let wasHeld = false;
  let unencryptedSinceMs: number | undefined;

  /** What is sent before the encrypted group is complete reaches nobody. */
  const awaitsGroup = () => {
    if (!player.playable.some(awaitsEncryption)) {
      unencryptedSinceMs = undefined;
      return false;
    }
    unencryptedSinceMs ??= clock.nowMs();
    return clock.nowMs() - unencryptedSinceMs < ENCRYPTION_MS;
  };

  const isHeld = () => {
    const held = listener.isHeld();
    // Clients show who speaks.
    if (held && !wasHeld) for (const connection of player.playable) connection.setSpeaking(false);
    // Frames that nobody wanted are not to be caught up with.
    if (held || wasHeld) nextMs = Math.max(nextMs, clock.nowMs() + FRAME_MS);
    wasHeld = held;
    return held;
  };

  const step = () => {
    if (isHeld()) return;
    if (player.playable.length === 0 || awaitsGroup() || !isPlayable()) return;
    callStep(player, '_stepPrepare');
    callStep(player, '_stepDispatch');
    listener.onSent();
  };

  const run = async (signal: AbortSignal) => {
    // Sound that follows other sound keeps its rhythm.
    nextMs = Math.max(nextMs, clock.nowMs());
    while (!signal.aborted) {
      const nowMs = clock.nowMs();
      if (nextMs > nowMs) {
        await clock.sleep(nextMs - nowMs, signal);
        continue;
      }
      nextMs = Math.max(nextMs + FRAME_MS, nowMs - MAX_CATCH_UP_FRAMES * FRAME_MS);
      step();
    }
  };

  const onStateChange = () => {
    const isActive = player.state.status === AudioPlayerStatus.Playing;
    if (isActive && cycle === undefined) {
      cycle = new AbortController();
      const { signal } = cycle;
      run(signal).catch((error: unknown) => {
        if (signal.aborted) return;
        player.stop(true);
        listener.onFault(error);
      });
    } else if (!isActive) {
      cycle?.abort();
      cycle = undefined;
    }
  };

  player.on('stateChange', onStateChange);
  return {
    [Symbol.dispose]() {
      player.off('stateChange', onStateChange);
      cycle?.abort();
      cycle = undefined;
    },
  };
}

/** One of the two steps of the library's cycle, which its types keep private. */
function callStep(player: AudioPlayer, name: '_stepPrepare' | '_stepDispatch'): void {
  const step: unknown = Reflect.get(player, name);
  if (!isStep(step)) throw new Error(`Cannot pace the player: @discordjs/voice has no ${name}`);
  step.call(player);
}

function isStep(value: unknown): value is (this: AudioPlayer) => unknown {
  return typeof value === 'function';
}
