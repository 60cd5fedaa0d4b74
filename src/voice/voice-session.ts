/** Joins a voice channel: what a session needs of the process, and how it comes into being. */
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import { connect } from './connect.ts';
import { ConnectedSession } from './connected-session.ts';
import type { JoinVoice } from './guild-room-types.ts';
import { applyVoiceGuards } from './voice-guards.ts';
import { warmUpVoice } from './warm-up.ts';

export interface JoinVoiceOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** How long the bot stays without anybody to hear. Default one minute. */
  readonly aloneAfterMs?: number;
  /** Keeps the connections of several clients in one process apart. */
  readonly group?: string;
}

const ALONE_AFTER_MS = 60_000;

export function createJoinVoice(options: JoinVoiceOptions): JoinVoice {
  const { clock, group = 'parley', aloneAfterMs = ALONE_AFTER_MS } = options;
  // Without them packets carry no numbers, and nobody would be heard.
  applyVoiceGuards(options.log);
  warmUpVoice();
  return async (request) => {
    const { channel } = request;
    const log = options.log.child({ guildId: channel.guild.id });
    const connection = await connect(channel, group, clock, log, request.signal);
    try {
      return new ConnectedSession({ request, connection, clock, log, aloneAfterMs });
    } catch (error) {
      connection.destroy();
      throw error;
    }
  };
}
