/** The bot's answers to slash commands: the callback with its deadline, then the interaction's webhook. */
import { z } from 'zod';
import { TOKEN_LIFE_MS, type Interaction } from './interaction.ts';
import {
  EPHEMERAL,
  messageBodySchema,
  messageFault,
  type MessageBody,
  type Messages,
  type MutableMessage,
} from './messages.ts';
import {
  noContent,
  notFound,
  ok,
  refusal,
  type RestAnswer,
  type RestRequest,
  type RestRoute,
} from './types.ts';

const callbackSchema = z.object({ type: z.number(), data: messageBodySchema.nullish() });
const CALLBACK = { message: 4, deferredMessage: 5, choices: 8 } as const;

/** API reference, Application Command Option Choice and Autocomplete. */
const choicesSchema = z.object({
  data: z.object({
    choices: z
      .array(
        z.object({
          name: z.string().min(1).max(100),
          value: z.union([z.string().max(100), z.number()]),
        }),
      )
      .max(25),
  }),
});

export function interactionRoutes(
  messages: Messages,
  find: (token: string) => Interaction | undefined,
): readonly RestRoute[] {
  function callback(
    { query, body }: RestRequest,
    [id = '', token = '']: readonly string[],
  ): RestAnswer {
    const interaction = find(token);
    if (interaction === undefined || interaction.id !== id || interaction.failed) {
      return notFound('interaction', 10062);
    }
    if (interaction.acknowledgement !== undefined) {
      return refusal(400, 40060, 'Interaction has already been acknowledged.');
    }
    const { type, data } = callbackSchema.parse(body);
    if (type === CALLBACK.choices) {
      const { choices } = choicesSchema.parse(body).data;
      interaction.acknowledge(type, false);
      interaction.offer(choices);
      return noContent;
    }
    if (type === CALLBACK.message) {
      const fault = messageFault(data ?? {});
      if (fault !== undefined) return fault;
    }
    const ephemeral = isEphemeral(data ?? {});
    interaction.acknowledge(type, ephemeral);
    if (type === CALLBACK.message) interaction.show(post(interaction, data ?? {}, ephemeral));
    return query.get('with_response') === 'true' ? ok(callbackAnswer(interaction)) : noContent;
  }

  function callbackAnswer(interaction: Interaction) {
    const { acknowledgement, original } = interaction;
    const isWaiting = acknowledgement?.type === CALLBACK.deferredMessage;
    const message = original ?? placeholder(interaction);
    return {
      interaction: {
        id: interaction.id,
        type: 2,
        response_message_id: message.id,
        response_message_loading: isWaiting,
        response_message_ephemeral: acknowledgement?.ephemeral ?? false,
      },
      resource: { type: acknowledgement?.type, message: messages.payload(message) },
    };
  }

  function post(interaction: Interaction, body: MessageBody, ephemeral: boolean): MutableMessage {
    const { channelId, applicationId } = interaction;
    return messages.post({ channelId, authorId: applicationId, body, ephemeral });
  }

  /** The interaction behind a webhook call, or why it is refused. */
  function behind(token: string): Interaction | RestAnswer {
    const interaction = find(token);
    if (interaction?.acknowledgement === undefined) return notFound('Webhook', 10015);
    const isExpired = performance.now() - interaction.createdAtMs > TOKEN_LIFE_MS;
    return isExpired ? refusal(401, 50027, 'Invalid Webhook Token') : interaction;
  }

  const onWebhook =
    (answer: (interaction: Interaction, request: RestRequest, messageId: string) => RestAnswer) =>
    (request: RestRequest, [token = '', messageId = '']: readonly string[]) => {
      const found = behind(token);
      return 'status' in found ? found : answer(found, request, messageId);
    };

  /** "@original", its id, or the id of a follow-up. */
  function messageOf(interaction: Interaction, messageId: string): MutableMessage | undefined {
    const message = isOriginal(messageId, interaction)
      ? interaction.original
      : messages.find(messageId);
    return message?.isDeleted === true ? undefined : message;
  }

  function edit(interaction: Interaction, { body }: RestRequest, messageId: string): RestAnswer {
    const fields = messageBodySchema.parse(body ?? {});
    const fault = messageFault(fields, true);
    if (fault !== undefined) return fault;
    let message = messageOf(interaction, messageId);
    if (message !== undefined) messages.edit(message, fields);
    else if (isOriginal(messageId, interaction) && interaction.original === undefined) {
      // The first edit after "is thinking…" becomes the answer, as private as that was.
      message = post(interaction, fields, interaction.acknowledgement?.ephemeral ?? false);
    } else return notFound('Message', 10008);
    if (isOriginal(messageId, interaction)) interaction.show(message);
    return ok(messages.payload(message));
  }

  function followUp(interaction: Interaction, { body }: RestRequest): RestAnswer {
    const fields = messageBodySchema.parse(body ?? {});
    const fault = messageFault(fields);
    if (fault !== undefined) return fault;
    const message = post(interaction, fields, isEphemeral(fields));
    interaction.addFollowUp(message);
    return ok(messages.payload(message));
  }

  const oneMessage = /^\/webhooks\/\d+\/([^/]+)\/messages\/([^/]+)$/;
  return [
    {
      method: 'POST',
      path: /^\/interactions\/(\d+)\/([^/]+)\/callback$/,
      isOpen: true,
      answer: callback,
    },
    {
      method: 'POST',
      path: /^\/webhooks\/\d+\/([^/]+)$/,
      isOpen: true,
      answer: onWebhook(followUp),
    },
    { method: 'PATCH', path: oneMessage, isOpen: true, answer: onWebhook(edit) },
    {
      method: 'GET',
      path: oneMessage,
      isOpen: true,
      answer: onWebhook((interaction, _request, messageId) => {
        const message = messageOf(interaction, messageId);
        return message === undefined ? notFound('Message', 10008) : ok(messages.payload(message));
      }),
    },
    {
      method: 'DELETE',
      path: oneMessage,
      isOpen: true,
      answer: onWebhook((interaction, _request, messageId) => {
        const message = messageOf(interaction, messageId);
        if (message !== undefined) message.isDeleted = true;
        return noContent;
      }),
    },
  ];
}

function isEphemeral({ flags }: MessageBody): boolean {
  return ((flags ?? 0) & EPHEMERAL) !== 0;
}

/** Stands for the answer while the bot "is thinking…"; it is no message yet. */
function placeholder(interaction: Interaction): MutableMessage {
  return {
    id: interaction.id,
    channelId: interaction.channelId,
    authorId: interaction.applicationId,
    content: '',
    ephemeral: interaction.acknowledgement?.ephemeral ?? false,
    embeds: [],
    components: [],
    postedAtMs: interaction.createdAtMs,
    edits: [],
    isDeleted: false,
  };
}

/** The interaction's own id is what a client was told while the bot was thinking. */
function isOriginal(messageId: string, { id, original }: Interaction): boolean {
  return [original?.id, id, '@original'].includes(messageId);
}
