/** Something to do, and what has to be done before it. */
export interface Task {
  /** Places of tasks that come before it. */
  readonly needs: ReadonlySet<number>;
  /** Nothing else goes on meanwhile. */
  readonly alone: boolean;
}

interface Doing {
  /** How many tasks go on at once; one keeps their order. */
  readonly lanes: number;
  readonly start: (place: number) => Promise<void>;
  /** Called when a task and all before it are done, in their order. */
  readonly passed: (place: number) => Promise<void>;
}

/**
 * Does tasks as soon as what they need is done, the first of those that can be first. The first failure in their order is
 * thrown when nothing goes on any more, and nothing is started after one.
 */
export async function sideBySide(tasks: readonly Task[], { lanes, start, passed }: Doing): Promise<void> {
  const waiting = new Set(tasks.keys());
  const going = new Map<number, Promise<void>>();
  const done = new Set<number>();
  const failures = new Map<number, unknown>();
  const begin = (place: number): void => {
    waiting.delete(place);
    const work = start(place).then(
      () => void done.add(place),
      (error: unknown) => void failures.set(place, error),
    );
    going.set(
      place,
      work.finally(() => going.delete(place)),
    );
  };
  let behind = 0;
  while (failures.size === 0 && (waiting.size > 0 || going.size > 0)) {
    for (;;) {
      const next = going.size < lanes ? firstReady(tasks, waiting, done) : undefined;
      const isAlone = next !== undefined && tasks[next]?.alone === true;
      if (next === undefined || (isAlone && going.size > 0)) break;
      begin(next);
      if (isAlone) break;
    }
    await Promise.race(going.values());
    for (; done.has(behind); behind += 1) await passed(behind);
  }
  await Promise.all(going.values());
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
}

function firstReady(
  tasks: readonly Task[],
  waiting: ReadonlySet<number>,
  done: ReadonlySet<number>,
): number | undefined {
  for (const place of waiting) if (isReady(tasks[place], done)) return place;
  return undefined;
}

const isReady = (task: Task | undefined, done: ReadonlySet<number>): boolean =>
  [...(task?.needs ?? [])].every((need) => done.has(need));
