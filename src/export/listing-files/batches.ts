/** Items in batches of one size, the last one perhaps smaller; none of them empty. */
export async function* batchesOf<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Each row as several items. */
export async function* expanded<R, T>(rows: AsyncIterable<R>, items: (row: R) => readonly T[]): AsyncGenerator<T> {
  for await (const row of rows) yield* items(row);
}

/** `0001` for 1: in the order of their numbers, files are in the order of their names. */
export const sequence = (number: number): string => String(number).padStart(4, '0');
