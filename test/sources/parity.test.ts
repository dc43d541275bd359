import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluatedKinds } from '../../src/model/record-kinds.js';
import { cases } from '../setup/drawn-cases.js';
import { assertUntilMet } from '../setup/until-met.js';
import { noWords, open, readByDuckDb, readBySpecification, sorted } from './both-readers.js';
import { Duck } from './duckdb.js';
import { attributes, generatedSource } from './generated-source.js';
import { Scratch } from './scratch.js';

const scratch = new Scratch();
let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});
afterAll(() => scratch.remove());

const RUNS = 40;

test('DuckDB reads every row, column and identifier as the specification does', {
  timeout: cases(RUNS) * 4_000,
}, async () => {
  let count = 0;
  const seen = new Set<string>();
  const kinds = (what: string): readonly string[] => [...seen].filter((one) => one.endsWith(what));
  await assertUntilMet(
    fc.asyncProperty(generatedSource, async ({ binding, files }) => {
      count += 1;
      for (const { file, content } of files) scratch.write(`${count}-${file}`, content);
      const path = `${count}-${binding.path}`;
      const source = await open(scratch.folder, { ...binding, path }, { ...noWords, attributes }, `s${count}`);
      const specified = await readBySpecification(source);
      const read = await readByDuckDb(duck, source);
      expect(read.rows).toEqual(specified.rows);
      expect(read.rejected).toBe(specified.rejected);
      expect(sorted(read.identifiers)).toEqual(sorted(specified.identifiers));
      expect(rowsOf(source)).toBe(specified.rows.length + specified.rejected);
      for (const { lost } of specified.rows) seen.add(`${source.binding.kind} ${lost === null ? 'read' : 'lost'}`);
    }),
    RUNS,
    // The property would hold for sources that are all empty.
    () => [' read', ' lost'].every((what) => kinds(what).length > evaluatedKinds.length / 2),
  );
});

const rowsOf = (source: Awaited<ReturnType<typeof open>>): number =>
  source.type === 'csv' ? source.files.reduce((sum, { rows }) => sum + rows, 0) : 0;
