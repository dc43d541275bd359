import type { AboutPerson } from '../../campaign/about-person.js';
import type { AuditCapture } from '../../campaign/audit-plan.js';
import type { CaptureQueries } from '../../campaign/capture.js';
import type { PersonRecords, RunDefinition } from '../../campaign/engine.js';
import type { EvaluatedKind } from '../../model/record-kinds.js';
import { type Columns, rowRecords } from './row-records.js';
import type { Session } from './session.js';

/** The persons that a question names and the records about them. */
export async function aboutRows(
  session: Session,
  run: RunDefinition,
  about: AboutPerson,
): Promise<Pick<PersonRecords, 'persons' | 'records'>> {
  const persons = await session.rows(about.persons);
  const rows: Partial<Record<EvaluatedKind | 'profile_identifier', Columns>> = {};
  for (const [kind, query] of Object.entries(about.records)) rows[kind as EvaluatedKind] = await session.columns(query);
  return { persons: persons.map((row) => String(row.person_id)), records: rowRecords(rows, run.attributes) };
}

/** What a run captured for its self-audit. */
export async function captured(
  session: Session,
  run: RunDefinition,
  captures: readonly CaptureQueries[],
): Promise<readonly AuditCapture[]> {
  const rows: AuditCapture[] = [];
  for (const capture of captures) {
    rows.push({ campaigns: capture.campaigns, ...(await aboutRows(session, run, capture)) });
  }
  return rows;
}
