import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONGEST = [
  'test/cli/sample-run.test.ts',
  'test/cli/mistakes.test.ts',
  'test/runs/cached-runs.test.ts',
  'test/parity/parity.test.ts',
  'test/examples/online-retail.test.ts',
  'test/cli/store.test.ts',
  'test/identity/tombstones.test.ts',
  'test/project/load-project.test.ts',
  'test/store/killed.test.ts',
  'test/store/store.test.ts',
];

/**
 * Files that take longest come first: begun last, one of them is waited for by workers that have nothing left. Where
 * they were never run, Vitest goes by the size of a file, which says nothing of it.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = LONGEST.findIndex((file) => moduleId.endsWith(file));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}
