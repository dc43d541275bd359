import { executePlan } from '../../src/engines/duckdb/execute-plan.js';
import { Session } from '../../src/engines/duckdb/session.js';
import type { MatchedKind } from '../../src/identity/identifier.js';
import { identityTables } from '../../src/identity/identity-tables.js';
import { identifierColumns } from '../../src/model/columns.js';
import { cleanText } from '../../src/model/text.js';
import { sql } from '../../src/sql/fragment.js';
import { type LookUp, PlanBuilder, type Row } from '../../src/sql/plan.js';

/** An identifier as SQL has it; all `undefined` where it is none. */
export interface SqlKey {
  readonly key: string | undefined;
  readonly refusalKey: string | undefined;
  readonly valid: boolean | undefined;
  readonly texts: boolean | undefined;
}

const NONE: SqlKey = { key: undefined, refusalKey: undefined, valid: undefined, texts: undefined };

export interface Written {
  readonly kind: MatchedKind;
  readonly raw: string;
  readonly country?: string | undefined;
}

/**
 * The keys that a run on DuckDB finds, in the order of what was written, and how much of it was looked up. Cells are
 * cleaned as every source cleans them.
 */
export async function sqlKeys(
  written: readonly Written[],
): Promise<{ readonly keys: readonly SqlKey[]; readonly lookUps: readonly LookUp[] }> {
  const session = await Session.open({ threads: 2 });
  try {
    const plan = new PlanBuilder();
    const rows = written.map(
      ({ kind, raw, country }, i): Row => [String(i), kind, cleanText(raw) ?? '', country ?? null, 1, false],
    );
    const identifiers = plan.fill('profile_identifier', identifierColumns, rows);
    const tables = identityTables(
      plan,
      {
        identifiers,
        links: undefined,
        subjects: {},
        tombstones: undefined,
        signals: undefined,
        postal: undefined,
        registers: undefined,
      },
      undefined,
      undefined,
    );
    const lookUps = await executePlan(session, plan.steps, { later: [tables.identifiers] });
    const found = await session.rows(
      sql`select profile_id, key, refusal_key, valid, texts from ${tables.identifiers} where key is not null`,
    );
    const keys = written.map(() => NONE);
    for (const row of found) {
      keys[Number(row.profile_id)] = {
        key: String(row.key),
        refusalKey: String(row.refusal_key),
        valid: row.valid === true,
        texts: row.texts === true,
      };
    }
    return { keys, lookUps };
  } finally {
    session.close();
  }
}
