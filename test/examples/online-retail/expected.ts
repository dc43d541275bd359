import { readFileSync } from 'node:fs';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/**
 * The lists of the online retail example, worked out a second time: by SQL written by hand from the rules, over the
 * same files, without anything of Clearlist.
 */
export interface ExpectedList {
  readonly counts: {
    readonly universe: number;
    readonly members: number;
    readonly suppressed: number;
    readonly cleared: number;
    readonly duplicates: number;
    readonly capped: number;
    readonly overLimit: number;
    readonly heldOut: number;
    readonly listed: number;
  };
  /** Gravest first. */
  readonly reasons: readonly { readonly code: string; readonly primary: number; readonly any: number }[];
  readonly bases: readonly { readonly basis: string; readonly persons: number }[];
  /** The header and every row, as text. */
  readonly rows: readonly (readonly string[])[];
}

/** The columns of each list, under the headers they have there. */
const columns = {
  winback: 'profile_id, address as email, first_name, language',
  newsletter: 'profile_id, address as email, first_name, last_name, country',
  'sms-offer': 'profile_id, address as phone, first_name as name, tier',
} as const;
export type CampaignId = keyof typeof columns;
export const campaigns = Object.keys(columns) as readonly CampaignId[];

export interface ExpectedRun {
  readonly lines: number;
  readonly linesOfNobody: number;
  readonly lists: Readonly<Record<CampaignId, ExpectedList>>;
}

const script = (name: string): string => readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8');

/** @param asOf a timestamp in UTC without an offset. */
export async function expectedRun(purchases: string, folder: string, asOf: string): Promise<ExpectedRun> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
    await connection.run(`set timezone = 'UTC'; set threads = 2;
      set variable purchases = ${text(purchases)}; set variable folder = ${text(folder)};
      set variable as_of = ${text(asOf)}::timestamp;`);
    await connection.run(script('read'));
    const [lines = 0, linesOfNobody = 0] = await numbers(
      connection,
      `select count(*), count(*) filter (said(CustomerID) is null) from line`,
    );
    const lists: Partial<Record<CampaignId, ExpectedList>> = {};
    for (const id of campaigns) lists[id] = await expectedList(connection, id);
    return { lines, linesOfNobody, lists: lists as Record<CampaignId, ExpectedList> };
  } finally {
    connection.closeSync();
  }
}

async function expectedList(connection: DuckDBConnection, id: CampaignId): Promise<ExpectedList> {
  for (const name of [id, 'addresses', 'refusals', 'decide']) await connection.run(script(name));
  const [universe = 0, members = 0, cleared = 0, listed = 0] = await numbers(
    connection,
    `select (select count(*) from person), (select count(*) from member), (select count(*) from cleared),
      (select count(*) from listed)`,
  );
  const reasons = await connection.runAndReadAll(
    `select reason, count(*) filter ("primary"), count(*) from suppressed group by reason
     order by (select g.rank from gravity as g where g.reason = suppressed.reason)`,
  );
  const bases = await connection.runAndReadAll('select basis, count(*) from cleared group by basis order by basis');
  const list = await connection.runAndReadAll(`select ${columns[id]} from listed order by encode(profile_id)`);
  return {
    counts: {
      universe,
      members,
      suppressed: members - cleared,
      cleared,
      duplicates: cleared - listed,
      capped: 0,
      overLimit: 0,
      heldOut: 0,
      listed,
    },
    reasons: reasons
      .getRowsJS()
      .map(([code, primary, any]) => ({ code: String(code), primary: Number(primary), any: Number(any) })),
    bases: bases.getRowsJS().map(([basis, persons]) => ({ basis: String(basis), persons: Number(persons) })),
    rows: [
      list.columnNames(),
      ...list.getRowsJS().map((row) => row.map((cell) => (cell === null ? '' : String(cell)))),
    ],
  };
}

async function numbers(connection: DuckDBConnection, sql: string): Promise<readonly number[]> {
  const [row = []] = (await connection.runAndReadAll(sql)).getRowsJS();
  return row.map(Number);
}
