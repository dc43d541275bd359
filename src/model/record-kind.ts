import type { Decimal } from './decimal.js';
import type { Instant } from './instant.js';
import type { PlainDate } from './plain-date.js';
import type { AnyDataCategory } from './vocabulary.js';

/**
 * A record kind as data: one table of fields serves the JSON schema, the bindings of sources, the SQL columns and
 * the TypeScript type, so that they cannot drift apart.
 */

/**
 * How a cell of a field is read.
 *
 * `id` and `text` are trimmed text in Unicode form C · `word` is one of `words` (or `*` where `any` is set) ·
 * `country` ISO 3166-1 alpha-2 · `instant` a timestamp with offset · `date` a calendar day · `decimal` exact, six
 * places · `email` and `phone` as written, made canonical later · `path` a category path such as `fuel/diesel` ·
 * `list` several texts as one, see `items.ts`.
 */
export type FieldType =
  | 'id'
  | 'text'
  | 'word'
  | 'country'
  | 'instant'
  | 'date'
  | 'decimal'
  | 'boolean'
  | 'email'
  | 'phone'
  | 'path'
  | 'list';

export interface Field<T extends FieldType = FieldType, L extends boolean = boolean> {
  readonly type: T;
  /** What it is, for documentation and error messages. */
  readonly about: string;
  /** The closed list of a `word`; a name stands for a list that the project declares. */
  readonly words?: readonly string[] | 'controllers' | 'topics' | 'registers';
  /** `*` is a readable value: it matches every value. */
  readonly any?: boolean;
  /** A source may bind several columns to it; their order is the order of preference. */
  readonly list: L;
  /** Which category of personal data a condition on this field reads. */
  readonly category?: AnyDataCategory;
}

interface FieldOptions {
  readonly words?: readonly string[] | 'controllers' | 'topics' | 'registers';
  readonly any?: boolean;
  readonly category?: AnyDataCategory;
}

export const field = <T extends FieldType>(type: T, about: string, options: FieldOptions = {}): Field<T, false> => ({
  type,
  about,
  list: false,
  ...options,
});

export const listField = <T extends FieldType>(type: T, about: string): Field<T, true> => ({ type, about, list: true });

export type Fields = Readonly<Record<string, Field>>;

/**
 * What a record does, which decides how it is read when something about it is wrong.
 *
 * `person` a profile · `behaviour` counts in segments and never refuses · `refusal` is read as widely as it can be ·
 * `permission` is read as narrowly as it can be · `link` joins identities · `reference` is none of these.
 */
export type RecordRole = 'person' | 'behaviour' | 'refusal' | 'permission' | 'link' | 'reference';

export interface RecordKindDefinition<K extends string = string, F extends Fields = Fields> {
  readonly kind: K;
  readonly role: RecordRole;
  readonly about: string;
  /** Law, standard or notice the kind rests on. */
  readonly source: string;
  readonly fields: F;
  /** Fields without which a row names nobody or nothing, and is lost. Each inner list: one of these. */
  readonly needs: readonly (readonly string[])[];
}

export const defineRecordKind = <K extends string, F extends Fields>(
  definition: RecordKindDefinition<K, F> & { readonly needs: readonly (readonly (keyof F & string)[])[] },
): RecordKindDefinition<K, F> => definition;

type ScalarOf<T extends FieldType> = T extends 'instant'
  ? Instant
  : T extends 'decimal'
    ? Decimal
    : T extends 'boolean'
      ? boolean
      : T extends 'date'
        ? PlainDate
        : string;

type ValueOf<F extends Field> =
  F extends Field<infer T, infer L> ? (L extends true ? readonly ScalarOf<T>[] : ScalarOf<T>) : never;

/** Where a record comes from: enough to find it again, and no personal data. */
export interface RecordRef {
  /** The source's name in the project, or the record kind for records handed over in memory. */
  readonly source: string;
  /** The row's number in the source, from 1, the header not counted. */
  readonly row: number;
  /** The source's own id of the record, where it binds one. */
  readonly id?: string;
}

/** A record that says where it comes from. */
export interface Placed {
  readonly ref: RecordRef;
  /** `file:line`, where a reader knows it. */
  readonly place?: string;
}

/** Where a record stands, as an error message says it. */
export const placeOf = ({ ref, place }: Placed): string => place ?? `${ref.source} row ${ref.row}`;

/** The fields of a record after reading; absent means missing. */
export type FieldValues<F extends Fields> = { readonly [N in keyof F]?: ValueOf<F[N]> };

/** A record as the reference works with it. */
export type RecordOf<D extends { readonly fields: Fields }> = FieldValues<D['fields']> & Placed;
