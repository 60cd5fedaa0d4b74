/** What clients send over the voice gateway, checked on arrival. */
import { z } from 'zod';

export const VOICE_OP = {
  identify: 0,
  selectProtocol: 1,
  ready: 2,
  heartbeat: 3,
  sessionDescription: 4,
  speaking: 5,
  heartbeatAck: 6,
  resume: 7,
  hello: 8,
  resumed: 9,
  clientsConnect: 11,
  clientDisconnect: 13,
  transitionReady: 23,
  invalidCommitWelcome: 31,
} as const;

export const VOICE_CLOSE = {
  decodeError: 4002,
  notAuthenticated: 4003,
  alreadyAuthenticated: 4005,
  sessionInvalid: 4006,
  disconnected: 4014,
  unknownEncryption: 4016,
  daveRequired: 4017,
  callTerminated: 4022,
} as const;

export const voiceFrameSchema = z.object({ op: z.number(), d: z.unknown() });

export const voiceIdentifySchema = z.object({
  server_id: z.string(),
  user_id: z.string(),
  session_id: z.string(),
  token: z.string(),
  max_dave_protocol_version: z
    .number()
    .nullish()
    .transform((version) => version ?? 0),
});
export type VoiceIdentify = z.infer<typeof voiceIdentifySchema>;

export const voiceResumeSchema = z.object({
  server_id: z.string(),
  session_id: z.string(),
  token: z.string(),
  /** Absent before version 8. */
  seq_ack: z.number().nullish(),
});

export const selectProtocolSchema = z.object({
  protocol: z.string(),
  data: z.object({ address: z.string(), port: z.number(), mode: z.string() }),
});

export const speakingSchema = z.object({ speaking: z.union([z.number(), z.boolean()]) });

export const transitionReadySchema = z.object({ transition_id: z.number() });

/** `{t, seq_ack}` since version 8, a bare number before. */
export const voiceHeartbeatSchema = z.union([
  z.object({ t: z.union([z.number(), z.string()]) }),
  z.number(),
  z.string(),
]);
