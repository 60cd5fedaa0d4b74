/** The parts of Discord's REST answers that are read, checked. */
import type { REST } from 'discord.js';
import { Routes } from 'discord.js';
import { z } from 'zod';

const application = z.object({ id: z.string(), name: z.string() });
const user = z.object({ id: z.string(), username: z.string() });
const guilds = z.array(
  z.object({ id: z.string(), name: z.string(), permissions: z.string().transform(BigInt) }),
);

export type GuildSummary = z.infer<typeof guilds>[number];

type Getter = Pick<REST, 'get'>;

export async function fetchApplication(rest: Getter, signal: AbortSignal) {
  return application.parse(await rest.get(Routes.currentApplication(), { signal }));
}

export async function fetchMe(rest: Getter, signal: AbortSignal) {
  return user.parse(await rest.get(Routes.user(), { signal }));
}

/** The first 200 servers of the bot, with the permissions that its roles give it there. */
export async function fetchGuilds(rest: Getter, signal: AbortSignal) {
  return guilds.parse(await rest.get(Routes.userGuilds(), { signal }));
}
