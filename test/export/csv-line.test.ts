import fc from 'fast-check';
import { writeToString } from 'fast-csv';
import { expect, test } from 'vitest';
import { csvLine } from '../../src/export/csv-line.js';

const cell = fc.option(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc
      .array(fc.constantFrom('"', ',', '\r', '\n', '\0', 'å', ' ', '🦌', ';', "'"), { maxLength: 5 })
      .map((parts) => parts.join('')),
  ),
  { nil: undefined },
);

test('lines are those of fast-csv, whatever the cells', async () => {
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(rows, fc.boolean(), async (given, quoted) => {
      const expected = await writeToString([['a', 'b'], ...given], {
        rowDelimiter: '\r\n',
        includeEndRowDelimiter: true,
        quoteColumns: quoted,
      });
      expect([['a', 'b'], ...given].map((row) => csvLine(row, { quoted })).join('')).toBe(expected);
    }),
    { numRuns: 500 },
  );
});
