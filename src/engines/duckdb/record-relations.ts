import type { RunDefinition } from '../../campaign/engine.js';
import type { Relations } from '../../campaign/relations.js';
import { identifierColumns, type RelationColumn, type RelationName, relationColumns } from '../../model/columns.js';
import type { Profile } from '../../model/profile.js';
import type { EvaluatedKind } from '../../model/record-kinds.js';
import { evaluatedKinds } from '../../model/record-kinds.js';
import type { Records } from '../../model/records.js';
import type { Sql } from '../../sql/fragment.js';
import type { PlanBuilder, Row } from '../../sql/plan.js';

/** Records in memory as relations: the same columns that sources give. */
export function recordRelations(plan: PlanBuilder, records: Records, { attributes }: RunDefinition): Relations {
  const relations: Partial<Record<RelationName, Sql>> = {};
  const declared: readonly EvaluatedKind[] = evaluatedKinds.filter(
    (kind) => kind === 'profile' || records[kind] !== undefined,
  );
  for (const kind of declared) {
    const columns = relationColumns(kind, attributes);
    const rows = ((records[kind] ?? []) as readonly object[]).map((record) =>
      columns.map((column) => recordCell(record, column)),
    );
    relations[kind] = plan.fill(kind, columns, rows);
  }
  relations.profile_identifier = plan.fill(
    'profile_identifier',
    [...identifierColumns, { name: 'source', type: 'text' }],
    (records.profile ?? []).flatMap((profile) => identifierRows(profile).map((row) => [...row, profile.ref.source])),
  );
  return { ...relations, says: (kind, field) => (records[kind] ?? []).some((record) => field in record) };
}

/** One column of a record as its relation has it. */
export function recordCell(record: object, { name, field }: RelationColumn): Row[number] {
  const values = record as Record<string, unknown> & { ref: { source: string; row: number; id?: string } };
  if (name === 'source' || name === 'row') return values.ref[name];
  // A record without an id of its own may be found by another one.
  if (field === 'id') return (values.ref.id ?? null) as Row[number];
  const path = field ?? (name === 'known_at' ? 'knownAt' : name);
  const value = path.startsWith('attributes.')
    ? (values.attributes as Record<string, unknown>)[path.slice('attributes.'.length)]
    : values[path];
  return (value ?? null) as Row[number];
}

/** The identifier rows of a profile. */
export const identifierRows = (profile: Profile): readonly Row[] =>
  (['email', 'phone'] as const).flatMap((kind) =>
    [false, true].flatMap((former) =>
      profile[former ? (kind === 'email' ? 'formerEmail' : 'formerPhone') : kind].map(
        (raw, i): Row => [profile.id, kind, raw, profile.country ?? null, i + 1, former],
      ),
    ),
  );
