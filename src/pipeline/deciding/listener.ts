/** One speaker's hearing at work: reports voice, recognises and judges when it is asked to. */
import type { Logger } from '../../log.ts';
import type { Ear, Recognition, VoiceEvent } from '../hearing/ear-port.ts';
import type { Speaker } from '../types.ts';
import { FINISHED_PROBABILITY } from './end-of-turn.ts';
import type { TurnTakingEvent } from './turn-state.ts';

export interface ListenerParts {
  readonly speaker: Speaker;
  readonly ear: Ear;
  readonly nowMs: () => number;
  readonly log: Logger;
  readonly nextTurnId: () => string;
  readonly dispatch: (event: TurnTakingEvent) => void;
  /** Whether a pause is worth recognising although its speaker may go on. */
  readonly mayGuess: () => boolean;
  readonly onRecognising: (turnId: string) => void;
  readonly onRecognised: (turnId: string, take: number, recognition: Recognition) => void;
}

export interface Listener {
  readonly speaker: Speaker;
  /**
   * Recognises the open utterance so far; an older recognition of it is given up. In a pause that is not
   * worth a guess it begins as soon as they are likely to be done.
   */
  recognise(turnId: string, take: number): void;
  judge(turnId: string, take: number): void;
  /** The open utterance is over. */
  close(): void;
  muted(): void;
  /** Resolves when the ear has ended and nothing is being recognised any more; never rejects. */
  readonly done: Promise<void>;
}

/**
 * Silence after which they are likely to be done, whatever the turn model says: most pauses inside of a
 * turn are shorter, and who does not sound done has 100 ms more at least.
 */
const LIKELY_DONE_MS = 400;

class Superseded extends Error {
  override readonly name = 'Superseded';
}

/** Faults are logged and end the speech. @param signal what is half said is dropped. */
export function createListener(parts: ListenerParts, signal: AbortSignal): Listener {
  const { speaker, ear, nowMs, dispatch } = parts;
  const log = parts.log.child({ speakerId: speaker.id });
  const speakerId = speaker.id;
  const working = new Set<Promise<void>>();
  /** Of the open utterance. */
  let attempt: AbortController | undefined;
  /** Questions about the present pause. */
  let judging: AbortController | undefined;
  /** A recognition that waits for them to be likely to be done. */
  let putOff: (() => void) | undefined;

  const track = (work: Promise<void>) => {
    working.add(work);
    void work.finally(() => working.delete(work));
  };

  const recognise = async (turnId: string, take: number, waiting: AbortSignal) => {
    try {
      const recognition = await ear.recognise(waiting, { neededAtMs: nowMs() });
      if (!waiting.aborted) parts.onRecognised(turnId, take, recognition);
    } catch (error) {
      if (waiting.aborted) return;
      log.error({ turnId, err: error }, 'Speech could not be recognised');
      const evidence = { voicedMs: 0, meanDbfs: -100, meanProbability: 0 };
      parts.onRecognised(turnId, take, { text: '', reason: 'could not be recognised', evidence });
    }
  };

  const begin = (turnId: string, take: number) => {
    attempt = new AbortController();
    parts.onRecognising(turnId);
    track(recognise(turnId, take, AbortSignal.any([signal, attempt.signal])));
  };

  const beginPutOff = () => {
    putOff?.();
    putOff = undefined;
  };

  const judge = async (turnId: string, take: number, waiting: AbortSignal) => {
    let finishedProbability: number | undefined;
    try {
      finishedProbability = await ear.finishedProbability(waiting, { neededAtMs: nowMs() });
    } catch (error) {
      if (!waiting.aborted)
        log.warn({ turnId, err: error }, 'The end of a turn could not be judged');
    }
    if (waiting.aborted) return;
    if ((finishedProbability ?? 0) >= FINISHED_PROBABILITY) beginPutOff();
    dispatch({ type: 'judged', atMs: nowMs(), turnId, take, finishedProbability });
  };

  /** What is being asked about the pause is of no use any more. */
  const endPause = (why: string) => {
    judging?.abort(new Superseded(why));
    judging = undefined;
  };

  const follow = (event: VoiceEvent) => {
    if (event.type === 'hush' && event.silentMs >= LIKELY_DONE_MS) beginPutOff();
    if (event.type !== 'onset') return;
    endPause('They went on');
    // What is being recognised, or was to be, is not all of it any more.
    attempt?.abort(new Superseded('They went on'));
    putOff = undefined;
  };

  const listen = async () => {
    try {
      for await (const event of ear.events) {
        follow(event);
        dispatch(
          event.type === 'onset'
            ? { ...event, speakerId, turnId: parts.nextTurnId() }
            : { ...event, speakerId },
        );
      }
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'Listening ended');
    }
    const atMs = nowMs();
    if (signal.aborted) {
      const reason = 'not to be heard any more';
      dispatch({ type: 'dropped', atMs, speakerId, reason });
    } else dispatch({ type: 'end', atMs, speakerId });
    while (working.size > 0) await Promise.all(working);
  };

  return {
    speaker,
    recognise(turnId, take) {
      attempt?.abort(new Superseded('Recognised anew'));
      attempt = undefined;
      putOff = () => begin(turnId, take);
      if (parts.mayGuess()) beginPutOff();
    },
    judge(turnId, take) {
      judging ??= new AbortController();
      track(judge(turnId, take, AbortSignal.any([signal, judging.signal])));
    },
    close() {
      beginPutOff();
      endPause('The turn is over');
      // A recognition of it goes on; the next one is of another utterance.
      attempt = undefined;
      ear.close();
    },
    muted: () => ear.muted(),
    done: listen(),
  };
}
