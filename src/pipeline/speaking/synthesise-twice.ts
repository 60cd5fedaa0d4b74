/** Synthesis of one piece, with a second try, and without waiting for ever. */
import type { Clock } from '../../async/clock.ts';
import { EngineError, type Tts } from '../ports.ts';
import type { SpeechClip } from '../types.ts';
import type { SpeechPace, SynthesisTimes } from './speech-pace.ts';

export type Attempt =
  | { readonly isDone: true; readonly clip: SpeechClip; readonly times: SynthesisTimes }
  | { readonly isDone: false; readonly error: EngineError };

interface Synthesiser {
  readonly tts: Pick<Tts, 'synthesise'>;
  readonly pace: SpeechPace;
  readonly clock: Clock;
  /** When the ear will have nothing left, clock ms. */
  readonly neededAtMs: number;
  /** Something was said before it. */
  readonly goesOn: boolean;
  /** It is at work, where it had to wait for others before. */
  readonly onBegun?: (() => void) | undefined;
}

/**
 * Longer than this, and than many times the usual: it hangs. Models that died are loaded anew in 5 to 7 s
 * on a slow machine, twice as long on a busy one: what waits for them is not given up.
 */
const HANG_MS = 8000;
const TIMES_USUAL = 6;

/**
 * @param tries how often; 1 where the voice has just failed several times.
 * @throws `signal.reason` once aborted; errors that are no engine's.
 */
export async function synthesise(
  text: string,
  { tts, pace, clock, neededAtMs, goesOn, ...listener }: Synthesiser,
  tries: number,
  signal: AbortSignal,
): Promise<Attempt> {
  // What is needed later may be begun later.
  const spareMs = Math.max(0, neededAtMs - clock.nowMs());
  const hangMs = spareMs + HANG_MS + TIMES_USUAL * pace.synthesisMs(text.length);
  let failure = new EngineError('It was not tried');
  for (let attempt = 0; attempt < tries; attempt++) {
    const askedAtMs = clock.nowMs();
    let begunAtMs = askedAtMs;
    const onBegun = () => {
      begunAtMs = clock.nowMs();
      listener.onBegun?.();
    };
    try {
      const saying = (working: AbortSignal) =>
        tts.synthesise(text, working, { neededAtMs, goesOn, onBegun });
      const clip = await withDeadline(text, saying, hangMs, clock, signal);
      const urgentFromMs = Math.max(askedAtMs, Math.min(begunAtMs, neededAtMs));
      const nowMs = clock.nowMs();
      const tookMs = nowMs - askedAtMs;
      const times = { tookMs, urgentMs: nowMs - urgentFromMs, workMs: nowMs - begunAtMs };
      return { isDone: true, clip, times };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof EngineError)) throw error;
      failure = error;
    }
  }
  return { isDone: false, error: failure };
}

async function withDeadline(
  text: string,
  saying: (signal: AbortSignal) => Promise<SpeechClip>,
  ms: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<SpeechClip> {
  const over = new AbortController();
  const working = AbortSignal.any([signal, over.signal]);
  const hang = async () => {
    await clock.sleep(ms, working);
    throw new EngineError(
      `Cannot synthesise ${text.length} characters: nothing came in ${Math.round(ms)} ms`,
    );
  };
  const stopped = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {
      once: true,
      signal: over.signal,
    });
  });
  try {
    return await Promise.race([saying(working), hang(), stopped]);
  } finally {
    over.abort(new Error('The synthesis is over'));
  }
}
