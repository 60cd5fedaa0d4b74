/** A sound in two rows, its second half below its first, so that two threads have a row each. */
import type { GraphBuilder } from './graph-builder.ts';

/** Axes of batch × channels × rows × samples. */
export const ROWS = 2;
const SAMPLES = 3;

export interface Divided {
  readonly rows: string;
  /** How many of the samples that were divided are a half. */
  readonly half: string;
}

/**
 * @param sound one row, an even number of samples, at least twice the overlap. (Piper's shortest sound has
 *   three frames, 24 samples here, and an overlap of 9.)
 * @param overlap samples that each row has of the other half.
 */
export function inTwoRows(graph: GraphBuilder, sound: string, overlap: number): Divided {
  const shape = graph.add('Shape', [sound]);
  const length = graph.add('Gather', [shape, graph.whole(SAMPLES)], { axis: { int: 0 } });
  const half = graph.add('Div', [length, graph.whole(2)]);
  const end = graph.add('Add', [half, graph.whole(overlap)]);
  const start = graph.add('Sub', [half, graph.whole(overlap)]);
  const first = graph.add('Slice', [sound, graph.whole(0), end, graph.whole(SAMPLES)]);
  const second = graph.add('Slice', [sound, start, length, graph.whole(SAMPLES)]);
  return { rows: graph.add('Concat', [first, second], { axis: { int: ROWS } }), half };
}

/**
 * @param rows what became of the rows.
 * @param overlap samples that each row has of the other half, as there were.
 * @param stretch samples that have become of one.
 * @returns what is to be one row again; without a dimension for rows.
 */
export function inOneRow(
  graph: GraphBuilder,
  { rows, half }: Divided,
  overlap: number,
  stretch: number,
  output: string,
): string {
  const row = (at: number) =>
    graph.add('Slice', [rows, graph.whole(at), graph.whole(at + 1), graph.whole(ROWS)]);
  const long = graph.add('Mul', [half, graph.whole(stretch)]);
  const start = graph.whole(overlap * stretch);
  const end = graph.add('Add', [long, start]);
  const first = graph.add('Slice', [row(0), graph.whole(0), long, graph.whole(SAMPLES)]);
  const second = graph.add('Slice', [row(1), start, end, graph.whole(SAMPLES)]);
  const sound = graph.add('Concat', [first, second], { axis: { int: SAMPLES } });
  return graph.add('Squeeze', [sound, graph.whole(ROWS)], {}, output);
}
