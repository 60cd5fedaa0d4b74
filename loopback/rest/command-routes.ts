/** Registration of slash commands, for everywhere or for one guild. */
import type { CommandStore } from './commands.ts';
import {
  noContent,
  notFound,
  ok,
  refusal,
  type RestAnswer,
  type RestRequest,
  type RestRoute,
} from './types.ts';

const COMMANDS = /^\/applications\/(\d+)(?:\/guilds\/(\d+))?\/commands$/;
const ONE_COMMAND = /^\/applications\/(\d+)(?:\/guilds\/(\d+))?\/commands\/(\d+)$/;

export function commandRoutes(store: CommandStore): readonly RestRoute[] {
  const one = (applicationId: string, guildId: string | undefined, id: string): RestAnswer => {
    const command = store.list(applicationId, guildId).find((known) => known.id === id);
    return command === undefined ? notFound('application command', 10063) : ok(command);
  };

  return [
    {
      method: 'PUT',
      path: COMMANDS,
      answer: own((id, guildId, { body }) => ok(store.replace(id, guildId, body))),
    },
    {
      method: 'POST',
      path: COMMANDS,
      answer: own((id, guildId, { body }) => ({
        status: 201,
        body: store.upsert(id, guildId, body),
      })),
    },
    {
      method: 'GET',
      path: COMMANDS,
      answer: own((id, guildId) => ok(store.list(id, guildId))),
    },
    {
      method: 'GET',
      path: ONE_COMMAND,
      answer: own((id, guildId, _request, commandId) => one(id, guildId, commandId)),
    },
    {
      method: 'DELETE',
      path: ONE_COMMAND,
      answer: own((id, guildId, _request, commandId) =>
        store.remove(id, guildId, commandId) ? noContent : notFound('application command', 10063),
      ),
    },
  ];
}

type OwnAnswer = (
  applicationId: string,
  guildId: string | undefined,
  request: RestRequest,
  commandId: string,
) => RestAnswer;

/** Answers only the application itself. */
function own(answer: OwnAnswer): RestRoute['answer'] {
  return (request, [applicationId = '', guildId = '', commandId = '']) =>
    request.account?.id === applicationId
      ? answer(applicationId, guildId === '' ? undefined : guildId, request, commandId)
      : refusal(403, 20012, 'You are not authorized to perform this action on this application');
}
