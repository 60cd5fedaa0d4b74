/** What a test of the whole bot speaks and listens with: the real synthesis and recognition. */
import type { Caller } from '../../loopback/caller.ts';
import { resample } from '../../src/audio/resample.ts';
import { openSherpaStt } from '../../src/engines/sherpa-stt.ts';
import { openSherpaTts } from '../../src/engines/sherpa-tts.ts';
import { utteranceToText } from '../../src/pipeline/hearing/utterance-to-text.ts';
import type { Stt } from '../../src/pipeline/ports.ts';
import type { SpeechClip } from '../../src/pipeline/types.ts';
import { ENGINE_HZ } from '../../src/pipeline/types.ts';
import { realModel } from '../fakes/real-models.ts';

export const never = new AbortController().signal;

export interface Voices extends AsyncDisposable {
  /** The same text sounds the same each time, and is synthesised once. */
  synthesise(text: string): Promise<SpeechClip>;
  /** What was recognised of a stretch of sound, of any length and rate. */
  recognise(sound: {
    readonly samples: Float32Array;
    readonly sampleRateHz: number;
  }): Promise<string>;
  /** What a caller heard from a moment on, as text. */
  heardBy(caller: Caller, sinceMs: number, untilMs?: number): Promise<string>;
}

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
  return {
    synthesise(text) {
      const clip = clips.get(text) ?? tts.synthesise(text, never);
      clips.set(text, clip);
      return clip;
    },
    recognise,
    heardBy: (caller, sinceMs, untilMs) => recognise(caller.heard.sound(sinceMs, untilMs)),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
