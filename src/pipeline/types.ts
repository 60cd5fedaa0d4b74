/** What travels between the stages: the shape and unit of each thing. */

/** Sample rate of everything that is heard: what the VAD, the turn model and recognition take. */
export const ENGINE_HZ = 16_000;

/** One Opus packet's worth of sound. */
export const FRAME_MS = 20;

/** Samples of one heard frame: 320 mono samples at 16 kHz. */
export const HEARD_FRAME_SAMPLES = (ENGINE_HZ * FRAME_MS) / 1000;

/** 20 ms of one speaker's sound as it was heard: 16 kHz mono, −1…1. */
export interface PcmFrame {
  /** `HEARD_FRAME_SAMPLES` samples. */
  readonly samples: Float32Array;
  /** When its packet arrived; for concealed and silent frames, when it was made up. Clock ms. */
  readonly receivedAtMs: number;
  /**
   * `voice`: decoded from a packet. `concealed`: made up for a lost packet.
   * `silence`: nothing was sent (Discord sends no packets in silence).
   */
  readonly origin: 'voice' | 'concealed' | 'silence';
}

/** Who speaks. The id is opaque to the pipeline (a Discord user id), the name is for the prompt. */
export interface Speaker {
  readonly id: string;
  readonly name: string;
}

/** Recognised text; `''` when there was no speech in the sound. */
export interface Transcript {
  readonly text: string;
}

/** Synthesised speech of one sentence. */
export interface SpeechClip {
  /** What is said in it. */
  readonly text: string;
  /** Mono, −1…1. */
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/** One message of a chat, as every language model takes it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}
