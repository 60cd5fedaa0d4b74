/** What a test of the whole bot speaks and listens with: the real synthesis and recognition. */
import { expect } from 'vitest';
import type { Caller } from '../../loopback/caller.ts';
import { rmsDbfs } from '../../src/audio/level.ts';
import { resample } from '../../src/audio/resample.ts';
import { openSherpaStt } from '../../src/engines/sherpa-stt.ts';
import { openSherpaTts } from '../../src/engines/sherpa-tts.ts';
import { utteranceToText } from '../../src/pipeline/hearing/utterance-to-text.ts';
import type { Stt } from '../../src/pipeline/ports.ts';
import type { SpeechClip } from '../../src/pipeline/types.ts';
import { ENGINE_HZ } from '../../src/pipeline/types.ts';
import { realModel } from '../fakes/real-models.ts';
import { wordOverlap } from '../fakes/word-overlap.ts';

export const never = new AbortController().signal;

export interface Voices extends AsyncDisposable {
  /** The same text sounds the same each time, and is synthesised once. */
  synthesise(text: string): Promise<SpeechClip>;
  /** What was recognised of a stretch of sound, of any length and rate. */
  recognise(sound: {
    readonly samples: Float32Array;
    readonly sampleRateHz: number;
  }): Promise<string>;
  /**
   * That a caller heard at least `share` of the words of `text` from a moment on.
   * @returns what was recognised.
   */
  expectHeard(caller: Caller, text: string, sinceMs: number, share?: number): Promise<string>;
}

/**
 * The recogniser garbles a sentence now and then that anybody understands. A few milliseconds later
 * the same is another sound to it: 16 kHz samples of silence before each look.
 */
const LOOKS_SAMPLES = [0, 370, 970];

/** The bot's voice varies: no test asks it for every word. */
const USUAL_SHARE = 0.7;

export async function openVoices(): Promise<Voices> {
  await using opening = new AsyncDisposableStack();
  const tts = opening.use(
    await openSherpaTts(await realModel('piper-en-us-joe-medium'), undefined, { isSteady: true }),
  );
  const resources = opening.move();
  const clips = new Map<string, Promise<SpeechClip>>();
  // Not everybody listens.
  let opened: Promise<Stt> | undefined;
  const openStt = async () =>
    resources.use(await openSherpaStt(await realModel('moonshine-tiny-en')));
  const recognise: Voices['recognise'] = async ({ samples, sampleRateHz }) => {
    const stt = await (opened ??= openStt());
    const { text } = await utteranceToText(resample(samples, sampleRateHz, ENGINE_HZ), stt, never);
    return text;
  };
  const expectHeard: Voices['expectHeard'] = async (caller, text, sinceMs, share = USUAL_SHARE) => {
    const { samples, sampleRateHz } = caller.heard.sound(sinceMs);
    const sound = resample(samples, sampleRateHz, ENGINE_HZ);
    const looks: string[] = [];
    for (const silentSamples of LOOKS_SAMPLES) {
      const shifted = new Float32Array(silentSamples + sound.length);
      shifted.set(sound, silentSamples);
      const heard = await recognise({ samples: shifted, sampleRateHz: ENGINE_HZ });
      if (wordOverlap(text, heard) >= share) return heard;
      looks.push(heard);
    }
    const { packets, lost, undecodable, daveFailures } = caller.heard;
    return expect.fail(
      `${caller.name} did not hear ${JSON.stringify(text)} but ${JSON.stringify(looks)}, ` +
        `${Math.round(sound.length / 16)} ms at ${Math.round(rmsDbfs(sound))} dBFS; in all ${packets} packets, ` +
        `${lost} lost, ${undecodable} undecodable, ${daveFailures} not to be decrypted`,
    );
  };
  return {
    synthesise(text) {
      const clip = clips.get(text) ?? tts.synthesise(text, never);
      clips.set(text, clip);
      return clip;
    },
    recognise,
    expectHeard,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
