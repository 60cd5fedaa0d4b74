/** A voice session without a voice. */
import type { LeaveReason, VoiceSession } from '../../src/voice/types.ts';

export interface FakeVoiceSession extends VoiceSession {
  channelId: string;
  state: VoiceSession['state'];
  privacyCode: string | undefined;
  readonly refreshCount: number;
  readonly leftFor: LeaveReason | undefined;
  /** Ends it from outside: kicked, alone … */
  end(reason: LeaveReason): void;
}

export function fakeVoiceSession(guildId: string, channelId: string): FakeVoiceSession {
  const ended = Promise.withResolvers<LeaveReason>();
  let refreshCount = 0;
  let leftFor: LeaveReason | undefined;
  const session: FakeVoiceSession = {
    guildId,
    channelId,
    state: 'live',
    privacyCode: undefined,
    ended: ended.promise,
    get refreshCount() {
      return refreshCount;
    },
    get leftFor() {
      return leftFor;
    },
    end(reason) {
      session.state = 'left';
      leftFor ??= reason;
      ended.resolve(reason);
    },
    refreshListeners() {
      refreshCount += 1;
    },
    async leave(reason) {
      session.end(reason);
    },
    async [Symbol.asyncDispose]() {
      session.end('shutdown');
    },
  };
  return session;
}
