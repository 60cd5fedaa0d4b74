/** What the gateway tells a client of the world, and which client is told what. */
import { guildCreatePayload, memberPayload, userPayload } from '../world/payloads.ts';
import type { World } from '../world/world.ts';
import type { GatewaySession } from './gateway-session.ts';
import { INTENT, requestMembersSchema } from './messages.ts';

/** What a client is told after its login. @param url where it may resume. */
export function sendReady(session: GatewaySession, world: World, url: string): void {
  const { account, shard } = session;
  const guilds = [...world.guilds.values()].filter((guild) => serves(session, guild.id));
  session.dispatch('READY', {
    v: 10,
    user: userPayload(account),
    guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
    private_channels: [],
    relationships: [],
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: url,
    shard,
    application: { id: account.id, flags: 0 },
    user_settings: {},
    geo_ordered_rtc_regions: [],
  });
  if (!hasIntent(session, INTENT.guilds)) return;
  for (const guild of guilds) session.dispatch('GUILD_CREATE', guildCreatePayload(world, guild));
}

/** Op 8. */
export function sendMembers(session: GatewaySession, world: World, fields: unknown): void {
  const { guild_id: asked, nonce } = requestMembersSchema.parse(fields);
  for (const guildId of [asked].flat()) {
    const guild = world.guilds.get(guildId);
    if (guild === undefined) continue;
    session.dispatch('GUILD_MEMBERS_CHUNK', {
      guild_id: guildId,
      members: [...world.accounts.keys()].map((id) => memberPayload(world, guild, id)),
      chunk_index: 0,
      chunk_count: 1,
      not_found: [],
      ...(nonce === undefined ? {} : { nonce }),
    });
  }
}

/** Op 31. */
export function sendSoundboards(session: GatewaySession, world: World): void {
  for (const guildId of world.guilds.keys()) {
    session.dispatch('SOUNDBOARD_SOUNDS', { guild_id: guildId, soundboard_sounds: [] });
  }
}

/** Whether the client's shard is the one of the guild (gateway documentation, Sharding). */
export function serves(session: GatewaySession, guildId: string): boolean {
  const [shard, shardCount] = session.shard;
  return Number((BigInt(guildId) >> 22n) % BigInt(shardCount)) === shard;
}

/** Bots are told what they asked for; people everything. */
export function hasIntent({ account, intents }: GatewaySession, intent: number): boolean {
  return !account.isBot || intents === undefined || (intents & intent) !== 0;
}
