/**
 * Does pieces of work that wait for one another, some of them at a time, whichever can be done and comes first.
 *
 * It fails as doing them in order would: what comes before the piece that failed is still done, and fails in its place
 * if it does; what comes after is not begun. Nothing is going any more when this returns or throws.
 *
 * @param after Of each piece, the places of those that it waits for, all before its own.
 * @param atOnce How many may be going at a time.
 * @param work Does the piece of this place; `first` is the place of the first that is not done.
 */
export async function sideBySide(
  after: readonly (readonly number[])[],
  atOnce: number,
  work: (place: number, first: number) => Promise<void>,
): Promise<void> {
  const undone = new Set(after.keys());
  const waiting = new Set(after.keys());
  const going = new Set<Promise<void>>();
  let failed: { readonly place: number; readonly error: unknown } | undefined;
  const begin = async (place: number): Promise<void> => {
    const [first = place] = undone;
    try {
      await work(place, first);
      undone.delete(place);
    } catch (error) {
      if (failed === undefined || place < failed.place) failed = { place, error };
    }
  };
  for (;;) {
    for (const place of waiting) {
      if (going.size >= atOnce || (failed !== undefined && place > failed.place)) break;
      if (after[place]?.some((other) => undone.has(other)) === true) continue;
      waiting.delete(place);
      const piece = begin(place).finally(() => going.delete(piece));
      going.add(piece);
    }
    if (going.size === 0) break;
    await Promise.race(going);
  }
  if (failed !== undefined) throw failed.error;
}
