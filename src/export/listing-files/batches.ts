/** Blocks of any size as batches of one size, the last one perhaps smaller; none of them empty. */
export async function* batchesOf<T>(blocks: AsyncIterable<readonly T[]>, size: number): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const block of blocks) {
    for (const item of block) {
      batch.push(item);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Each row as several items. */
export async function* expanded<R, T>(
  blocks: AsyncIterable<readonly R[]>,
  items: (row: R) => readonly T[],
): AsyncGenerator<readonly T[]> {
  for await (const block of blocks) yield block.flatMap(items);
}

/** `0001` for 1: in the order of their numbers, files are in the order of their names. */
export const sequence = (number: number): string => String(number).padStart(4, '0');
