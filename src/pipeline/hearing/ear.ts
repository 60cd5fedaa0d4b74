/**
 * Pipeline stage: one speaker's 20 ms frames in, that speaker's voice events and words out.
 *
 * The frames themselves are the clock: where Discord sends nothing, the stage before makes silent
 * frames, so that silence grows although no packet ever announces it.
 */
import { abortable } from '../../async/abortable.ts';
import { unlessAborted } from '../../async/unless-aborted.ts';
import { EngineError, type Stt, type TurnDetector, type Vad } from '../ports.ts';
import { FRAME_MS, type PcmFrame } from '../types.ts';
import { createAhead } from './ahead.ts';
import type { Ear, VoiceEvent } from './ear-port.ts';
import { OpenSpeech } from './open-speech.ts';
import { createSpeechTape } from './speech-tape.ts';
import { createVoiceWindows } from './voice-windows.ts';

export interface EarParts {
  readonly vad: Vad;
  readonly stt: Stt;
  readonly turnDetector: TurnDetector | undefined;
  /** Whether work that may turn out to be for nothing may be begun. */
  readonly mayGuess: () => boolean;
}

/** Sound kept from before the onset: the VAD rises 24–68 ms late, and soft consonants come first. */
const PRE_ROLL_FRAMES = 300 / FRAME_MS;

/** Longer speech is handed on in parts, with nothing lost, so that memory stays bounded. */
const MAX_UTTERANCE_FRAMES = 60_000 / FRAME_MS;

/** Frames that a jitter buffer may still hold of somebody who has muted. */
const AFTER_MUTE_FRAMES = 200 / FRAME_MS;

/**
 * The turn model is asked about this much silence, and has answered by then where what most often follows a
 * voice that has ended, silence, is taken to have followed. Of 320 judgements of a synthetic voice in four
 * levels of noise 8 came out otherwise than 200 ms after the last sound, and 17 where the silence so far was
 * repeated instead; where there is noise, nothing is taken for granted.
 */
const JUDGED_FRAMES = 200 / FRAME_MS;
/**
 * From this much silence on, once the VAD has let go of the voice: an answer takes less than 40 ms, and the
 * stops inside of words are over by then.
 */
const JUDGED_AHEAD_FRAMES = 120 / FRAME_MS;

/** @param signal what is half said is dropped, and recognitions end. */
export function createEar(
  frames: AsyncIterable<PcmFrame>,
  { vad, stt, turnDetector, mayGuess }: EarParts,
  signal: AbortSignal,
): Ear {
  const tape = createSpeechTape();
  const windows = createVoiceWindows(vad);
  const judged = createAhead<number>(signal);
  let speech: OpenSpeech | undefined;
  /** The one before, for whoever asks when it has just ended. */
  let ended: OpenSpeech | undefined;
  let isVoice = false;
  let notBefore = 0;
  let deafFrames = 0;
  let isMuted = false;

  const close = () => {
    ended = speech;
    speech = undefined;
    isVoice = false;
    notBefore = tape.length;
    tape.keepFrom(Number.POSITIVE_INFINITY);
  };

  const judgeAhead = ({ quietFrames, silentFrames, lastVoicedFrame }: OpenSpeech) => {
    const missing = JUDGED_FRAMES - silentFrames;
    if (turnDetector === undefined || !mayGuess()) return;
    if (quietFrames < JUDGED_AHEAD_FRAMES || missing <= 0) return;
    judged.begin(lastVoicedFrame, (...how) =>
      turnDetector.finishedProbability(tape.recent(missing), ...how),
    );
  };

  async function* listen(): AsyncGenerator<VoiceEvent, void, undefined> {
    /** When the frames came, for the last ones. */
    const times: number[] = [];
    let lastVoicedAtMs = 0;
    let atMs = 0;
    for await (const frame of abortable(frames, signal)) {
      atMs = frame.receivedAtMs;
      times.push(atMs);
      if (times.length > PRE_ROLL_FRAMES) times.shift();
      if (isMuted) {
        isMuted = false;
        deafFrames = AFTER_MUTE_FRAMES;
        if (speech !== undefined) {
          close();
          yield { type: 'end', atMs };
        }
      }
      tape.add(frame.samples);
      const voice = await windows.take(frame);
      if (deafFrames > 0) {
        deafFrames -= 1;
        notBefore = tape.length;
        continue;
      }

      if (voice.isVoice && !isVoice) {
        const onsetFrames = Math.max(
          1,
          Math.ceil((voice.onsetWindows * windows.windowMs) / FRAME_MS),
        );
        const startedAtMs = times.at(-Math.min(onsetFrames, times.length)) ?? atMs;
        const from = Math.max(notBefore, tape.length - PRE_ROLL_FRAMES - onsetFrames);
        if (speech === undefined) {
          speech = new OpenSpeech(tape, stt, from, signal);
          // The windows that made the onset, but for the one that ends in this frame.
          const before = Math.max(0, voice.onsetWindows - 1);
          speech.windows(
            Array.from({ length: before }, () => voice.probabilities[0] ?? 0),
            windows.windowMs,
          );
        }
        isVoice = true;
        if (voice.isVoiced) lastVoicedAtMs = atMs;
        yield { type: 'onset', startedAtMs, atMs };
      }
      if (speech === undefined) continue;
      speech.windows(voice.probabilities, windows.windowMs);
      if (voice.isVoiced) {
        speech.voiced(voice.dbfs);
        judged.drop();
        lastVoicedAtMs = atMs;
      } else {
        speech.unvoiced(voice.dbfs, voice.isFading && mayGuess());
        if (speech.quietFrames === 0) judged.drop();
      }
      if (isVoice && !voice.isVoice) {
        isVoice = false;
        yield { type: 'offset', lastVoicedAtMs, atMs, voicedMs: speech.voicedMs };
      }
      if (speech !== undefined && !isVoice) {
        judgeAhead(speech);
        yield { type: 'hush', silentMs: speech.silentFrames * FRAME_MS, atMs };
      }
      if (speech === undefined) continue;
      speech.settle(atMs);
      if (tape.length - speech.fromFrame >= MAX_UTTERANCE_FRAMES) {
        close();
        yield { type: 'end', atMs };
      }
    }
    if (speech === undefined) return;
    close();
    yield { type: 'end', atMs };
  }

  return {
    events: listen(),
    async recognise(waiting, options) {
      const asked = speech ?? ended;
      if (asked === undefined) throw new EngineError('Cannot recognise speech: nobody has spoken');
      return asked.recognise(waiting, options);
    },
    async finishedProbability(waiting, options) {
      if (turnDetector === undefined)
        throw new EngineError('Cannot judge whether the speaker is done: there is no turn model');
      const ahead =
        speech !== undefined && speech.silentFrames <= JUDGED_FRAMES + 1
          ? judged.take(speech.lastVoicedFrame)
          : undefined;
      const known = ahead && (await unlessAborted(ahead, waiting));
      return known ?? turnDetector.finishedProbability(tape.recent(), waiting, options);
    },
    close,
    muted() {
      isMuted = true;
    },
  };
}
