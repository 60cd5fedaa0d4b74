/** Channels and the messages in them. */
import { z } from 'zod';
import { INTENT } from '../gateway/messages.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { may, PERMISSION } from '../world/permissions.ts';
import { channelPayload } from '../world/payloads.ts';
import type { Channel, GuildState } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { messageBodySchema, messageFault, type MessageRecord, type Messages } from './messages.ts';
import {
  missingAccess,
  missingPermissions,
  noContent,
  notFound,
  ok,
  type RestAnswer,
  type RestRequest,
  type RestRoute,
} from './types.ts';

const MESSAGES = /^\/channels\/(\d+)\/messages$/;
const ONE_MESSAGE = /^\/channels\/(\d+)\/messages\/(\d+)$/;
const voiceStatusSchema = z.object({ status: z.string().max(500).nullish() });

interface Place {
  readonly guild: GuildState;
  readonly channel: Channel;
}

export function channelRoutes(
  world: World,
  messages: Messages,
  gateway: Gateway,
): readonly RestRoute[] {
  const inChannel =
    (
      needed: bigint,
      answer: (place: Place, request: RestRequest, userId: string, messageId: string) => RestAnswer,
    ) =>
    (request: RestRequest, [channelId = '', messageId = '']: readonly string[]): RestAnswer => {
      const place = world.findChannel(channelId);
      const userId = request.account?.id ?? '';
      if (place === undefined) return notFound('Channel', 10003);
      if (!may(place.guild, userId, PERMISSION.viewChannel, place.channel)) return missingAccess;
      if (!may(place.guild, userId, needed, place.channel)) return missingPermissions;
      return answer(place, request, userId, messageId);
    };

  function tell(event: string, { guild }: Place, message: MessageRecord): void {
    const data = { ...messages.payload(message), guild_id: guild.id };
    gateway.dispatch({ event, data, guildId: guild.id, intent: INTENT.guildMessages });
  }

  function post(place: Place, { body }: RestRequest, userId: string): RestAnswer {
    const fields = messageBodySchema.parse(body ?? {});
    const fault = messageFault(fields);
    if (fault !== undefined) return fault;
    const channelId = place.channel.id;
    const message = messages.post({ channelId, authorId: userId, body: fields, ephemeral: false });
    tell('MESSAGE_CREATE', place, message);
    return ok(messages.payload(message));
  }

  function edit(
    place: Place,
    { body }: RestRequest,
    userId: string,
    messageId: string,
  ): RestAnswer {
    const message = messages.find(messageId);
    if (message === undefined) return notFound('Message', 10008);
    if (message.authorId !== userId) return missingPermissions;
    const fields = messageBodySchema.parse(body ?? {});
    const fault = messageFault(fields, true);
    if (fault !== undefined) return fault;
    messages.edit(message, fields);
    tell('MESSAGE_UPDATE', place, message);
    return ok(messages.payload(message));
  }

  const readable = (channelId: string) =>
    messages.all.filter(
      (message) => message.channelId === channelId && !message.isDeleted && !message.ephemeral,
    );

  return [
    {
      method: 'GET',
      path: /^\/channels\/(\d+)$/,
      answer: inChannel(0n, ({ channel }) => ok(channelPayload(channel))),
    },
    { method: 'POST', path: MESSAGES, answer: inChannel(PERMISSION.sendMessages, post) },
    {
      method: 'GET',
      path: MESSAGES,
      answer: inChannel(0n, ({ channel }) =>
        ok(readable(channel.id).toReversed().map(messages.payload)),
      ),
    },
    { method: 'PATCH', path: ONE_MESSAGE, answer: inChannel(0n, edit) },
    {
      method: 'GET',
      path: ONE_MESSAGE,
      answer: inChannel(0n, (_place, _request, _userId, messageId) => {
        const message = messages.find(messageId);
        return message === undefined ? notFound('Message', 10008) : ok(messages.payload(message));
      }),
    },
    {
      method: 'DELETE',
      path: ONE_MESSAGE,
      answer: inChannel(0n, (_place, _request, _userId, messageId) => {
        const message = messages.find(messageId);
        if (message !== undefined) message.isDeleted = true;
        return noContent;
      }),
    },
    { method: 'POST', path: /^\/channels\/(\d+)\/typing$/, answer: inChannel(0n, () => noContent) },
    {
      method: 'PUT',
      path: /^\/channels\/(\d+)\/voice-status$/,
      answer: inChannel(PERMISSION.setVoiceChannelStatus, ({ channel }, { body }) => {
        channel.status = voiceStatusSchema.parse(body ?? {}).status ?? undefined;
        return noContent;
      }),
    },
  ];
}
