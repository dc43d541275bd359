import type { AboutPerson } from '../../campaign/about-person.js';
import type { AuditCapture } from '../../campaign/audit/audit-plan.js';
import type { CaptureQueries } from '../../campaign/audit/capture.js';
import type { PersonRecords, RunDefinition } from '../../campaign/engine.js';
import type { Sql } from '../../sql/fragment.js';
import type { CachedTables } from './cache/cached-tables.js';
import { foundLiterally } from './found-literally.js';
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
  await cached?.settle(about.profiles);
  const read = (query: Sql): Promise<Columns> => session.columns(query);
  const asked = Object.entries(about.records);
  // A cache opens and closes files on the session's own connection.
  const rows: [string, Columns][] = [];
  if (cached === undefined)
    rows.push(
      ...(await session.each(asked, async ([kind, query]): Promise<[string, Columns]> => [kind, await read(query)], 2)),
    );
  else for (const [kind, query] of asked) rows.push([kind, await cached.ask(query, read)]);
  return {
    persons: persons.map((row) => String(row.person_id)),
    records: rowRecords(Object.fromEntries(rows), run.attributes),
  };
}

/** What a run captured for its self-audit. */
export async function captured(
  session: Session,
  run: RunDefinition,
  captures: readonly CaptureQueries[],
  cached?: CachedTables,
): Promise<readonly AuditCapture[]> {
  const rows: AuditCapture[] = [];
  for (const { campaigns, isDecided, drawn, found, ...about } of captures) {
    const asked = await session.rows(drawn);
    rows.push({
      campaigns,
      isDecided,
      drawn: asked.map((row) => String(row.person_id)),
      ...(await aboutRows(session, run, about, cached)),
      ...(found && { found: await foundLiterally(session, found) }),
    });
  }
  return rows;
}
