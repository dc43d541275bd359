import type { Rejects } from '../../sources/duckdb-scan.js';
import type { AskEngine } from '../../sources/known-columns.js';
import type { RowCounts } from '../../sources/locate-lost.js';
import { LEFT_OUT } from '../../sources/relations/lost-cases.js';
import { type Sql, sql } from '../../sql/fragment.js';
import type { Session } from './session.js';

interface Countable {
  /** Every row with `lost`. */
  readonly rows: Sql;
  /** See `SourceRelation`. */
  readonly soundness?: Sql;
}

/**
 * The rows that could not be split are known once every row was read, which a count just did. Where all of them came from
 * the cache there is no such table, and none was rejected when they were put there; `settleSource` counts after both.
 */
export async function countRejects(session: Session, { table, count }: Rejects): Promise<number> {
  const [scanned] = await session.rowsNoted(sql`select 1 as found from duckdb_tables() where table_name = ${table}`);
  const [rejected = {}] = scanned === undefined ? [{ rows: 0 }] : await session.rowsNoted(count);
  return Number(rejected.rows);
}

export async function countRows(ask: AskEngine, { rows, soundness }: Countable): Promise<Omit<RowCounts, 'rejected'>> {
  const [sound] = soundness === undefined ? [] : await ask(soundness);
  if (sound !== undefined && Number(sound.suspects) === 0) return { rows: Number(sound.all_rows), leftOut: 0, lost: 0 };
  const [counted = {}] = await ask(
    sql`select count(*) as all_rows, count(*) filter (where lost = ${LEFT_OUT}) as left_out, count(*) filter (where lost <> ${LEFT_OUT}) as lost from ${rows}`,
  );
  return { rows: Number(counted.all_rows), leftOut: Number(counted.left_out), lost: Number(counted.lost) };
}
