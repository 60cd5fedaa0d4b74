/** One voice for one reply at a time and for many: fast when it is alone, thrifty in a crowd. */
import type { Tts } from '../../pipeline/ports.ts';
import type { VoiceModel } from '../sherpa-tts.ts';
import type { Manner, SlotSpec } from './messages.ts';

export interface CrowdVoice extends AsyncDisposable {
  voice(speakerNumber: number, speed: number, manner: Manner): Pick<Tts, 'synthesise'>;
}

/**
 * A second copy of a large model is worth less than its memory: one clause alone takes all cores.
 * Here and not where the copies are, as the bot's side must know it.
 */
export function hasThriftyCopy({ model }: Pick<SlotSpec, 'model'>): boolean {
  return model.loader.kind === 'vits';
}

/**
 * Two threads make one clause faster and cost the machine more for it. Measured on two cores with a Piper
 * voice, in turns: a clause of 28 characters takes 91 ms with two threads, 142 with one. But twelve
 * clauses that come at once are all said after 1.7 s one by one with two threads and after 1.5 s two by
 * two with one, for 3.3 s of processor time and 2.7; beside recognition after 2.0 s and 1.6, and beside
 * other busy programs after 4.0 s and 2.5. So a second copy of the model, with one thread, is for crowds
 * (`lanes.ts` says what that is). It is loaded for the first of them.
 *
 * @param open loads a copy; with the usual number of threads unless told.
 */
export async function openCrowdVoice(
  open: (options?: { readonly threads: number }) => Promise<VoiceModel>,
): Promise<CrowdVoice> {
  const fast = await open();
  let thrifty: VoiceModel | undefined;
  let opening: Promise<void> | undefined;
  let isClosed = false;

  /** Failing, or until it is there, the other copy does it all. */
  const openThrifty = async () => {
    const opened = await open({ threads: 1 }).catch(() => undefined);
    if (isClosed) await opened?.[Symbol.asyncDispose]();
    else thrifty = opened;
  };

  return {
    voice(speakerNumber, speed, manner) {
      if (manner === 'thrifty') opening ??= openThrifty();
      const model = manner === 'thrifty' ? (thrifty ?? fast) : fast;
      return model.voice(speakerNumber, speed);
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      await opening;
      await Promise.all([fast[Symbol.asyncDispose](), thrifty?.[Symbol.asyncDispose]()]);
    },
  };
}
