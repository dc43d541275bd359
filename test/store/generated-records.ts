import * as fc from 'fast-check';
import { type CellValue, UNREADABLE } from '../../src/model/read-cell.js';
import { readRow } from '../../src/model/read-record.js';
import type { Field, Placed } from '../../src/model/record-kind.js';
import { type EvaluatedKind, evaluatedKinds, recordKinds } from '../../src/model/record-kinds.js';
import { keptKinds } from '../../src/store/stored-kinds.js';
import { words } from './scratch.js';

/** Kinds that the store takes in and runs read. */
export const storableKinds = evaluatedKinds.filter((kind) => (keptKinds as readonly string[]).includes(kind));

const list = (field: Field): readonly string[] => [
  ...(field.words === 'controllers'
    ? words.controllers
    : field.words === 'topics'
      ? words.topics
      : (field.words ?? [])),
  ...(field.any === true ? ['*'] : []),
];

/** Few values, so that records meet; naughty ones, so that writing is tested. */
const texts = fc.constantFrom('a', 'Åsa "x", y', 'line\nend', '\u2028', '{"fields":1}', 'ä😀', '1', 'true');

function writtenIn(field: Field): fc.Arbitrary<CellValue> {
  if (field.type === 'word') return fc.constantFrom(...list(field));
  if (field.type === 'instant') return fc.constantFrom(1_700_000_000_000_001, 1_700_000_000_000_000, -5_000_000, 0);
  if (field.type === 'boolean') return fc.boolean();
  if (field.type === 'decimal') return fc.constantFrom(1n, -2_500_000n, 0n);
  if (field.type === 'date') return fc.constantFrom('1980-02-29', '2001-01-01');
  if (field.about.includes('64 hex digits')) return fc.constantFrom('0'.repeat(64), 'ab'.repeat(32));
  if (field.type === 'country') return fc.constantFrom('SE', 'FI');
  return texts;
}

/** Cells as readers give them: not bound, missing, unreadable, or a value. */
const cellOf = (field: Field): fc.Arbitrary<CellValue | 'not bound'> =>
  fc.oneof(
    { weight: 3, arbitrary: writtenIn(field) },
    fc.constantFrom<CellValue | 'not bound'>('not bound', undefined, UNREADABLE),
  );

/** A record of a kind, as reading a row of a source gave it. */
export const recordOf = (kind: EvaluatedKind): fc.Arbitrary<Placed> =>
  fc
    .record(
      Object.fromEntries(Object.entries<Field>(recordKinds[kind].fields).map(([name, field]) => [name, cellOf(field)])),
    )
    .map((cells) => Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== 'not bound')))
    .map((cells) => readRow(kind, cells as Record<string, CellValue>, { source: 'generated', row: 1 }))
    .filter((read) => 'record' in read)
    .map((read) => read.record as Placed);
