/** Who is measured: Parley and the plain orders, behind one face. */
import type { Clock } from '../src/async/clock.ts';
import { createLog } from '../src/log.ts';
import { createConversation } from '../src/pipeline/deciding/conversation.ts';
import type { LoadLevel } from '../src/pipeline/load.ts';
import type { Llm, Mouth, Stt, Tts, TurnDetector, Vad } from '../src/pipeline/ports.ts';
import type { PhraseCache } from '../src/pipeline/speaking/phrase-cache.ts';
import type { TurnRecord } from '../src/pipeline/timeline.ts';
import type { PcmFrame } from '../src/pipeline/types.ts';
import { createPlainAssistant } from './plain-order.ts';

export interface AssistantParts {
  readonly stt: Stt;
  readonly llm: Llm;
  readonly tts: Tts;
  readonly createVad: () => Vad;
  readonly turnDetector: TurnDetector | undefined;
  readonly clock: Clock;
  /** How well the machine keeps up; well, unless told. */
  readonly load?: () => LoadLevel;
  /** Clips that need no synthesis any more; none, unless told: the same reply again and again would have them all. */
  readonly phrases?: PhraseCache;
}

export interface Assistant extends AsyncDisposable {
  /** Until the frames end. */
  listen(frames: AsyncIterable<PcmFrame>, signal: AbortSignal): Promise<void>;
  /** For those that cannot be interrupted: the reply is over, now. */
  cut(): void;
  /** The turns so far; empty where none are kept. */
  readonly records: readonly TurnRecord[];
}

/** One for all: each has a listener of its own for the end of the process. */
const log = createLog('error', false);

const NO_PHRASES: PhraseCache = { get: () => undefined, put() {} };

const CALLER = { id: 'caller', name: 'Ann' };

/** Silence that ends a turn in the plain orders. */
const PLAIN_SILENCE_MS = 200;

export function openParley(parts: AssistantParts, mouth: Mouth): Assistant {
  const records: TurnRecord[] = [];
  const whole = {
    phrases: NO_PHRASES,
    ...parts,
    guildId: 'bench',
    order: 'concurrent' as const,
    today: () => new Date(),
    log,
    onTurn: (record: TurnRecord) => records.push(record),
  };
  const conversation = createConversation(whole);
  conversation.attach(mouth);
  conversation.configure({ addressing: 'auto', wakeNames: ['Parley'] });
  conversation.people([CALLER]);
  return {
    records,
    listen: (frames, signal) => conversation.listen(CALLER, frames, signal),
    cut() {},
    [Symbol.asyncDispose]: () => conversation[Symbol.asyncDispose](),
  };
}

export function openPlain(
  parts: AssistantParts,
  mouth: Mouth,
  order: 'concurrent' | 'blocking',
): Assistant {
  const { createVad, ...models } = parts;
  const vad = createVad();
  const assistant = createPlainAssistant({
    ...models,
    vad,
    mouth,
    order,
    silenceMs: PLAIN_SILENCE_MS,
  });
  return {
    records: [],
    listen: (frames, signal) => assistant.listen(frames, signal),
    cut: () => assistant.cut(),
    async [Symbol.asyncDispose]() {
      assistant.cut();
    },
  };
}
