import type { AboutPerson } from '../../campaign/about-person.js';
import type { AuditCapture } from '../../campaign/audit-plan.js';
import type { CaptureQueries } from '../../campaign/capture.js';
import type { PersonRecords, RunDefinition } from '../../campaign/engine.js';
import type { EvaluatedKind } from '../../model/record-kinds.js';
import type { Sql } from '../../sql/fragment.js';
import type { CachedTables } from './cache/cached-tables.js';
import { type Columns, rowRecords } from './row-records.js';
import type { Session } from './session.js';

/**
 * The persons that a question names and the records about them.
 *
 * @param cached Where rows may be that another run asked for about the same profiles.
 */
export async function aboutRows(
  session: Session,
  run: RunDefinition,
  about: AboutPerson,
  cached?: CachedTables,
): Promise<Pick<PersonRecords, 'persons' | 'records'>> {
  const persons = await session.rows(about.persons);
  const rows: Partial<Record<EvaluatedKind | 'profile_identifier', Columns>> = {};
  const read = (query: Sql): Promise<Columns> => session.columns(query);
  await cached?.settle(about.profiles);
  for (const [kind, query] of Object.entries(about.records))
    rows[kind as EvaluatedKind] = await (cached?.ask(query, read) ?? read(query));
  return { persons: persons.map((row) => String(row.person_id)), records: rowRecords(rows, run.attributes) };
}

/** What a run captured for its self-audit. */
export async function captured(
  session: Session,
  run: RunDefinition,
  captures: readonly CaptureQueries[],
  cached?: CachedTables,
): Promise<readonly AuditCapture[]> {
  const rows: AuditCapture[] = [];
  for (const capture of captures) {
    rows.push({ campaigns: capture.campaigns, ...(await aboutRows(session, run, capture, cached)) });
  }
  return rows;
}
