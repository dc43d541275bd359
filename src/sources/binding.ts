import isUndefined from 'lodash-es/isUndefined.js';
import omit from 'lodash-es/omit.js';
import omitBy from 'lodash-es/omitBy.js';
import pick from 'lodash-es/pick.js';
import * as z from 'zod';
import { itemSeparators } from '../model/items.js';
import type { Words } from '../model/read-cell.js';
import { evaluatedKinds } from '../model/record-kinds.js';
import type { AttributeSchema } from '../model/records.js';
import { consentColumnSchema } from './consent/consent-table.js';
import { derivedSchema } from './derived.js';
import { encodings } from './encoding.js';
import { freshnessSchema } from './freshness.js';
import { writingNames } from './writings.js';

/** A column of the file, or one with the way its cells are written. */
const boundColumn = z.union([
  z.string().min(1),
  z.strictObject({
    column: z.string().min(1),
    /** Days and local times, one way or several: see `time-pattern.ts`. `iso` where the source's writing is another. */
    format: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
    /** What is written → what it means, for words and booleans; anything else is then unreadable. */
    words: z.record(z.string(), z.string()).optional(),
    /** What stands between the items of a list; a cell is one item where it is not given. */
    separator: z.enum(itemSeparators).optional(),
  }),
]);

const csvFormat = z.strictObject({
  type: z.literal('csv'),
  delimiter: z.enum([',', ';', '\t', '|']).default(','),
  quote: z.enum(['"', "'"]).default('"'),
  /** The decimal sign, by the source's writing where it is not given. */
  decimal: z.enum(['.', ',']).optional(),
  /** What stands between groups of three digits; unreadable where it is not given. */
  thousands: z.enum([' ', '.', ',', "'"]).optional(),
  /** Other text than UTF-8 is copied to a private file in UTF-8 first. */
  encoding: z.enum(encodings).default('utf-8'),
  /** By each file's ending where it is not given. */
  compression: z.enum(['gzip', 'none']).optional(),
  /** A column of IAB consent strings, taken apart into columns of their own: see `consent/copy-consent.ts`. */
  consent: consentColumnSchema.optional(),
});

const parquetFormat = z.strictObject({ type: z.literal('parquet') });

/** A table or view of a DuckDB database, whose file is the path. */
const duckdbFormat = z.strictObject({
  type: z.literal('duckdb'),
  table: z.string().regex(/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)?$/u, 'a table, or schema.table'),
});

/** Rows that a program hands over; the path is what they are called in messages and manifests. */
const rowsFormat = z.strictObject({ type: z.literal('rows') });

const kind = z.enum(evaluatedKinds, {
  error: ({ input }) =>
    `this version does not evaluate ${JSON.stringify(input)}, and a source nobody reads would be a refusal nobody sees; it evaluates ${evaluatedKinds.join(', ')}`,
});

/** Field → column; fields that are lists take several columns, preferred first. */
const columns = z.record(z.string(), z.union([boundColumn, z.array(boundColumn).min(1)]));

/** Field → the cell of every row. */
const constants = z.record(z.string(), z.union([z.string(), z.boolean()]));

/** A cell that answers a question of its own: each row gives a record of it, or none where nobody was asked. */
const flag = z.strictObject({
  column: z.string().min(1),
  /**
   * What is written → the state it means, `yes` for kinds without states, or `none` where it says nothing. An empty
   * cell is no answer; one that is not listed is unreadable, which refuses.
   */
  words: z.record(z.string(), z.string()),
  /** Beside those of all flags, and before them. */
  columns: columns.optional(),
  constants: constants.optional(),
});

/** One column says what kind of identifier another one holds. */
const identifier = z.strictObject({
  kind: z.string().min(1),
  value: z.string().min(1),
  /** What is written → the field; the names of the fields where it is not given. */
  words: z.record(z.string(), z.string()).optional(),
});

/**
 * What to do about rows with one id: `error` stops, `first` and `last` keep the one that stands there, `latest` the
 * one whose time is the latest (of several, the last).
 */
const duplicates = z.union([z.enum(['error', 'first', 'last']), z.strictObject({ latest: boundColumn })]);

