/**
 * Pipeline stage: one speaker's 20 ms frames in, that speaker's utterances out.
 *
 * The frames themselves are the clock: where Discord sends nothing, the stage before makes silent
 * frames, so the endpoint falls due even though no packet ever announces it.
 */
import { abortable } from '../../async/abortable.ts';
import { rmsDbfs, VOICED_DBFS } from '../../audio/level.ts';
import type { Vad } from '../ports.ts';
import { ENGINE_HZ, FRAME_MS, type PcmFrame, type SpeechEvent } from '../types.ts';

export interface UtteranceLimits {
  /** A window at or above this probability is speech… */
  readonly onsetProbability: number;
  /** …and speech lasts until a window falls below this one (hysteresis). */
  readonly offsetProbability: number;
  /** Consecutive speech windows that make an onset. */
  readonly onsetWindows: number;
  /** Silence after the last voiced frame that ends the utterance. */
  readonly endpointDelayMs: number;
  /** Sound kept from before the onset: the VAD rises 24–68 ms late, and soft consonants come first. */
  readonly preRollMs: number;
  /** Less speech than this is a click or a cough, not an utterance. */
  readonly minSpeechMs: number;
  /** Longer speech is handed on in parts, with nothing lost, so that memory stays bounded. */
  readonly maxUtteranceMs: number;
}

/**
 * 0.5 and 0.35 are the thresholds Silero's authors and LiveKit use. Two windows (64 ms) react to a
 * barge-in in time; 400 ms is a little above the pauses inside fluent speech. The rest are guesses
 * that served well.
 */
export const DEFAULT_LIMITS: UtteranceLimits = {
  onsetProbability: 0.5,
  offsetProbability: 0.35,
  onsetWindows: 2,
  endpointDelayMs: 400,
  preRollMs: 300,
  minSpeechMs: 90,
  maxUtteranceMs: 60_000,
};

/** Time since the last packet after which the VAD's memory of the voice is of no use. */
const VAD_RESET_SILENT_FRAMES = 50;

/**
 * @param frames one speaker's frames in order, without gaps in time while anybody is speaking.
 * @param vad this speaker's own; its windows need not divide the frames evenly.
 * @yields `speech-start`, then for each an `utterance` or `speech-dropped`. At the end of `frames`
 *   a half-said utterance ends there.
 * @throws `signal.reason` once aborted; errors of `frames` or `vad` unchanged.
 */
export async function* pcmToUtterances(
  frames: AsyncIterable<PcmFrame>,
  vad: Vad,
  signal: AbortSignal,
  limits: UtteranceLimits = DEFAULT_LIMITS,
): AsyncGenerator<SpeechEvent, void, undefined> {
  const window = new Float32Array(vad.windowSamples);
  const windowMs = (vad.windowSamples * 1000) / ENGINE_HZ;
  const preRollFrames = Math.ceil((limits.preRollMs + limits.onsetWindows * windowMs) / FRAME_MS);
  let windowFill = 0;
  let probability = 0;
  let onsetRun = 0;
  let silentFrames = 0;
  let recent: PcmFrame[] = [];
  let speech: Speech | undefined;

  for await (const frame of abortable(frames, signal)) {
    silentFrames = frame.origin === 'silence' ? silentFrames + 1 : 0;
    if (speech === undefined && silentFrames > VAD_RESET_SILENT_FRAMES) {
      // Nobody has spoken for a second: do not spend inference on made-up silence.
      if (silentFrames === VAD_RESET_SILENT_FRAMES + 1) {
        vad.reset();
        windowFill = 0;
        probability = 0;
        onsetRun = 0;
      }
      keep(recent, frame, preRollFrames);
      continue;
    }

    let speechWindows = 0;
    for (let at = 0; at < frame.samples.length;) {
      const taken = Math.min(window.length - windowFill, frame.samples.length - at);
      window.set(frame.samples.subarray(at, at + taken), windowFill);
      windowFill += taken;
      at += taken;
      if (windowFill < window.length) continue;
      windowFill = 0;
      probability = await vad.speechProbability(window);
      onsetRun = probability >= limits.onsetProbability ? onsetRun + 1 : 0;
      if (probability >= limits.offsetProbability) speechWindows += 1;
    }

    if (speech === undefined) {
      keep(recent, frame, preRollFrames);
      if (onsetRun < limits.onsetWindows) continue;
      speech = beginSpeech(recent, onsetRun * windowMs);
      recent = [];
      yield { type: 'speech-start', atMs: speech.startedAtMs };
      continue;
    }

    speech.frames.push(frame);
    speech.speechMs += speechWindows * windowMs;
    const isSpeech = probability >= limits.offsetProbability;
    // The VAD lets go 28–88 ms late; the level says more exactly which frame was the last one,
    // and in a noisy room the VAD alone still ends the utterance.
    if (isSpeech && isVoiced(frame)) speech.lastVoiced = speech.frames.length - 1;

    const silenceMs = (speech.frames.length - 1 - speech.lastVoiced) * FRAME_MS;
    if (!isSpeech && silenceMs >= limits.endpointDelayMs) {
      yield endSpeech(speech, limits);
      recent = speech.frames.slice(-preRollFrames);
      speech = undefined;
    } else if (speech.frames.length * FRAME_MS >= limits.maxUtteranceMs) {
      yield endSpeech(speech, limits);
      speech = { ...beginSpeech([frame], 0), frames: [] };
      yield { type: 'speech-start', atMs: frame.receivedAtMs };
    }
  }
  if (speech !== undefined) yield endSpeech(speech, limits);
}

interface Speech {
  readonly startedAtMs: number;
  readonly frames: PcmFrame[];
  /** Time in windows that the VAD took for speech. */
  speechMs: number;
  /** Index of the last voiced frame. */
  lastVoiced: number;
}

function beginSpeech(preRoll: readonly PcmFrame[], speechMs: number): Speech {
  const onsetFrames = Math.ceil(speechMs / FRAME_MS);
  const onset = preRoll.at(-Math.max(1, onsetFrames)) ?? preRoll.at(-1);
  return {
    startedAtMs: onset?.receivedAtMs ?? 0,
    frames: [...preRoll],
    speechMs,
    lastVoiced: preRoll.length - 1,
  };
}

function endSpeech(speech: Speech, limits: UtteranceLimits): SpeechEvent {
  const last = speech.frames.at(-1);
  const endpointAtMs = last?.receivedAtMs ?? speech.startedAtMs;
  if (speech.speechMs < limits.minSpeechMs) return { type: 'speech-dropped', atMs: endpointAtMs };
  // A little of the silence after the last voiced frame stays: final consonants are soft.
  const kept = speech.frames.slice(0, speech.lastVoiced + 1 + Math.ceil(200 / FRAME_MS));
  const samples = new Float32Array(kept.reduce((sum, frame) => sum + frame.samples.length, 0));
  let at = 0;
  for (const frame of kept) {
    samples.set(frame.samples, at);
    at += frame.samples.length;
  }
  const lastVoicedAtMs = speech.frames[speech.lastVoiced]?.receivedAtMs ?? endpointAtMs;
  return {
    type: 'utterance',
    utterance: { samples, startedAtMs: speech.startedAtMs, lastVoicedAtMs, endpointAtMs },
  };
}

function isVoiced(frame: PcmFrame): boolean {
  return frame.origin !== 'silence' && rmsDbfs(frame.samples) > VOICED_DBFS;
}

/** Appends to a short list of the newest `limit` frames. */
function keep(recent: PcmFrame[], frame: PcmFrame, limit: number): void {
  recent.push(frame);
  if (recent.length > limit) recent.shift();
}
