/** A fault: one place in the source, and what a tired programmer could have written there. */
export interface PlantedFault {
  readonly says: string;
  /** Below `src`. */
  readonly file: string;
  /** What stands there, exactly once. */
  readonly find: string;
  readonly put: string;
  /** The suites that must catch it: test files below `test`, without `.test.ts`; quick ones whose cases are chosen, not drawn. */
  readonly by: readonly [string, ...string[]];
}

/** Faults that these suites must catch. */
export const caughtBy =
  (...by: PlantedFault['by']) =>
  (says: string, file: string, find: string, put: string): PlantedFault => ({ says, file, find, put, by });
