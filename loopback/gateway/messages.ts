/** What clients send over the main gateway, checked on arrival. */
import { z } from 'zod';

export const GATEWAY_OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  voiceState: 4,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
  requestSoundboardSounds: 31,
} as const;

export const GATEWAY_CLOSE = {
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
} as const;

/** Intents that decide what a bot is told (gateway documentation, Gateway Intents). */
export const INTENT = { guilds: 1 << 0, guildVoiceStates: 1 << 7, guildMessages: 1 << 9 } as const;

export const frameSchema = z.object({ op: z.number(), d: z.unknown() });

export const identifySchema = z.object({
  token: z.string(),
  /** Absent for people, who are told everything. */
  intents: z.number().optional(),
  shard: z.tuple([z.number(), z.number()]).optional(),
});

export const resumeSchema = z.object({
  token: z.string(),
  session_id: z.string(),
  seq: z.number().nullish(),
});

/** Some clients write null for what they leave out; a desktop client hangs up without a guild. */
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

export const voiceStateSchema = z.object({
  guild_id: z.string().nullish(),
  channel_id: z.string().nullish(),
  self_mute: flag,
  self_deaf: flag,
});
export type VoiceStateRequest = z.infer<typeof voiceStateSchema>;

export const requestMembersSchema = z.object({
  guild_id: z.union([z.string(), z.array(z.string())]),
  nonce: z.string().optional(),
});
