import groupBy from 'lodash-es/groupBy.js';
import { type RelationColumn, relationColumns } from '../../model/columns.js';
import type { Profile } from '../../model/profile.js';
import type { EvaluatedKind } from '../../model/record-kinds.js';
import type { AttributeSchema, Records } from '../../model/records.js';

type Row = Readonly<Record<string, unknown>>;

/** Rows of the relations as records again, for the reference to decide. */
export function rowRecords(
  rows: Readonly<Partial<Record<EvaluatedKind | 'profile_identifier', readonly Row[]>>>,
  attributes: AttributeSchema,
): Records {
  const { profile_identifier: identifiers = [], ...kinds } = rows;
  const records: Record<string, readonly object[]> = {};
  for (const [kind, list] of Object.entries(kinds)) {
    const columns = relationColumns(kind as EvaluatedKind, attributes);
    records[kind] = list.map((row) => record(kind as EvaluatedKind, row, columns));
  }
  const held = groupBy(identifiers, ({ profile_id: id }) => String(id));
  records.profile = (records.profile ?? []).map((profile) => withIdentifiers(profile as Profile, held));
  return records as unknown as Records;
}

function record(kind: EvaluatedKind, row: Row, columns: readonly RelationColumn[]): object {
  const values: Record<string, unknown> = {};
  const own: Record<string, unknown> = {};
  for (const { name, type, field } of columns) {
    const value = plain(row[name], type);
    if (value === undefined || name === 'source' || name === 'row') continue;
    if (field?.startsWith('attributes.') === true) own[field.slice('attributes.'.length)] = value;
    else values[field ?? (name === 'known_at' ? 'knownAt' : name)] = value;
  }
  const ref = {
    source: String(row.source),
    row: Number(row.row),
    ...(typeof values.id === 'string' ? { id: values.id } : {}),
  };
  return { ...values, ...(kind === 'profile' ? { attributes: own } : {}), ref };
}

function plain(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return undefined;
  if (type === 'integer') return Number(value);
  return typeof value === 'object' && 'value' in value ? value.value : value;
}

function withIdentifiers(profile: Profile, identifiers: Readonly<Record<string, readonly Row[]>>): Profile {
  const own = identifiers[profile.id] ?? [];
  const of = (kind: string, former: boolean): readonly string[] =>
    own
      .filter((row) => row.kind === kind && row.former === former)
      .sort((a, b) => Number(a.rank) - Number(b.rank))
      .map((row) => String(row.raw));
  return {
    ...profile,
    email: of('email', false),
    formerEmail: of('email', true),
    phone: of('phone', false),
    formerPhone: of('phone', true),
  };
}
