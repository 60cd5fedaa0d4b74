/** A piece of an utterance that is recognised while they go on speaking. */
import { unlessAborted } from '../../async/unless-aborted.ts';

export interface SettledPiece {
  readonly samples: Float32Array;
  /** Clock ms. */
  readonly neededAtMs: number;
  /** Undefined where recognition failed: it is tried again when it is asked for. */
  readonly text: Promise<string | undefined>;
  isKnown: boolean;
}

/** Asked for so much sooner than it was to be needed, a piece that waits is asked for once more. */
const WORTH_ASKING_AGAIN_MS = 600;

export function settledPiece(
  samples: Float32Array,
  neededAtMs: number,
  recognised: Promise<string>,
): SettledPiece {
  const text = recognised.catch(() => undefined);
  const piece: SettledPiece = { samples, neededAtMs, text, isKnown: false };
  void text.then(() => {
    piece.isKnown = true;
  });
  return piece;
}

/**
 * What was to be needed later is needed now: whichever recognition of it is done first counts.
 *
 * @param again recognises it once more.
 * @throws errors of `again`; `signal.reason` once aborted.
 */
export async function textOfPiece(
  { text, isKnown, neededAtMs }: SettledPiece,
  again: (asking: AbortSignal) => Promise<string>,
  signal: AbortSignal,
  wantedAtMs = Infinity,
): Promise<string> {
  const isInTime = neededAtMs - wantedAtMs <= WORTH_ASKING_AGAIN_MS;
  if (isKnown || isInTime) return (await unlessAborted(text, signal)) ?? (await again(signal));
  const over = new AbortController();
  const second = again(AbortSignal.any([signal, over.signal]));
  const either = async () => (await text) ?? (await second);
  try {
    return await unlessAborted(Promise.any([second, either()]), signal);
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  } finally {
    over.abort(new Error('Its words are known'));
  }
}
