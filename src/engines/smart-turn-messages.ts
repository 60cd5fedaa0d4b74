/** What goes between Smart Turn's thread and the main one. */
export interface TurnWorkerData {
  readonly modelFile: string;
}

export interface TurnQuestion {
  readonly id: number;
  /** All that the model looks at. */
  readonly samples: Float32Array;
}

export type TurnAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'unusable'; readonly reason: string }
  | { readonly type: 'judged'; readonly id: number; readonly probability: number }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string };
