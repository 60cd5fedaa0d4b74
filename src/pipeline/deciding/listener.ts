/** One speaker from frames to text: hears the speech begin, recognises it when it has ended. */
import type { Logger } from '../../log.ts';
import { createChannel } from '../../async/channel.ts';
import type { Clock } from '../../async/clock.ts';
import { pcmToUtterances } from '../hearing/pcm-to-utterances.ts';
import { utteranceToText } from '../hearing/utterance-to-text.ts';
import type { Stt, Vad } from '../ports.ts';
import type { PcmFrame, Speaker, Utterance } from '../types.ts';

/** Utterances of one speaker that may wait for recognition; more than that waits in the frames. */
const UTTERANCES_WAITING = 8;

export interface Recognised {
  readonly utterance: Utterance;
  /** `''` when there were no words in it. */
  readonly text: string;
  readonly sttStartedAtMs: number;
  readonly sttEndedAtMs: number;
}

export interface ListenerParts {
  readonly stt: Stt;
  readonly vad: Vad;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onSpeechStart: () => void;
  /** The speech was none: exactly one of these two follows every start. */
  readonly onSpeechEmpty: () => void;
  readonly onRecognised: (recognised: Recognised) => void;
}

/** Runs until the frames end or `signal` aborts; never rejects: faults are logged and end the speech. */
export async function listenTo(
  speaker: Speaker,
  frames: AsyncIterable<PcmFrame>,
  parts: ListenerParts,
  signal: AbortSignal,
): Promise<void> {
  const { stt, vad, clock, log } = parts;
  const utterances = createChannel<Utterance>(UTTERANCES_WAITING);
  let unresolved = 0;
  const resolve = (recognised?: Recognised) => {
    unresolved -= 1;
    if (recognised === undefined) parts.onSpeechEmpty();
    else parts.onRecognised(recognised);
  };

  const recognise = async () => {
    for await (const utterance of utterances) {
      const sttStartedAtMs = clock.nowMs();
      try {
        const { text } = await utteranceToText(utterance.samples, stt, signal);
        resolve({ utterance, text: text.trim(), sttStartedAtMs, sttEndedAtMs: clock.nowMs() });
      } catch (error) {
        if (!signal.aborted)
          log.error({ speakerId: speaker.id, err: error }, 'Speech could not be recognised');
        resolve();
      }
    }
  };
  const recognising = recognise();

  try {
    for await (const event of pcmToUtterances(frames, vad, signal)) {
      switch (event.type) {
        case 'speech-start':
          unresolved += 1;
          parts.onSpeechStart();
          break;
        case 'speech-dropped':
          resolve();
          break;
        case 'utterance':
          await utterances.send(event.utterance, signal);
          break;
      }
    }
  } catch (error) {
    if (!signal.aborted) log.error({ speakerId: speaker.id, err: error }, 'Listening ended');
  }
  utterances.close();
  await recognising;
  while (unresolved > 0) resolve();
}
