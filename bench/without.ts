/** Parley with one of its ideas switched off, from outside: what each of them is worth. */
import type { Clock } from '../src/async/clock.ts';
import type { Llm, Mouth, Playback, Tts } from '../src/pipeline/ports.ts';
import { tokensToSentences } from '../src/pipeline/speaking/tokens-to-sentences.ts';
import { openParley, type Assistant, type AssistantParts } from './assistants.ts';

type Open = (parts: AssistantParts, mouth: Mouth) => Assistant;

/** What the machine's load makes Parley give up first. */
const NO_SPECULATION = 1;
const POLL_MS = 5;

export const WITHOUT: readonly (readonly [of: string, open: Open])[] = [
  [
    'Parley without speculation',
    (parts, mouth) => openParley({ ...parts, load: () => NO_SPECULATION }, mouth),
  ],
  [
    'Parley without a first clause (whole sentences)',
    (parts, mouth) => openParley({ ...parts, llm: inSentences(parts.llm) }, mouth),
  ],
  [
    'Parley without Smart Turn',
    (parts, mouth) => openParley({ ...parts, turnDetector: undefined }, mouth),
  ],
  ['Parley without synthesis ahead of the ear', withoutPrefetch],
];

/** As if the model wrote a sentence at a time. */
function inSentences(llm: Llm): Llm {
  return {
    ...llm,
    description: llm.description,
    async *stream(request, signal) {
      for await (const sentence of tokensToSentences(llm.stream(request, signal), signal))
        yield `${sentence} `;
    },
    [Symbol.asyncDispose]: () => llm[Symbol.asyncDispose](),
  };
}

/** A piece is synthesised when the one before it has been heard. */
function withoutPrefetch(parts: AssistantParts, mouth: Mouth): Assistant {
  let newest: Playback | undefined;
  const watched: Mouth = { open: () => (newest = mouth.open()) };
  return openParley({ ...parts, tts: whenDry(parts.tts, () => newest, parts.clock) }, watched);
}

function whenDry(tts: Tts, playback: () => Playback | undefined, clock: Clock): Tts {
  return {
    async synthesise(text, signal, options) {
      while ((playback()?.unplayedMs() ?? 0) > 0) await clock.sleep(POLL_MS, signal);
      return tts.synthesise(text, signal, options);
    },
    [Symbol.asyncDispose]: () => tts[Symbol.asyncDispose](),
  };
}
