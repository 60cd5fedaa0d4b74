/** Guilds, their members, and who speaks on a stage. */
import { z } from 'zod';
import { may, PERMISSION } from '../world/permissions.ts';
import { channelPayload, guildPayload, memberPayload, rolePayload } from '../world/payloads.ts';
import type { GuildState } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Presence } from '../voice/presence.ts';
import {
  missingPermissions,
  noContent,
  notFound,
  ok,
  refusal,
  type RestAnswer,
  type RestRequest,
  type RestRoute,
} from './types.ts';

const stageSchema = z.object({
  channel_id: z.string().nullish(),
  suppress: z.boolean().optional(),
  request_to_speak_timestamp: z.string().nullish(),
});

const memberSchema = z.object({
  channel_id: z.string().nullish(),
  mute: z.boolean().nullish(),
  deaf: z.boolean().nullish(),
});

export function guildRoutes(world: World, presence: Presence): readonly RestRoute[] {
  const inGuild =
    (answer: (guild: GuildState, request: RestRequest, userId: string) => RestAnswer) =>
    (request: RestRequest, [guildId = '', userId = '']: readonly string[]): RestAnswer => {
      const guild = world.guilds.get(guildId);
      if (guild === undefined) return notFound('Guild', 10004);
      return answer(guild, request, userId === '@me' ? (request.account?.id ?? '') : userId);
    };

  const member = (guild: GuildState, _request: RestRequest, userId: string): RestAnswer =>
    world.accounts.has(userId)
      ? ok(memberPayload(world, guild, userId))
      : notFound('Member', 10007);

  /** A stage's audience asks to speak; moderators let people speak, themselves included. */
  function changeStage(
    guild: GuildState,
    { body, account }: RestRequest,
    userId: string,
  ): RestAnswer {
    const { suppress, request_to_speak_timestamp: request } = stageSchema.parse(body ?? {});
    const state = guild.voiceStates.get(userId);
    const channel = guild.channels.get(state?.channelId ?? '');
    if (state === undefined || channel?.kind !== 'stage') return notFound('Voice State', 10065);
    const actorId = account?.id ?? '';
    const isModerator = may(guild, actorId, PERMISSION.muteMembers, channel);
    const needsModerator = suppress === false || actorId !== userId;
    if (needsModerator && !isModerator) return missingPermissions;
    if (request != null && !may(guild, actorId, PERMISSION.requestToSpeak, channel))
      return missingPermissions;
    presence.change(guild.id, userId, {
      ...(suppress === undefined ? {} : { isSuppressed: suppress }),
      ...(request === undefined ? {} : { requestToSpeakAt: request ?? undefined }),
    });
    return noContent;
  }

  /** Moves, mutes or throws out someone in voice. */
  function changeMember(
    guild: GuildState,
    { body, account }: RestRequest,
    userId: string,
  ): RestAnswer {
    const { channel_id: channelId, mute, deaf } = memberSchema.parse(body ?? {});
    const state = guild.voiceStates.get(userId);
    const needed =
      (channelId === undefined ? 0n : PERMISSION.moveMembers) |
      (mute === undefined ? 0n : PERMISSION.muteMembers) |
      (deaf === undefined ? 0n : PERMISSION.deafenMembers);
    if (!may(guild, account?.id ?? '', needed)) return missingPermissions;
    if (needed !== 0n && state === undefined) {
      return refusal(400, 40032, 'Target user is not connected to voice.');
    }
    presence.change(guild.id, userId, {
      ...(mute == null ? {} : { isMuted: mute }),
      ...(deaf == null ? {} : { isDeaf: deaf }),
    });
    if (channelId === null) presence.remove(guild.id, userId);
    else if (channelId !== undefined) presence.move(guild.id, userId, channelId);
    return ok(memberPayload(world, guild, userId));
  }

  return [
    {
      method: 'GET',
      path: /^\/guilds\/(\d+)$/,
      answer: inGuild((guild) => ok(guildPayload(world, guild))),
    },
    {
      method: 'GET',
      path: /^\/guilds\/(\d+)\/channels$/,
      answer: inGuild((guild) => ok([...guild.channels.values()].map(channelPayload))),
    },
    {
      method: 'GET',
      path: /^\/guilds\/(\d+)\/roles$/,
      answer: inGuild((guild) => ok([...guild.roles.keys()].map((id) => rolePayload(guild, id)))),
    },
    {
      method: 'GET',
      path: /^\/guilds\/(\d+)\/members$/,
      answer: inGuild((guild) =>
        ok([...world.accounts.keys()].map((id) => memberPayload(world, guild, id))),
      ),
    },
    { method: 'GET', path: /^\/guilds\/(\d+)\/members\/(\d+|@me)$/, answer: inGuild(member) },
    {
      method: 'PATCH',
      path: /^\/guilds\/(\d+)\/members\/(\d+|@me)$/,
      answer: inGuild(changeMember),
    },
    {
      method: 'PATCH',
      path: /^\/guilds\/(\d+)\/voice-states\/(\d+|@me)$/,
      answer: inGuild(changeStage),
    },
  ];
}
