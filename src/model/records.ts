import once from 'lodash-es/once.js';
import * as z from 'zod';
import { type Issue, throwIssues } from '../errors.js';
import type { Contact } from './contact.js';
import type { Delivery } from './delivery.js';
import type { Event } from './event.js';
import type { IdentityLink } from './identity-link.js';
import type { Objection } from './objection.js';
import type { OptOut } from './opt-out.js';
import type { Permission } from './permission.js';
import type { Profile } from './profile.js';
import type { Purchase } from './purchase.js';
import { type CellValue, readCell, type Words } from './read-cell.js';
import { ATTRIBUTE, readRow } from './read-record.js';
import type { Field } from './record-kind.js';
import { type EvaluatedKind, evaluatedKinds, type RecordKind, recordKinds } from './record-kinds.js';
import type { Register } from './register.js';
import type { Relation } from './relation.js';
import type { Restriction } from './restriction.js';
import type { Signal } from './signal.js';
import type { Tombstone } from './tombstone.js';

/** The project's own profile fields: their type, and the category of personal data they are. */
export type AttributeSchema = Readonly<Record<string, Field<'text' | 'decimal' | 'date' | 'boolean' | 'list', false>>>;

interface RecordTypes {
  profile: Profile;
  relation: Relation;
  purchase: Purchase;
  event: Event;
  identity_link: IdentityLink;
  permission: Permission;
  objection: Objection;
  opt_out: OptOut;
  restriction: Restriction;
  delivery: Delivery;
  contact: Contact;
  signal: Signal;
  register: Register;
  tombstone: Tombstone;
}

/** All that is known, by kind. A kind that is absent was not declared: its rules are not evaluated. */
export type Records = { readonly [K in EvaluatedKind]?: readonly RecordTypes[K][] };

const cell = once(() => z.union([z.string(), z.number(), z.boolean(), z.bigint(), z.null()]));

const jsonType = (field: Field): z.ZodType => {
  const scalar =
    field.type === 'boolean'
      ? z.union([z.boolean(), z.string(), z.null()])
      : field.type === 'decimal'
        ? z.union([z.string(), z.number(), z.bigint(), z.null()])
        : z.union([z.string(), z.null()]);
  return (field.list ? z.union([scalar, z.array(scalar)]) : scalar).optional();
};

/** The JSON form of a record kind: ISO times, decimals as text or number, `null` for a cell that says nothing. */
export function recordSchema(kind: RecordKind): z.ZodObject {
  const fields = Object.entries<Field>(recordKinds[kind].fields).map(([name, field]) => [name, jsonType(field)]);
  const attributes =
    kind === 'profile' ? { attributes: z.record(z.string(), z.union([cell(), z.array(cell())])).optional() } : {};
  return z.strictObject({ ...Object.fromEntries(fields), ...attributes });
}

/** Records as a program hands them over: plain objects in Clearlist's own writing, by record kind. */
export type RecordsInput = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

export interface ReadingContext extends Words {
  readonly attributes: AttributeSchema;
}

const schemas = new Map<RecordKind, z.ZodType>();
const schemaOf = (kind: RecordKind): z.ZodType => {
  const known = schemas.get(kind) ?? recordSchema(kind);
  schemas.set(kind, known);
  return known;
};

const isEvaluated = (kind: string): kind is EvaluatedKind => (evaluatedKinds as readonly string[]).includes(kind);

/**
 * Reads plain objects into records.
 *
 * A record of a kind that is not known is kept as an unreadable permission: it makes whom it names RECORD_UNPARSEABLE.
 *
 * @throws {ClearlistError} `input-invalid` for a record of the wrong shape, `rows-lost` for one that names nobody.
 */
export function readRecords(input: RecordsInput, context: ReadingContext): Records {
  const issues: Issue[] = [];
  const lost: Issue[] = [];
  const records: Record<string, object[]> = {};
  for (const [kind, rows] of Object.entries(input)) {
    const bucket = isEvaluated(kind) ? kind : 'permission';
    const list = records[bucket] ?? [];
    records[bucket] = list;
    rows.forEach((row, index) => {
      const at = `${kind}[${index}]`;
      const ref = { source: kind, row: index + 1 };
      if (!isEvaluated(kind)) {
        const read = readRow('permission', textCells(row), ref);
        if ('lost' in read) lost.push({ at, message: `a record of unknown kind names nobody` });
        else list.push(read.record);
        return;
      }
      const checked = schemaOf(kind).safeParse(row);
      if (!checked.success) {
        issues.push(
          ...checked.error.issues.map((issue) => ({ at: [at, ...issue.path].join('.'), message: issue.message })),
        );
        return;
      }
      if (kind === 'profile') issues.push(...unknownAttributes(row, context, at));
      const read = readRow(kind, cellsOf(kind, row, context), ref);
      if ('lost' in read) lost.push({ at, message: `no readable ${read.lost}` });
      else list.push(read.record);
    });
  }
  throwIssues('input-invalid', 'records', issues, 'Give plain objects with the documented fields.');
  throwIssues(
    'rows-lost',
    'records',
    lost,
    'Give every record the person it is about; an unread record could be a refusal.',
  );
  return records as unknown as Records;
}

const unknownAttributes = (row: Readonly<Record<string, unknown>>, context: ReadingContext, at: string): Issue[] =>
  Object.keys((row.attributes ?? {}) as object)
    .filter((name) => !(name in context.attributes))
    .map((name) => ({ at: `${at}.attributes.${name}`, message: 'is not declared among the attributes' }));

const textCells = (row: Readonly<Record<string, unknown>>): Record<string, CellValue> =>
  Object.fromEntries(
    ['profileId', 'email', 'phone'].map((name) => [name, typeof row[name] === 'string' ? row[name] : undefined]),
  );

function cellsOf(
  kind: EvaluatedKind,
  row: Readonly<Record<string, unknown>>,
  context: ReadingContext,
): Record<string, CellValue | readonly CellValue[]> {
  const cells: Record<string, CellValue | readonly CellValue[]> = {};
  for (const [name, field] of Object.entries<Field>(recordKinds[kind].fields)) {
    if (!(name in row)) continue;
    const raw = row[name];
    cells[name] = field.list
      ? [raw].flat().map((item) => readCell(field, item, context))
      : readCell(field, raw, context);
  }
  if (kind === 'profile') {
    const given = (row.attributes ?? {}) as Record<string, unknown>;
    for (const [name, field] of Object.entries(context.attributes)) {
      if (name in given) cells[`${ATTRIBUTE}${name}`] = readCell(field, given[name], context);
    }
  }
  return cells;
}
