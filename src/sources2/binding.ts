import * as z from 'zod';
import { evaluatedKinds, recordKinds } from '../model/record-kinds.js';

/** A column, or a column with how it is written. */
const column = z.union([
  z.string().min(1),
  z.strictObject({
    column: z.string().min(1),
    /** Dates and times: `dd.MM.yyyy HH:mm`. */
    format: z.string().min(1).optional(),
    /** What is written → what it means. */
    words: z.record(z.string(), z.string()).optional(),
  }),
]);

const columns = z.union([column, z.array(z.string().min(1)).min(1)]);

const format = z.union([
  z.strictObject({
    type: z.literal('csv'),
    delimiter: z.string().length(1).optional(),
    quote: z.string().length(1).optional(),
    decimal: z.enum(['.', ',']).optional(),
    compression: z.enum(['none', 'gzip']).optional(),
  }),
  z.strictObject({ type: z.literal('parquet') }),
]);

const unevaluated = `has to be one of ${evaluatedKinds.join(', ')}; a source of a kind that this version does not evaluate would be a refusal nobody sees (kinds it knows: ${Object.keys(recordKinds).join(', ')})`;

/**
 * How one source becomes records of one kind.
 *
 * Nothing is guessed: columns are found by name, types come from the record kind, and what is written otherwise than
 * Clearlist writes it (ISO times, decimal point, `true`/`false`) is said here.
 */
export const sourceBindingSchema = z.strictObject({
  kind: z.enum(evaluatedKinds, unevaluated),
  /** A file, or several by `*` and `?` in the last part; relative to the project file. */
  path: z.string().min(1),
  /** By the file's ending where it is not given. */
  format: format.optional(),
  /** Field → column; e-mails and phones take several columns, preferred first. */
  columns: z.record(z.string(), columns),
  /** Field → the same value in every row. */
  constants: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** Profiles only: the project's attribute → column. */
  attributes: z.record(z.string(), column).optional(),
  /** IANA zone of times written without offset; without it they are unreadable. */
  zone: z.string().optional(),
  /** Purchases and events only: rows without a profile (or, for events, a device) are counted and left out, instead of stopping the run. */
  withoutSubject: z.literal('leave_out').optional(),
  /** Purchases and events only: how many unreadable rows are accepted. */
  tolerance: z.number().int().min(0).optional(),
});

export type SourceBinding = z.infer<typeof sourceBindingSchema>;

/** One column with how it is written. */
export interface ColumnSpec {
  readonly column: string;
  readonly format?: string;
  readonly words?: Readonly<Record<string, string>>;
}

export function columnSpecs(bound: SourceBinding['columns'][string]): readonly ColumnSpec[] {
  return [bound].flat().map((one): ColumnSpec => {
    if (typeof one === 'string') return { column: one };
    const { column: name, format: written, words } = one;
    return {
      column: name,
      ...(written === undefined ? {} : { format: written }),
      ...(words === undefined ? {} : { words }),
    };
  });
}

export interface CsvFormat {
  readonly type: 'csv';
  readonly delimiter: string;
  readonly quote: string;
  readonly decimal: '.' | ',';
  readonly compression: 'none' | 'gzip';
}

export type FileFormat = CsvFormat | { readonly type: 'parquet' };

/** The format with its defaults: by the ending of the path. */
export function formatOf({ format: given, path }: SourceBinding): FileFormat {
  const parquet = given === undefined ? path.endsWith('.parquet') : given.type === 'parquet';
  if (parquet) return { type: 'parquet' };
  const csv = given?.type === 'csv' ? given : undefined;
  return {
    type: 'csv',
    delimiter: csv?.delimiter ?? ',',
    quote: csv?.quote ?? '"',
    decimal: csv?.decimal ?? '.',
    compression: csv?.compression ?? (path.endsWith('.gz') ? 'gzip' : 'none'),
  };
}
