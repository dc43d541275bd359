import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Session } from '../../src/engines/duckdb/session.js';
import { join, literal, sql } from '../../src/sql/fragment.js';
import { packedLine, unpackedLine } from '../../src/sql/packed-line.js';
import { cases } from '../setup/drawn-cases.js';

const cell = fc.oneof(
  fc.constant(null),
  fc
    .array(fc.constantFrom('\\', '\u001f', 'N', 'e', 'å', '', '\n', '🦌', ' ', 'hash'), { maxLength: 6 })
    .map((parts) => parts.join('')),
);

/** What needs no escaping: digests, codes, or nothing. */
const bare = fc.option(fc.stringMatching(/^[0-9a-zA-Z_+/=\n]+$/));

test('cells come back from one line as they were, whatever is in them', async () => {
  const session = await Session.open();
  const last = fc.oneof(fc.constant([null, null]), fc.tuple(bare, bare));
  const rows = fc.array(fc.tuple(fc.tuple(cell, cell, bare, cell), last), { minLength: 1, maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const values = given.map(
        ([row, rest], i) =>
          sql`(${i}, ${join(
            [...row, ...rest].map((one) => sql`cast(${literal(one)} as varchar)`),
            ', ',
          )})`,
      );
      const query = sql`select ${packedLine([{ cell: sql`a` }, { cell: sql`b` }, { cell: sql`d`, bare: true }, { cell: sql`c` }], [sql`e`, sql`f`])} as line from (values ${join(values, ', ')}) as v(i, a, b, d, c, e, f) order by i`;
      const lines = (await session.rows(query)).map(({ line }) => unpackedLine(String(line)));
      const isThere = (rest: readonly (string | null)[]): boolean => rest.some((one) => one !== null);
      const cells = given.map(([row, rest]) => (isThere(rest) ? [...row, ...rest] : row));
      expect(lines).toEqual(cells.map((row) => row.map((one) => one ?? undefined)));
    }),
    { numRuns: cases(30) },
  );
  session.close();
});
