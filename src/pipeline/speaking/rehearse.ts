/** Does once what the first reply would have to wait for: code and patterns are compiled when they first run. */
import { createVoiceLevel, finishSpeech } from '../../audio/finish-speech.ts';
import { createSpeakable } from './speakable/speakable.ts';
import { TextToPieces } from './text-to-pieces.ts';

/** With something of each kind that is read in a way of its own. */
const TEXT =
  'Sure, it is **$3.50** at 5 p.m. on May 5, 2026, about 20% of 1,000 km. See [this](https://example.com) & so on, Dr. Lee:\n- one\n- two\n\nYes.';
/** What is met for the first time is only noted. */
const TIMES = 3;
const VOICE_HZ = 22_050;

/** Some 150 ms of work, the first time; better at the start of the process than in a conversation. */
export function rehearse(): void {
  const sound = Float32Array.from({ length: VOICE_HZ }, (_, at) => 0.1 * Math.sin(at / 20));
  for (let time = 0; time < TIMES; time++) {
    const pieces = new TextToPieces(createSpeakable({ language: 'en', pronunciations: new Map() }));
    for (const char of TEXT) for (const _ of pieces.add(char));
    for (const _ of pieces.end());
    finishSpeech(sound, VOICE_HZ, createVoiceLevel(), { beforeMs: 0, afterMs: 80 });
  }
}
