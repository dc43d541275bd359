import type { DuckDBValue } from '@duckdb/node-api';
import { readBoundary } from '../../campaign/boundaries.js';
import type { Boundaries } from '../../campaign/boundary-reports.js';
import type { AskedFit } from '../../campaign/universe-columns.js';
import { sql } from '../../sql/fragment.js';
import type { Session } from './session.js';

/** What the looks at the population gave, once the plan has run. */
export async function boundariesOf(session: Session, fits: readonly AskedFit[]): Promise<Boundaries> {
  const boundaries = new Map<string, ReturnType<typeof readBoundary>>();
  for (const { key, table } of fits) {
    if (table === undefined) throw new Error('bug: nobody looked at the population');
    const [row = {}] = await session.rows(sql`select * from ${table}`);
    const values = Object.entries(row).map(([column, value]) => [column, plain(value)] as const);
    boundaries.set(key, readBoundary(Object.fromEntries(values)));
  }
  return boundaries;
}

/** Text, or a whole number; decimals in millionths. */
function plain(value: DuckDBValue): string | bigint | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'object' && 'value' in value && typeof value.value === 'bigint') return value.value;
  return typeof value === 'number' ? BigInt(value) : (value as string | bigint);
}
