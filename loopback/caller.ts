/** A simulated person in a voice channel: speaks in real time, and records what it hears. */
import { randomInt } from 'node:crypto';
import { systemClock } from '../src/async/clock.ts';
import type { DaveMember } from './dave/dave-member.ts';
import type { Participant } from './voice/participant.ts';
import type { Room } from './voice/room.ts';
import type { MediaPacket } from './voice/rtp.ts';
import { createCallerDave, type CallerDave } from './caller/caller-dave.ts';
import { createRecording, type Recorder } from './caller/recorder.ts';
import { speakSound, type Spoken, type SpeakOptions } from './caller/speak.ts';
import { FRAME_MS, FRAME_SAMPLES, type Sound } from './caller/sound.ts';

export interface Caller extends AsyncDisposable {
  readonly userId: string;
  readonly name: string;
  readonly guildId: string;
  /** Follows when the caller is moved. */
  readonly channelId: string;
  readonly isInVoice: boolean;
  readonly heard: Recorder;
  /** 30 digits, equal for everyone in the channel; undefined while alone or without DAVE. */
  readonly privacyCode: string | undefined;
  /**
   * Says `sound` in real time: op 5, paced 20 ms Opus packets, five silence frames. In a channel
   * with others it first waits for the end-to-end encryption.
   *
   * @returns when it was said, performance.now() milliseconds.
   * @throws `signal.reason` once aborted: the packets just stop, as from a client that lost its microphone.
   */
  speak(sound: Sound, signal: AbortSignal, options?: SpeakOptions): Promise<Spoken>;
  /** Muted, nothing is sent while the sound goes on. */
  setMute(isMuted: boolean): void;
  setDeaf(isDeaf: boolean): void;
  leave(): Promise<void>;
}

export interface CallerOptions {
  readonly userId: string;
  readonly name: string;
  readonly guildId: string;
  readonly usesDave: boolean;
  readonly nextSsrc: () => number;
  readonly setVoiceState: (flags: {
    readonly isSelfMuted: boolean;
    readonly isSelfDeaf: boolean;
  }) => void;
  readonly leaveVoice: () => void;
  /** A client that forgets to encrypt. */
  readonly withholdsEncryption: () => boolean;
  readonly trace: (line: string) => void;
}

/** The voice server's side of a caller. */
export interface SimulatedCaller extends Caller {
  enter(room: Room): void;
  /** Out of its room; it may enter another. */
  exit(): void;
  /** Out of voice for good. */
  end(): void;
}

/** The op 5 flag "microphone". */
const MICROPHONE = 1;
/** Longer than any handshake on this machine takes: without encryption by then, nobody would hear. */
const ENCRYPTION_TIMEOUT_MS = 3_000;

export function createCaller(options: CallerOptions): SimulatedCaller {
  const { userId, usesDave } = options;
  const recording = createRecording();
  const gone = new AbortController();
  let place:
    | { readonly room: Room; readonly participant: Participant; readonly dave: CallerDave }
    | undefined;
  let lastChannelId = '';
  let isSpeaking = false;
  let isSelfMuted = false;
  let isSelfDeaf = false;
  let sequence = randomInt(2 ** 16);
  let timestamp = randomInt(2 ** 31);
  let lastSentAtMs = performance.now();

  function send(opus: Buffer): void {
    const isEncrypted = usesDave && !options.withholdsEncryption();
    const packet = { sequence, timestamp };
    sequence = (sequence + 1) % 2 ** 16;
    timestamp = (timestamp + FRAME_SAMPLES) % 2 ** 32;
    lastSentAtMs = performance.now();
    // A frame that cannot be encrypted is not sent at all.
    if (place === undefined || isSelfMuted || (isEncrypted && !place.dave.isReady)) return;
    const payload = isEncrypted ? place.dave.encrypt(opus) : opus;
    place.room.relay(place.participant, { ...packet, payload });
  }

  function hear(fromUserId: string, packet: MediaPacket, dave: CallerDave): void {
    try {
      const opus = usesDave ? dave.decrypt(fromUserId, packet.payload) : packet.payload;
      recording.add(fromUserId, packet, opus);
    } catch (error) {
      recording.addDaveFailure();
      options.trace(`caller ${userId}: ${String(error)}`);
    }
  }

  async function ready(signal: AbortSignal): Promise<void> {
    if (place === undefined)
      throw new Error(`Cannot speak: ${options.name} is in no voice channel`);
    const isAlone = place.room.userIds.length < 2;
    if (usesDave && !isAlone && !options.withholdsEncryption()) {
      const tooLate = AbortSignal.timeout(ENCRYPTION_TIMEOUT_MS);
      await place.dave.ready(AbortSignal.any([signal, tooLate])).catch((error: unknown) => {
        if (!tooLate.aborted || signal.aborted) throw error;
        options.trace(`caller ${userId}: speaks without encryption being ready`);
      });
    }
    place.room.speaking(place.participant, MICROPHONE);
  }

  async function speak(sound: Sound, asked: AbortSignal, how: SpeakOptions = {}): Promise<Spoken> {
    if (isSpeaking) throw new Error(`Cannot speak: ${options.name} is saying something already`);
    isSpeaking = true;
    const signal = AbortSignal.any([asked, gone.signal]);
    try {
      signal.throwIfAborted();
      await ready(signal);
      // The sender's clock runs on while it says nothing.
      const pausedFrames = Math.floor((performance.now() - lastSentAtMs) / FRAME_MS);
      timestamp = (timestamp + pausedFrames * FRAME_SAMPLES) % 2 ** 32;
      return await speakSound(sound, send, systemClock, signal, how);
    } finally {
      isSpeaking = false;
    }
  }

  function enter(room: Room): void {
    const dave = createCallerDave({
      userId,
      channelId: room.channelId,
      group: () => room.dave,
      othersInRoom: () => room.userIds.filter((id) => id !== userId),
      trace: options.trace,
    });
    const member: DaveMember = {
      userId,
      isSimulated: true,
      sendDave: dave.receive,
      sendJson: dave.receiveJson,
    };
    const participant: Participant = {
      ...member,
      ssrc: options.nextSsrc(),
      usesDave,
      hear: (fromUserId, packet) => hear(fromUserId, packet, dave),
    };
    place = { room, participant, dave };
    lastChannelId = room.channelId;
    room.enter(participant);
    room.open(participant);
  }

  function exit(): void {
    place?.room.leave(place.participant);
    place = undefined;
  }

  async function leave(): Promise<void> {
    if (gone.signal.aborted) return;
    options.leaveVoice();
  }

  return {
    userId,
    name: options.name,
    guildId: options.guildId,
    get channelId() {
      return lastChannelId;
    },
    get isInVoice() {
      return place !== undefined;
    },
    get privacyCode() {
      return place?.dave.privacyCode;
    },
    heard: recording,
    speak,
    setMute(isMuted) {
      isSelfMuted = isMuted;
      options.setVoiceState({ isSelfMuted, isSelfDeaf });
    },
    setDeaf(isDeaf) {
      isSelfDeaf = isDeaf;
      options.setVoiceState({ isSelfMuted, isSelfDeaf });
    },
    leave,
    enter,
    exit,
    end() {
      exit();
      gone.abort(new Error(`${options.name} has left the voice channel`));
      recording[Symbol.dispose]();
    },
    [Symbol.asyncDispose]: leave,
  };
}
