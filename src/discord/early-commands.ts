/** Commands that reach the bot between its login and the last of its models. */
import { Events, MessageFlags, type Client, type Interaction } from 'discord.js';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import { plainMessage } from './plain-message.ts';

/** Discord waits for 3 s until it tells a person that the application did not respond. */
const HELD_MS = 2000;

const WAKING = 'I am still waking up. Please use that command again in a few seconds.';

/**
 * Holds what comes, for a start takes about as long as Discord waits: most of it can still be
 * answered as if nothing had been. What waits for too long is told so in one sentence.
 *
 * @param signal aborts when the bot ends.
 * @returns what takes over from there, with what is held; `dispatch` never rejects.
 */
export function holdCommands(
  client: Client,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
  signal: AbortSignal,
): (dispatch: (interaction: Interaction) => Promise<void>) => void {
  const { promise: ready, resolve } =
    Promise.withResolvers<(interaction: Interaction) => Promise<void>>();

  const hold = async (interaction: Interaction) => {
    const settled = new AbortController();
    const tooLong = clock.sleep(HELD_MS, AbortSignal.any([signal, settled.signal]));
    try {
      const dispatch = await Promise.race([ready, tooLong]);
      if (dispatch !== undefined) await dispatch(interaction);
      else if (interaction.isRepliable())
        await interaction.reply({ ...plainMessage(WAKING), flags: MessageFlags.Ephemeral });
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'a command before the start was not answered');
    } finally {
      settled.abort();
      tooLong.catch(() => {}); // it lost the race
    }
  };
  const onInteraction = (interaction: Interaction) => void hold(interaction);
  client.on(Events.InteractionCreate, onInteraction);
  return (dispatch) => {
    client.off(Events.InteractionCreate, onInteraction);
    resolve(dispatch);
  };
}
