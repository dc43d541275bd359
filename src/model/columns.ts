import type { Field, FieldType } from './record-kind.js';
import { type EvaluatedKind, recordKinds } from './record-kinds.js';
import type { AttributeSchema } from './records.js';

/**
 * The columns in which SQL sees each record kind: the contract between those who read sources and those who decide.
 *
 * Names are the fields in snake_case. Instants are whole microseconds, days are ISO text, missing is null. Every
 * relation also names its `source` and the `row` within it.
 */
export type ColumnType = 'text' | 'integer' | 'decimal' | 'boolean';

export interface RelationColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** The field it holds, for those columns that hold one as read. */
  readonly field?: string;
}

const types: Record<FieldType, ColumnType> = {
  id: 'text',
  text: 'text',
  word: 'text',
  country: 'text',
  date: 'text',
  path: 'text',
  list: 'text',
  email: 'text',
  phone: 'text',
  instant: 'integer',
  decimal: 'decimal',
  boolean: 'boolean',
};

export const columnTypeOf = (field: Field): ColumnType => types[field.type];

export const snakeCase = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const attributeColumn = (attribute: string): string => `attribute_${attribute}`;

const text = (name: string): RelationColumn => ({ name, type: 'text' });
const integer = (name: string): RelationColumn => ({ name, type: 'integer' });
const flag = (name: string): RelationColumn => ({ name, type: 'boolean' });

/** What reading adds to a kind's own fields. */
const added: Partial<Record<EvaluatedKind, readonly RelationColumn[]>> = {
  profile: [flag('unreadable')],
  permission: [integer('at'), integer('known_at'), flag('unreadable')],
  objection: [integer('at'), integer('known_at')],
  opt_out: [integer('at'), integer('known_at')],
  restriction: [integer('at'), integer('known_at')],
  delivery: [integer('at'), integer('known_at')],
  register: [text('result'), integer('at'), integer('known_at')],
  signal: [integer('at'), integer('known_at'), flag('refuses')],
  tombstone: [integer('at'), integer('known_at')],
};

export function relationColumns(kind: EvaluatedKind, attributes: AttributeSchema): readonly RelationColumn[] {
  const fields = Object.entries<Field>(recordKinds[kind].fields)
    .filter(([field, definition]) => !definition.list && !(kind === 'purchase' && field === 'unitPrice'))
    .map(([field, definition]) => ({ name: snakeCase(field), type: columnTypeOf(definition), field }));
  const own = Object.entries(kind === 'profile' ? attributes : {}).map(([attribute, definition]) => ({
    name: attributeColumn(attribute),
    type: columnTypeOf(definition),
    field: `attributes.${attribute}`,
  }));
  return [text('source'), integer('row'), ...fields, ...own, ...(added[kind] ?? [])];
}

/**
 * The identifiers of profiles, one row each: `kind` email or phone, `raw` as written and trimmed, `country` of the
 * profile, `rank` in order of preference from 1, `former` no longer in use. The relation `profile_identifier` has the
 * `source` of the profile too.
 */
export const identifierColumns: readonly RelationColumn[] = [
  text('profile_id'),
  text('kind'),
  text('raw'),
  text('country'),
  integer('rank'),
  flag('former'),
];

/**
 * A further column of what sources say of behaviour: when a row happened, in the engine's own type and as the file has
 * it. It says what `occurred_at` says; an engine can find rows by it without reading those around them.
 */
export const MOMENT = 'moment';

/** The relations that decisions are made from. A kind that is not declared has none. */
export type RelationName = EvaluatedKind | 'profile_identifier';
