/** Re-yields `source` only when it has ended: the blocking order of two stages, for comparison. */
export async function* allFirst<T>(source: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  yield* await Array.fromAsync(source);
}
