import groupBy from 'lodash-es/groupBy.js';
import { type RelationColumn, relationColumns } from '../../model/columns.js';
import type { Profile } from '../../model/profile.js';
import type { EvaluatedKind } from '../../model/record-kinds.js';
import type { AttributeSchema, Records } from '../../model/records.js';

/** Rows as the values of each column, by column name. */
export type Columns = Readonly<Record<string, readonly unknown[]>>;

/** Rows of the relations as records again, for the reference to decide. */
export function rowRecords(
  relations: Readonly<Partial<Record<EvaluatedKind | 'profile_identifier', Columns>>>,
  attributes: AttributeSchema,
): Records {
  const { profile_identifier: identifiers = {}, ...kinds } = relations;
  const records: Record<string, readonly object[]> = {};
  for (const [kind, columns] of Object.entries(kinds))
    records[kind] = recordsOf(kind as EvaluatedKind, columns, attributes);
  const held = heldBy(identifiers);
  records.profile = (records.profile ?? []).map((profile) => withIdentifiers(profile as Profile, held));
  return records as unknown as Records;
}

function recordsOf(kind: EvaluatedKind, columns: Columns, attributes: AttributeSchema): readonly object[] {
  const { source: sources = [], row: places = [] } = columns;
  // Most fields of most sources are never said, and cost nothing then.
  const said = relationColumns(kind, attributes).flatMap((column) => saidColumn(column, columns[column.name] ?? []));
  const isProfile = kind === 'profile';
  return sources.map((source, i) => {
    const values: Record<string, unknown> = {};
    const own: Record<string, unknown> = {};
    for (const { key, attribute, type, cells } of said) {
      const value = plain(cells[i], type);
      if (value === undefined) continue;
      if (attribute) own[key] = value;
      else values[key] = value;
    }
    const { id } = values;
    const ref = { source: String(source), row: Number(places[i]), ...(typeof id === 'string' ? { id } : {}) };
    return { ...values, ...(isProfile ? { attributes: own } : {}), ref };
  });
}

interface SaidColumn {
  readonly key: string;
  readonly attribute: boolean;
  readonly type: string;
  readonly cells: readonly unknown[];
}

function saidColumn({ name, type, field }: RelationColumn, cells: readonly unknown[]): readonly SaidColumn[] {
  if (name === 'source' || name === 'row' || cells.every((cell) => cell === null)) return [];
  const attribute = field?.startsWith('attributes.') === true;
  const key = attribute ? field.slice('attributes.'.length) : (field ?? (name === 'known_at' ? 'knownAt' : name));
  return [{ key, attribute, type, cells }];
}

function plain(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return undefined;
  if (type === 'integer') return Number(value);
  return typeof value === 'object' && 'value' in value ? value.value : value;
}

interface Held {
  readonly kind: unknown;
  readonly former: unknown;
  readonly rank: number;
  readonly raw: string;
}

function heldBy({ profile_id: profiles = [], kind = [], former = [], rank = [], raw = [] }: Columns) {
  const held = profiles.map((profile, i) => ({
    profile: String(profile),
    kind: kind[i],
    former: former[i],
    rank: Number(rank[i]),
    raw: String(raw[i]),
  }));
  return new Map(Object.entries(groupBy(held, ({ profile }) => profile)));
}

function withIdentifiers(profile: Profile, held: ReadonlyMap<string, readonly Held[]>): Profile {
  const own = held.get(profile.id) ?? [];
  const of = (kind: string, former: boolean): readonly string[] =>
    own
      .filter((one) => one.kind === kind && one.former === former)
      .sort((a, b) => a.rank - b.rank)
      .map(({ raw }) => raw);
  return {
    ...profile,
    email: of('email', false),
    formerEmail: of('email', true),
    phone: of('phone', false),
    formerPhone: of('phone', true),
  };
}
