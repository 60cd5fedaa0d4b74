/** What goes between the bot and its speech process, both ways, over Node's IPC channel. */
import type { Model } from '../../models/model-types.ts';
import type { SpeechClip, Transcript } from '../../pipeline/types.ts';

/** What a slot of the speech process is to hold: a model whose files are here. */
export interface SlotSpec {
  readonly kind: 'recogniser' | 'turn-model' | 'voice';
  readonly model: Model;
  /** Absolute path of the models' folder. */
  readonly modelsDir: string;
}

/** What is asked of the model in a slot. */
export type SpeechTask =
  | { readonly kind: 'recognition'; readonly samples: Float32Array }
  | { readonly kind: 'turn'; readonly samples: Float32Array }
  | {
      readonly kind: 'synthesis';
      readonly text: string;
      /** As the engine knows the speaker. */
      readonly speakerNumber: number;
      /** 1 is as trained. */
      readonly speed: number;
    };

export type TaskKind = SpeechTask['kind'];

/** On as many threads as make it fast, or on one, which costs the machine less and lets more run. */
export type Manner = 'fast' | 'thrifty';

export type TaskResult =
  | { readonly kind: 'recognition'; readonly transcript: Transcript }
  /** Probability 0…1 that the speaker is done. */
  | { readonly kind: 'turn'; readonly probability: number }
  | { readonly kind: 'synthesis'; readonly clip: SpeechClip };

export type ToSpeech =
  | {
      readonly type: 'open';
      readonly slot: string;
      readonly spec: SlotSpec;
      /** Nothing waits for it that it could do meanwhile: it is told of once its first task is fast. */
      readonly isFirst: boolean;
    }
  | { readonly type: 'close'; readonly slot: string }
  | {
      readonly type: 'work';
      readonly id: number;
      readonly slot: string;
      readonly task: SpeechTask;
      readonly manner: Manner;
    }
  /** Several calls go on at once, and will: each voice gets the copies that it is to have then. */
  | { readonly type: 'crowd' }
  | { readonly type: 'ping' };

export type FromSpeech =
  /** Its modules are loaded; it answers from now on. */
  | { readonly type: 'hello' }
  | { readonly type: 'opened'; readonly slot: string; readonly facts: SlotFacts }
  | { readonly type: 'unopened'; readonly slot: string; readonly reason: string }
  | { readonly type: 'begun'; readonly id: number }
  | { readonly type: 'done'; readonly id: number; readonly result: TaskResult }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string }
  | { readonly type: 'pong'; readonly usage: SpeechUsage };

/** What the speech process takes of the machine. */
export interface SpeechUsage {
  /** Processor time since it began, of all its threads. */
  readonly cpuMs: number;
  readonly memoryBytes: number;
}

/** What is known of a model once it is loaded. */
export interface SlotFacts {
  /** Of a recogniser: the longest piece it takes. */
  readonly maxPieceMs?: number;
}
