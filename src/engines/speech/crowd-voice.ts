/** One voice for one reply at a time and for many: fast when it is alone, thrifty in a crowd. */
import type { Tts } from '../../pipeline/ports.ts';
import type { VoiceModel } from '../sherpa-tts.ts';
import type { Manner, SlotSpec } from './messages.ts';

export interface CrowdVoice extends AsyncDisposable {
  voice(speakerNumber: number, speed: number, manner: Manner): Pick<Tts, 'synthesise'>;
  /** Loads the thrifty copies, one after the other. Those that cannot be loaded the others do without. */
  expectCrowd(): Promise<void>;
}

/**
 * Further copies of a large model are worth less than their memory: one clause alone takes all cores.
 * Here and not where the copies are, as the bot's side must know it.
 */
export function hasThriftyCopies({ model }: Pick<SlotSpec, 'model'>): boolean {
  return model.loader.kind === 'vits';
}

/**
 * Said by a copy before anybody needs it: in a crowd the first clauses of one that has said nothing took up
 * to 17 ms a character, later ones 9, and twelve conversations did not get over that.
 */
const WARM_UP: readonly string[] = [
  'What is said first takes longer than what is said later, so this is said to nobody at all.',
  'And this is said for the same reason.',
  'So is this, and then it will do.',
];

async function warm(model: VoiceModel, text: string): Promise<void> {
  try {
    await model.voice(0, 1).synthesise(text, new AbortController().signal);
  } catch {
    // Whoever needs it will be told.
  }
}

interface Copy {
  readonly model: VoiceModel;
  /** Clauses at work: the library says one after the other with one copy, whatever it is asked. */
  busy: number;
}

/**
 * Two threads make one clause faster and cost the machine more for it. Measured on two cores with a Piper
 * voice: a clause of 100 characters takes 169 ms with two threads (336 ms of processor time), 286 with one;
 * two at once take 372 ms one by one with two threads, and 284 with a thread and a copy of the model each
 * (one copy says one after the other). So further copies, with one thread each, are for
 * crowds (`lanes.ts` says what that is). They take 95 MB each, and are loaded before a crowd needs them: where
 * eight conversations begin on a slow machine that loads two copies meanwhile, for three seconds each,
 * everybody waits for seconds, asks again, and is waited for in turn.
 *
 * @param open loads a copy; with the usual number of threads unless told.
 * @param most thrifty copies.
 */
export async function openCrowdVoice(
  open: (options?: { readonly threads: number }) => Promise<VoiceModel>,
  most: number,
): Promise<CrowdVoice> {
  const fast: Copy = { model: await open(), busy: 0 };
  const thrifty: Copy[] = [];
  let loading: Promise<void> | undefined;
  let isClosed = false;

  const openThrifty = async () => {
    const model = await open({ threads: 1 }).catch(() => undefined);
    if (model === undefined) return;
    for (const text of WARM_UP) if (!isClosed) await warm(model, text);
    if (isClosed) await model[Symbol.asyncDispose]();
    else thrifty.push({ model, busy: 0 });
  };

  const openAllThrifty = async () => {
    for (let copy = 0; copy < most && !isClosed; copy++) await openThrifty();
  };

  const take = (manner: Manner): Copy => {
    const copies = manner === 'thrifty' ? [...thrifty, fast] : [fast, ...thrifty];
    return copies.reduce((least, copy) => (copy.busy < least.busy ? copy : least));
  };

  return {
    voice: (speakerNumber, speed, manner) => ({
      async synthesise(text, signal) {
        const copy = take(manner);
        copy.busy += 1;
        try {
          return await copy.model.voice(speakerNumber, speed).synthesise(text, signal);
        } finally {
          copy.busy -= 1;
        }
      },
    }),
    expectCrowd: () => (loading ??= openAllThrifty()),
    async [Symbol.asyncDispose]() {
      isClosed = true;
      await loading;
      await Promise.all([fast, ...thrifty].map(({ model }) => model[Symbol.asyncDispose]()));
    },
  };
}
