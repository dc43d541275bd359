import { readRendered, renderedQuery } from '../../src/campaign/render-sql.js';
import { executePlan } from '../../src/engines/duckdb/execute-plan.js';
import { Session } from '../../src/engines/duckdb/session.js';
import { keyColumns } from '../../src/export/listing-services/key-columns.js';
import type { MatchField } from '../../src/export/listing-services/match.js';
import { sql } from '../../src/sql/fragment.js';
import { PlanBuilder } from '../../src/sql/plan.js';

/** The seven, in the order of both sides’ columns. */
export const FIELDS = [
  'email',
  'phone',
  'first_name',
  'last_name',
  'city',
  'postal_code',
  'country',
] as const satisfies readonly MatchField[];

export interface Normalised {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** By person, in the order of their ids: the hash of each field, null where there is none. */
  readonly rows: () => AsyncIterable<readonly (string | null)[]>;
  readonly close: () => void;
}

/** A listing of everybody for Meta, as `clearlist run` renders it: what SQL is not certain of goes through the reference. */
export async function normalisedByUs(profiles: string): Promise<Normalised> {
  const session = await Session.open({ threads: 2 });
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const rendering = {
    columns: keyColumns({ service: 'meta-custom-audience', fields: FIELDS }).map(({ column }) => column),
  };
  const plan = new PlanBuilder();
  const rows = sql`select profile_id as id, email, phone, first_name, last_name, city, postal_code, country from read_parquet(${profiles})`;
  const profile = plan.view('profile', rows);
  const identifiers = plan.view(
    'profile_identifier',
    sql`select id as profile_id, ${'email'} as kind, email as raw, country, 1 as rank, false as former from ${profile} where email is not null union all select id, ${'phone'}, phone, country, 1, false from ${profile} where phone is not null`,
  );
  const listed = sql`select id as person_id, cast(null as varchar) as basis from ${profile}`;
  const query = renderedQuery(plan, rendering, { listed, profile, identifiers, fallbackCountry: undefined });
  await executePlan(session, plan.steps, { later: [query] });
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds: (performance.now() - wall) / 1000,
    cpuSeconds: (user + system) / 1e6,
    rows: async function* () {
      for await (const [line] of session.stream(query)) {
        const { cells } = readRendered(rendering, String(line));
        yield cells.map(({ texts: [text] }) => text ?? null);
      }
    },
    close: () => session.close(),
  };
}
