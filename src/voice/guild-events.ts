/** What Discord tells about a guild's voice channels, for as long as somebody listens. */
import {
  Events,
  type Channel,
  type Client,
  type DMChannel,
  type Guild,
  type GuildMember,
  type PartialGuildMember,
  type VoiceState,
} from 'discord.js';

export interface GuildEvents {
  /** Somebody joined, left, moved, was muted …; the caches hold it already. */
  onVoiceState(state: VoiceState): void;
  /**
   * Somebody is called otherwise now. Discord tells it to bots with the intent Server Members; others
   * learn it with that person's next voice state.
   */
  onRenamed(): void;
  onChannelDeleted(channelId: string): void;
  /** The guild's gateway session is a new one: Discord has put the bot out of its voice channels. */
  onNewSession(): void;
}

export function watchGuild(guild: Guild, events: GuildEvents): Disposable {
  const client: Client = guild.client;
  const onVoiceState = (_before: VoiceState, now: VoiceState) => {
    if (now.guild.id === guild.id) events.onVoiceState(now);
  };
  const onMember = (before: GuildMember | PartialGuildMember, now: GuildMember) => {
    if (now.guild.id === guild.id && now.displayName !== before.displayName) events.onRenamed();
  };
  const onChannelDelete = ({ id }: Channel | DMChannel) => events.onChannelDeleted(id);
  const onShardReady = (shardId: number) => {
    if (shardId === guild.shardId) events.onNewSession();
  };
  // One more listener for each guild is no leak.
  client.setMaxListeners(client.getMaxListeners() + 1);
  client.on(Events.VoiceStateUpdate, onVoiceState);
  client.on(Events.GuildMemberUpdate, onMember);
  client.on(Events.ChannelDelete, onChannelDelete);
  client.on(Events.ShardReady, onShardReady);
  return {
    [Symbol.dispose]() {
      client.off(Events.VoiceStateUpdate, onVoiceState);
      client.off(Events.GuildMemberUpdate, onMember);
      client.off(Events.ChannelDelete, onChannelDelete);
      client.off(Events.ShardReady, onShardReady);
      client.setMaxListeners(client.getMaxListeners() - 1);
    },
  };
}
