/** Connects Discord's events to what answers them. */
import { Events, type Client, type Interaction, type VoiceState } from 'discord.js';
import { joinNotice } from '../commands/join-notice.ts';
import type { CommandContext } from '../commands/command.ts';

/** People who come back to a channel within a day were told already. */
const NOTICE_HOLDS_MS = 24 * 60 * 60 * 1000;

/**
 * @param dispatch never rejects.
 * @returns a function that disconnects everything again.
 */
export function wireEvents(
  client: Client,
  dispatch: (interaction: Interaction) => Promise<void>,
  context: Pick<CommandContext, 'registry' | 'settings' | 'describe' | 'log'>,
  wallClockMs: () => number = Date.now,
): () => void {
  const { registry, settings, describe, log } = context;

  const onInteraction = (interaction: Interaction) => void dispatch(interaction);
  const onGuildDelete = ({ id }: { id: string }) => void registry.remove(id);

  const onVoiceState = (before: VoiceState, now: VoiceState) => {
    const { channel } = now;
    if (now.id !== client.user?.id || channel === null || before.channelId === null) return;
    if (before.channelId === channel.id) return;
    const room = registry.find(now.guild.id);
    if (room?.session === undefined) return;
    room.moved(channel);
    // Whoever sits in the other channel has not been asked.
    const shownAtMs = settings.noticeShownAtMs(channel.id) ?? Number.NEGATIVE_INFINITY;
    if (wallClockMs() - shownAtMs < NOTICE_HOLDS_MS) return;
    try {
      settings.recordNotice(channel.id);
    } catch (error) {
      log.warn({ err: error }, 'could not note that people were told who listens');
    }
    void room.notify(joinNotice(channel.id, describe(), settings.choicesWereLost));
  };

  client.on(Events.InteractionCreate, onInteraction);
  client.on(Events.GuildDelete, onGuildDelete);
  client.on(Events.VoiceStateUpdate, onVoiceState);
  return () => {
    client.off(Events.InteractionCreate, onInteraction);
    client.off(Events.GuildDelete, onGuildDelete);
    client.off(Events.VoiceStateUpdate, onVoiceState);
  };
}
