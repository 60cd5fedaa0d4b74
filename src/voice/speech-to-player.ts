/** The mouth: one continuous stream of Opus packets per reply, taken by the AudioPlayer every 20 ms. */
import { createAudioPlayer, NoSubscriberBehavior, type AudioPlayer } from '@discordjs/voice';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import type { Mouth } from '../pipeline/ports.ts';
import { openPlayback, type PlayerPlayback } from './playback.ts';
import { paceByClock } from './player-pacing.ts';

/** The guild's mouth; the voice connection subscribes to its player. */
export interface PlayerMouth extends Mouth, Disposable {
  readonly player: AudioPlayer;
}

/** The stream never runs dry by itself, so a miss is a fault: 10 s of that end the reply. */
const MAX_MISSED_FRAMES = 500;

/** Silent until a connection subscribes to its player, and while none is ready. */
export function createMouth(clock: Clock, log: Logger): PlayerMouth {
  const player = createAudioPlayer({
    behaviors: { noSubscriber: NoSubscriberBehavior.Play, maxMissedFrames: MAX_MISSED_FRAMES },
  });
  // Without a listener an 'error' event ends the process.
  player.on('error', (error) => log.error({ err: error }, 'the player failed'));
  let open: PlayerPlayback | undefined;
  const pacing = paceByClock(player, clock, {
    isHeld: () => open?.isHeld === true,
    onSent: () => open?.sent(),
    onFault: (error) => log.error({ err: error }, 'a voice packet could not be sent'),
  });
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
      pacing[Symbol.dispose]();
      player.removeAllListeners();
      player.on('error', () => {}); // a stream may still be closing
    },
  };
}
