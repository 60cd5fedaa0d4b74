/** Says in the log when people are not heard because their packets cannot be read. */
import type { VoiceConnection } from '@discordjs/voice';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import { packetFaultsOf } from './guards/receive-guards.ts';

const PERIOD_MS = 30_000;

/** One second of speech: a change of the encrypted group alone costs less. */
const WORTH_TELLING = 50;

/** @returns ends the watch, and logs the sum. */
export function watchFaults(connection: VoiceConnection, clock: Clock, log: Logger): () => void {
  let before = packetFaultsOf(connection);
  const endWatch = clock.every(PERIOD_MS, () => {
    const now = packetFaultsOf(connection);
    const undecrypted = now.undecrypted - before.undecrypted;
    const unopened = now.unopened - before.unopened;
    before = now;
    if (undecrypted + unopened >= WORTH_TELLING)
      log.warn({ undecrypted, unopened, periodMs: PERIOD_MS }, 'voice packets could not be read');
  });
  return () => {
    endWatch();
    log.info({ ...packetFaultsOf(connection) }, 'voice packets that could not be read');
  };
}
