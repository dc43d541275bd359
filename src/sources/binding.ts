import * as z from 'zod';
import type { Words } from '../model/read-cell.js';
import { evaluatedKinds } from '../model/record-kinds.js';
import type { AttributeSchema } from '../model/records.js';
import { consentColumnSchema } from './consent/consent-table.js';
import { encodings } from './encoding.js';
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

const kind = z.enum(evaluatedKinds, {
  error: ({ input }) =>
    `this version does not evaluate ${JSON.stringify(input)}, and a source nobody reads would be a refusal nobody sees; it evaluates ${evaluatedKinds.join(', ')}`,
});

/**
 * How the files of one source become records of one kind.
 *
 * Nothing is guessed: a field is read from the column that is named for it, in the writing that is stated for it.
 */
export const sourceBindingSchema = z.strictObject({
  kind,
  /** A file, or several by `*` and `?` in the last part; relative to the project folder. */
  path: z.string().min(1),
  /** By the ending of the path where it is not given. */
  format: z.discriminatedUnion('type', [csvFormat, parquetFormat]).optional(),
  /** Field → column; fields that are lists take several columns, preferred first. */
  columns: z.record(z.string(), z.union([boundColumn, z.array(boundColumn).min(1)])),
  /** Field → the cell of every row. */
  constants: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
  /** Attribute of the project → column; profiles only. */
  attributes: z.record(z.string(), boundColumn).optional(),
  /** How numbers, days and times are written in the country the source comes from. */
  writing: z.enum(writingNames).optional(),
  /** IANA zone of times without an offset, which are unreadable without it. */
  zone: z.string().optional(),
  /** Rows that name no profile are left out by rule, and counted; purchases and events only. */
  withoutSubject: z.literal('leave_out').optional(),
  /** How many rows may be unreadable; purchases and events only. */
  tolerance: z.int().min(0).optional(),
});

export type SourceBinding = z.infer<typeof sourceBindingSchema>;
export type BoundColumn = z.infer<typeof boundColumn>;
export type CsvFormat = z.infer<typeof csvFormat>;
export type SourceFormat = CsvFormat | z.infer<typeof parquetFormat>;

/** What a binding may name. */
export interface BindingScope {
  readonly attributes: AttributeSchema;
  readonly words: Words;
}

/** The stated format, or the one that the ending of the path stands for; `undefined` for an ending nobody knows. */
export function formatOf({ format, path }: Pick<SourceBinding, 'format' | 'path'>): SourceFormat | undefined {
  if (format !== undefined) return format;
  if (/\.csv(\.gz)?$/i.test(path)) return csvFormat.parse({ type: 'csv' });
  return /\.parquet$/i.test(path) ? { type: 'parquet' } : undefined;
}

/** Behaviour that goes missing makes an audience smaller; any other row that goes missing could be a refusal. */
export const isBehaviour = ({ kind: read }: Pick<SourceBinding, 'kind'>): boolean =>
  read === 'purchase' || read === 'event';
