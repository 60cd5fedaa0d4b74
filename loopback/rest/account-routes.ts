/** Who am I, where is the gateway. */
import { permissionsOf } from '../world/permissions.ts';
import { userPayload } from '../world/payloads.ts';
import type { World } from '../world/world.ts';
import {
  notFound,
  ok,
  refusal,
  type RestAnswer,
  type RestRequest,
  type RestRoute,
} from './types.ts';

export function accountRoutes(world: World, gatewayUrl: () => string): readonly RestRoute[] {
  return [
    {
      method: 'GET',
      path: /^\/gateway$/,
      isOpen: true,
      answer: () => ok({ url: gatewayUrl() }),
    },
    {
      method: 'GET',
      path: /^\/gateway\/bot$/,
      answer: () =>
        ok({
          url: gatewayUrl(),
          shards: 1,
          session_start_limit: {
            total: 1_000,
            remaining: 999,
            reset_after: 14_400_000,
            max_concurrency: 1,
          },
        }),
    },
    { method: 'GET', path: /^\/users\/@me$/, answer: me },
    { method: 'GET', path: /^\/(?:oauth2\/)?applications\/@me$/, answer: application },
    { method: 'GET', path: /^\/soundboard-default-sounds$/, answer: () => ok([]) },
    {
      method: 'GET',
      path: /^\/users\/(\d+)$/,
      answer: (_request, [userId = '']) => {
        const account = world.accounts.get(userId);
        return account === undefined ? notFound('User', 10013) : ok(userPayload(account));
      },
    },
    {
      method: 'GET',
      path: /^\/users\/@me\/guilds$/,
      answer: ({ account }) =>
        ok(
          [...world.guilds.values()].map((guild) => ({
            id: guild.id,
            name: guild.name,
            owner: guild.ownerId === account?.id,
            permissions: String(account === undefined ? 0n : permissionsOf(guild, account.id)),
          })),
        ),
    },
  ];
}

function me({ account }: RestRequest): RestAnswer {
  return account === undefined ? refusal(401, 0, '401: Unauthorized') : ok(userPayload(account));
}

function application({ account }: RestRequest): RestAnswer {
  if (account === undefined) return refusal(401, 0, '401: Unauthorized');
  return ok({
    id: account.id,
    name: account.name,
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: 0,
    owner: userPayload(account),
    team: null,
    summary: '',
  });
}
