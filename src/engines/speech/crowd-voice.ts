/** One voice for one reply at a time and for many: fast when it is alone, thrifty in a crowd. */
import type { VoiceModel } from '../sherpa-tts.ts';

/**
 * Several threads make one clause faster (63 ms instead of 101 for 20 characters on two cores) and cost
 * a third more of the machine for it, which 14 conversations at once do not get: with one thread for each
 * clause they had no underrun, with two 14 and 44 of about 120. So a second copy of the model, with one
 * thread, speaks while another synthesis is at work. It is loaded when that first happens, which one
 * conversation alone never brings about.
 *
 * @param open loads a copy; with the usual number of threads unless told.
 */
export async function openCrowdVoice(
  open: (options?: { readonly threads: number }) => Promise<VoiceModel>,
): Promise<VoiceModel> {
  const alone = await open();
  let crowd: VoiceModel | undefined;
  let opening: Promise<void> | undefined;
  let atWork = 0;
  let isClosed = false;

  /** Failing, or until it is there, the other copy does it all. */
  const openCrowd = async () => {
    const opened = await open({ threads: 1 }).catch(() => undefined);
    if (isClosed) await opened?.[Symbol.asyncDispose]();
    else crowd = opened;
  };

  return {
    voice: (speakerNumber, speed) => ({
      async synthesise(text, signal, options) {
        if (atWork > 0) opening ??= openCrowd();
        const model = atWork > 0 ? (crowd ?? alone) : alone;
        atWork++;
        try {
          return await model.voice(speakerNumber, speed).synthesise(text, signal, options);
        } finally {
          atWork--;
        }
      },
    }),
    async [Symbol.asyncDispose]() {
      isClosed = true;
      await opening;
      await Promise.all([alone[Symbol.asyncDispose](), crowd?.[Symbol.asyncDispose]()]);
    },
  };
}
