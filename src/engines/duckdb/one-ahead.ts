/**
 * What is made of items one after the other, each while whoever wants them is busy with the one before: hashing a file
 * is work for JavaScript, and looking at its columns for the engine. Nothing is left going when somebody fails.
 */
export async function* oneAhead<T, R>(items: readonly T[], make: (item: T) => Promise<R>): AsyncGenerator<R> {
  const [first, ...others] = items;
  let next = first === undefined ? undefined : make(first);
  try {
    while (next !== undefined) {
      const made = await next;
      const item = others.shift();
      next = item === undefined ? undefined : make(item);
      // It is waited for in its turn, and fails there.
      next?.catch(() => undefined);
      yield made;
    }
  } finally {
    await next?.catch(() => undefined);
  }
}
