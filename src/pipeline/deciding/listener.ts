/** One speaker's hearing at work: reports voice, recognises and judges when it is asked to. */
import type { Logger } from '../../log.ts';
import type { Ear, Recognition } from '../hearing/ear-port.ts';
import type { Speaker } from '../types.ts';
import type { TurnTakingEvent } from './turn-state.ts';

export interface ListenerParts {
  readonly speaker: Speaker;
  readonly ear: Ear;
  readonly nowMs: () => number;
  readonly log: Logger;
  readonly nextTurnId: () => string;
  readonly dispatch: (event: TurnTakingEvent) => void;
  readonly onRecognised: (turnId: string, take: number, recognition: Recognition) => void;
}

export interface Listener {
  readonly speaker: Speaker;
  /** Recognises the open utterance so far; an older recognition of it is given up. */
  recognise(turnId: string, take: number): void;
  judge(turnId: string, take: number): void;
  /** The open utterance is over. */
  close(): void;
  muted(): void;
  /** Resolves when the ear has ended and nothing is being recognised any more; never rejects. */
  readonly done: Promise<void>;
}

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

  const track = (work: Promise<void>) => {
    working.add(work);
    void work.finally(() => working.delete(work));
  };

  const recognise = async (turnId: string, take: number, waiting: AbortSignal) => {
    try {
      const recognition = await ear.recognise(waiting);
      if (!waiting.aborted) parts.onRecognised(turnId, take, recognition);
    } catch (error) {
      if (waiting.aborted) return;
      log.error({ turnId, err: error }, 'Speech could not be recognised');
      const evidence = { voicedMs: 0, meanDbfs: -100, meanProbability: 0 };
      parts.onRecognised(turnId, take, { text: '', reason: 'could not be recognised', evidence });
    }
  };

  const judge = async (turnId: string, take: number) => {
    let finishedProbability: number | undefined;
    try {
      finishedProbability = await ear.finishedProbability(signal);
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ turnId, err: error }, 'The end of a turn could not be judged');
    }
    dispatch({ type: 'judged', atMs: nowMs(), turnId, take, finishedProbability });
  };

  const listen = async () => {
    try {
      for await (const event of ear.events) {
        // What is being recognised is not all of it any more.
        if (event.type === 'onset') attempt?.abort(new Superseded('They went on'));
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
      attempt = new AbortController();
      track(recognise(turnId, take, AbortSignal.any([signal, attempt.signal])));
    },
    judge: (turnId, take) => track(judge(turnId, take)),
    close() {
      // A recognition of it goes on; the next one is of another utterance.
      attempt = undefined;
      ear.close();
    },
    muted: () => ear.muted(),
    done: listen(),
  };
}
