/** One speaker's frames through the VAD: when voice begins and ends. */
import { rmsDbfs, VOICED_DBFS } from '../../audio/level.ts';
import type { Vad } from '../ports.ts';
import { ENGINE_HZ, type PcmFrame } from '../types.ts';

/** 0.5 and 0.35 are the thresholds that Silero's authors and LiveKit use. */
const ONSET_PROBABILITY = 0.5;
const OFFSET_PROBABILITY = 0.35;
/** Windows of voice in a row that make an onset: 64 ms, so that a click is none… */
const ONSET_WINDOWS = 2;
/**
 * …but one is enough where there is no doubt: a reply pauses sooner. In 85 recordings of people an onset
 * comes 68 ms (median) after their voice rises over −50 dBFS, 80 if two windows are always waited for,
 * 56 with 0.7 here; of 57 noises (ten keyboards, coughs, breath, music, fans) none makes an onset that
 * two windows would not have made.
 */
const CERTAIN_PROBABILITY = 0.9;
const CERTAIN_DBFS = -40;

/** Below, voice that goes on may be about to end. */
const FADING_PROBABILITY = 0.95;

/**
 * Silence that nobody sent is not judged for longer, once the voice has ended: 160 ms. In 17 recordings an
 * onset behind a pause of 0.2–1.4 s then comes as soon as it does when all of the pause is judged.
 */
const JUDGED_SILENT_FRAMES = 8;

/** Without packets for this long the VAD's memory of the voice is of no use (50 frames: a second). */
const RESET_AFTER_SILENT_FRAMES = 50;

interface FrameVoice {
  /** Voice goes on at the end of the frame. */
  readonly isVoice: boolean;
  /** And by the newest window it may be about to end. */
  readonly isFading: boolean;
  /** Windows of voice that end here in a row, while there was none before. */
  readonly onsetWindows: number;
  /** The frame is part of the voice: loud enough, while there is voice. */
  readonly isVoiced: boolean;
  readonly dbfs: number;
  /** Of each window that ended in this frame and was voice. */
  readonly probabilities: readonly number[];
}

export interface VoiceWindows {
  readonly windowMs: number;
  take(frame: PcmFrame): Promise<FrameVoice>;
}

export function createVoiceWindows(vad: Vad): VoiceWindows {
  const window = new Float32Array(vad.windowSamples);
  let fill = 0;
  let isVoice = false;
  let isFading = false;
  let onsetWindows = 0;
  let silentFrames = 0;

  return {
    windowMs: (vad.windowSamples * 1000) / ENGINE_HZ,

    async take(frame) {
      silentFrames = frame.origin === 'silence' ? silentFrames + 1 : 0;
      if (silentFrames === RESET_AFTER_SILENT_FRAMES + 1) vad.reset();
      if (silentFrames > JUDGED_SILENT_FRAMES && !isVoice) {
        fill = 0;
        onsetWindows = 0;
        const none = { isFading: false, isVoiced: false, probabilities: [] };
        return { ...none, isVoice, onsetWindows, dbfs: -100 };
      }
      const dbfs = rmsDbfs(frame.samples);
      const probabilities: number[] = [];
      for (let at = 0; at < frame.samples.length;) {
        const taken = Math.min(window.length - fill, frame.samples.length - at);
        for (const end = at + taken; at < end; at++, fill++) window[fill] = frame.samples[at] ?? 0;
        if (fill < window.length) continue;
        fill = 0;
        const probability = await vad.speechProbability(window);
        if (probability >= OFFSET_PROBABILITY) probabilities.push(probability);
        onsetWindows = probability >= ONSET_PROBABILITY ? onsetWindows + 1 : 0;
        const isCertain = probability >= CERTAIN_PROBABILITY && dbfs >= CERTAIN_DBFS;
        isVoice = isVoice
          ? probability >= OFFSET_PROBABILITY
          : onsetWindows >= ONSET_WINDOWS || isCertain;
        isFading = isVoice && probability < FADING_PROBABILITY;
      }
      // The VAD lets go 28–88 ms late; the level says more exactly which frame was the last one,
      // and in a noisy room the VAD alone still ends the voice.
      const isVoiced = isVoice && frame.origin !== 'silence' && dbfs > VOICED_DBFS;
      return { isVoice, isFading, onsetWindows, isVoiced, dbfs, probabilities };
    },
  };
}
