/**
 * The results of what goes on at once, when the last of it is done; the first failure in their order, also then and not
 * before: what still reads must not have what it reads from closed under it.
 */
export async function allDone<T extends readonly unknown[]>(
  going: readonly [...{ readonly [K in keyof T]: PromiseLike<T[K]> }],
): Promise<T> {
  await Promise.allSettled(going);
  return (await Promise.all(going)) as unknown as T;
}
