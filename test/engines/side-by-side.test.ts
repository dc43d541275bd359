import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sideBySide, type Task } from '../../src/engines/duckdb/side-by-side.js';

/** Tasks that need earlier ones, as places modulo their own; how many turns each takes; which of them fail. */
const drawn = fc.record({
  tasks: fc.array(
    fc.record({
      needs: fc.array(fc.nat(), { maxLength: 3 }),
      alone: fc.boolean(),
      turns: fc.nat({ max: 5 }),
      fails: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
    { maxLength: 12 },
  ),
  lanes: fc.integer({ min: 1, max: 4 }),
});

test('tasks are done once what they need is done, no more at a time than there are lanes, and all of them unless one fails', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async ({ tasks: all, lanes }) => {
      const tasks = all.map(
        ({ needs, alone }, place): Task => ({
          needs: new Set(place === 0 ? [] : needs.map((need) => need % place)),
          alone,
        }),
      );
      const going = new Set<number>();
      const done: number[] = [];
      const passed: number[] = [];
      const failed: number[] = [];
      const start = async (place: number): Promise<void> => {
        const task = tasks[place] as Task;
        expect(failed).toEqual([]);
        expect([...task.needs].every((need) => done.includes(need))).toBe(true);
        expect([...going].some((other) => task.alone || tasks[other]?.alone === true)).toBe(false);
        going.add(place);
        expect(going.size).toBeLessThanOrEqual(lanes);
        for (let turn = 0; turn < (all[place]?.turns ?? 0); turn += 1) await Promise.resolve();
        going.delete(place);
        if (all[place]?.fails === true) {
          failed.push(place);
          throw new Error(`task ${place}`);
        }
        done.push(place);
        if (lanes === 1) expect(done).toEqual([...done.keys()]);
      };
      const work = sideBySide(tasks, {
        lanes,
        start,
        passed: async (place) => {
          expect(passed.length).toBe(place);
          for (let before = 0; before <= place; before += 1) expect(done).toContain(before);
          passed.push(place);
        },
      });
      const error = await work.then(
        () => undefined,
        (cause: unknown) => (cause as Error).message,
      );
      expect(going.size).toBe(0);
      expect(error).toBe(failed.length === 0 ? undefined : `task ${Math.min(...failed)}`);
      if (failed.length === 0) expect(passed).toEqual([...tasks.keys()]);
    }),
    { numRuns: 500 },
  );
});
