import type { Instant } from '../model/instant.js';
import type { Field, FieldType } from '../model/record-kind.js';
import { recordKinds } from '../model/record-kinds.js';

/**
 * A kind of row that aggregates can be made over, as data: its words and when a row of it counts.
 *
 * A row counts for whom it names by profile, merges included. One that names an address alone is nobody's here, though
 * a decision looks for it: a segment never guesses whose an address is.
 */
interface RowKindDefinition {
  readonly one: string;
  readonly many: string;
  /** What a person does counts before as-of; what a person expressed, at as-of too. */
  readonly countsAtAsOf: boolean;
}

/** Every kind of row. To add one: its line, and its rows in `PersonView` and the relations of the universe. */
export const rowKinds = {
  purchase: { one: 'purchase', many: 'purchase lines', countsAtAsOf: false },
  event: { one: 'event', many: 'events', countsAtAsOf: false },
  contact: { one: 'contact', many: 'contacts', countsAtAsOf: false },
  delivery: { one: 'delivery report', many: 'delivery reports', countsAtAsOf: false },
  permission: { one: 'permission', many: 'permissions', countsAtAsOf: true },
} as const satisfies Record<string, RowKindDefinition>;

export type RowKind = keyof typeof rowKinds;

export const rowKindNames = Object.keys(rowKinds) as [RowKind, ...RowKind[]];

/** The first instant at which nothing counts any more. */
export const countedUntil = (kind: RowKind, asOf: Instant): Instant => (rowKinds[kind].countsAtAsOf ? asOf + 1 : asOf);

/** Identifiers are compared after they have been made canonical, which a row's cell is not. */
const UNREAD: readonly FieldType[] = ['email', 'phone'];

/** A field of a row that a definition may name; `undefined` where there is none. */
export function rowField(kind: RowKind, name: string): Field | undefined {
  const fields: Readonly<Record<string, Field>> = recordKinds[kind].fields;
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return field === undefined || field.list || UNREAD.includes(field.type) || INPUT_ONLY.includes(name)
    ? undefined
    : field;
}

/** It gives the amount while a source is read and is gone then. */
const INPUT_ONLY: readonly string[] = ['unitPrice'];

export const rowFieldNames = (kind: RowKind): readonly string[] =>
  Object.keys(recordKinds[kind].fields).filter((name) => rowField(kind, name) !== undefined);
