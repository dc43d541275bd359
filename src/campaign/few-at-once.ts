/**
 * What comes of each item, in their order, with work on so many of them going on at once. After a failure nothing more is
 * begun, and the first of them in their order is thrown when what was going on is done: nobody writes on into what is
 * cleared away.
 */
export async function fewAtOnce<T, R>(
  most: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const failures = new Map<number, unknown>();
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [place, item] of waiting) {
      try {
        results[place] = await work(item);
      } catch (error) {
        failures.set(place, error);
      }
      if (failures.size > 0) return;
    }
  };
  await Promise.all(Array.from({ length: most }, worker));
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
  return results;
}
