/** The slash commands that applications have registered, for everywhere or for one guild. */
import { z } from 'zod';
import { snowflake } from '../snowflake.ts';

export const OPTION_TYPE = {
  subcommand: 1,
  subcommandGroup: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
} as const;

export interface CommandOption {
  readonly type: number;
  readonly name: string;
  readonly required?: boolean | undefined;
  readonly autocomplete?: boolean | undefined;
  readonly choices?: readonly { readonly value: string | number }[] | undefined;
  readonly options?: readonly CommandOption[] | undefined;
}

const optionSchema: z.ZodType<CommandOption> = z.looseObject({
  type: z.number(),
  name: z.string().regex(/^[-_'\p{L}\p{N}]{1,32}$/u),
  required: z.boolean().optional(),
  autocomplete: z.boolean().optional(),
  choices: z.array(z.looseObject({ value: z.union([z.string(), z.number()]) })).optional(),
  options: z.lazy(() => z.array(optionSchema)).optional(),
});

/** A command's own name obeys the same rule as its options' (API reference, Application Commands). */
const commandSchema = z.looseObject({
  name: z.string().regex(/^[-_'\p{L}\p{N}]{1,32}$/u),
  type: z.number().default(1),
  description: z.string().default(''),
  options: z.array(optionSchema).optional(),
  default_member_permissions: z.string().nullish(),
});

type Command = z.infer<typeof commandSchema> & {
  readonly id: string;
  readonly application_id: string;
  readonly version: string;
  readonly guild_id?: string;
};

export interface CommandStore {
  /** @param guildId undefined = the global ones. */
  list(applicationId: string, guildId: string | undefined): readonly Command[];
  /** Replaces all. @throws z.ZodError for a command that Discord would refuse. */
  replace(
    applicationId: string,
    guildId: string | undefined,
    commands: unknown,
  ): readonly Command[];
  /** Adds one, or overwrites the one of that name. */
  upsert(applicationId: string, guildId: string | undefined, command: unknown): Command;
  remove(applicationId: string, guildId: string | undefined, commandId: string): boolean;
  /** What a person of the guild sees: the guild's own before the global ones. */
  find(guildId: string, name: string): Command | undefined;
  namesIn(guildId: string): readonly string[];
}

export function createCommandStore(): CommandStore {
  /** By application and scope. */
  const stored = new Map<string, Command[]>();
  const list = (applicationId: string, guildId: string | undefined) =>
    stored.get(keyOf(applicationId, guildId)) ?? [];
  const visible = (guildId: string): Command[] => {
    const all = [...stored.values()].flat();
    const own = all.filter((command) => command.guild_id === guildId);
    return [...own, ...all.filter((command) => command.guild_id === undefined)];
  };

  return {
    list,
    replace(applicationId, guildId, commands) {
      const parsed = z.array(z.unknown()).parse(commands);
      const replaced = parsed.map((fields) => complete(applicationId, guildId, fields));
      stored.set(keyOf(applicationId, guildId), replaced);
      return replaced;
    },
    upsert(applicationId, guildId, fields) {
      const command = complete(applicationId, guildId, fields);
      const others = list(applicationId, guildId).filter(({ name }) => name !== command.name);
      stored.set(keyOf(applicationId, guildId), [...others, command]);
      return command;
    },
    remove(applicationId, guildId, commandId) {
      const before = list(applicationId, guildId);
      const rest = before.filter(({ id }) => id !== commandId);
      stored.set(keyOf(applicationId, guildId), rest);
      return rest.length < before.length;
    },
    find: (guildId, name) => visible(guildId).find((command) => command.name === name),
    namesIn: (guildId) => visible(guildId).map(({ name }) => name),
  };
}

function keyOf(applicationId: string, guildId = 'global'): string {
  return `${applicationId} ${guildId}`;
}

function complete(applicationId: string, guildId: string | undefined, fields: unknown): Command {
  return {
    ...commandSchema.parse(fields),
    id: snowflake(),
    application_id: applicationId,
    version: snowflake(),
    ...(guildId === undefined ? {} : { guild_id: guildId }),
  };
}