/** How rows become records of one kind. */
const recordShape = {
  columns: columns.optional(),
  constants: constants.optional(),
  /** Attribute of the project → column, or for a list several; profiles only. */
  attributes: z.record(z.string(), z.union([boundColumn, z.array(boundColumn).min(1)])).optional(),
  identifier: identifier.optional(),
  /** Wide rows: each flag is a record of its own. Permissions and refusals only. */
  flags: z.array(flag).min(1).optional(),
  /** Profiles, purchases and events; every other record counts, however often it is there. */
  duplicates: duplicates.optional(),
  /** Rows that name no profile are left out by rule, and counted; purchases and events only. */
  withoutSubject: z.literal('leave_out').optional(),
  /** How many rows may be unreadable; purchases and events only. */
  tolerance: z.int().min(0).optional(),
};

/** Where rows come from and how they are written. */
const placeShape = {
  /** A file, or several by `*` and `?` in the last part; relative to the project folder. */
  path: z.string().min(1),
  /** By the ending of the path where it is not given. */
  format: z.discriminatedUnion('type', [csvFormat, parquetFormat, duckdbFormat, rowsFormat]).optional(),
  /** How numbers, days and times are written in the country the source comes from. */
  writing: z.enum(writingNames).optional(),
  /** IANA zone of times without an offset, which are unreadable without it. */
  zone: z.string().optional(),
  /** Columns worked out from those of the file, to be bound like them. */
  derived: z.record(z.string().min(1), derivedSchema).optional(),
  /** How old it may be; no limit where none is stated. */
  freshness: freshnessSchema.optional(),
  /** By how many per cent its rows may be fewer than in the last run; no limit where none is stated. */
  shrinkGuard: z.int().min(0).max(100).optional(),
};

const placeKeys = Object.keys(placeShape) as readonly (keyof typeof placeShape)[];

const recordSchema = z.strictObject({ kind, ...recordShape });

/**
 * How the files of one source become records: of one kind, said at the source itself, or of several in `records`.
 *
 * Nothing is guessed: a field is read from the column that is named for it, in the writing that is stated for it.
 */
export const sourceBindingSchema = z.strictObject({
  ...placeShape,
  kind: kind.optional(),
  ...recordShape,
  records: z
    .record(
      z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/, 'a name has letters, digits, - and _ only'),
      recordSchema,
    )
    .optional(),
});

/** A source as it is written in a project file. */
export type SourceBinding = z.infer<typeof sourceBindingSchema>;
export type SourcePlace = Pick<SourceBinding, keyof typeof placeShape>;
export type RecordBinding = z.infer<typeof recordSchema>;
export type FlagBinding = z.infer<typeof flag>;
export type BoundColumn = z.infer<typeof boundColumn>;
export type Duplicates = z.infer<typeof duplicates>;
export type CsvFormat = z.infer<typeof csvFormat>;
export type SourceFormat = NonNullable<SourcePlace['format']>;

/** What a source says of all its records, and what it says as the only one of them. */
export function splitSource(source: SourceBinding): {
  readonly place: SourcePlace;
  readonly own: Omit<SourceBinding, keyof typeof placeShape>;
} {
  return { place: omitBy(pick(source, placeKeys), isUndefined) as SourcePlace, own: omit(source, placeKeys) };
}

/** What a binding may name. */
export interface BindingScope {
  readonly attributes: AttributeSchema;
  readonly words: Words;
}

/** The stated format, or the one that the ending of the path stands for; `undefined` for an ending nobody knows. */
export function formatOf({ format, path }: Pick<SourcePlace, 'format' | 'path'>): SourceFormat | undefined {
  if (format !== undefined) return format;
  if (/\.csv(\.gz)?$/i.test(path)) return csvFormat.parse({ type: 'csv' });
  return /\.parquet$/i.test(path) ? { type: 'parquet' } : undefined;
}

/** How a program's rows are copied: in the plainest CSV. */
export const rowsAsCsv: CsvFormat = csvFormat.parse({ type: 'csv' });

/** Behaviour that goes missing makes an audience smaller; any other row that goes missing could be a refusal. */
export const isBehaviour = ({ kind: read }: Pick<RecordBinding, 'kind'>): boolean =>
  read === 'purchase' || read === 'event';
