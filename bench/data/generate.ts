import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { deliveriesTable, objectionsTable, optOutsTable, permissionsTable } from './answers.js';
import { contactsView, eventsView, purchasesView } from './behaviour.js';
import { macros } from './draws.js';
import { people, profilesTable } from './profiles.js';
import { rowsOf, SEED } from './sizes.js';

/** Columns of time by table, which CSV holds as `2026-01-01T00:00:00Z`. */
const tables: Readonly<Record<string, readonly string[]>> = {
  profiles: [],
  purchases: ['at'],
  events: ['at'],
  permissions: ['occurred_at', 'recorded_at'],
  objections: ['received_at', 'recorded_at'],
  opt_outs: ['occurred_at'],
  deliveries: ['at'],
  contacts: ['at'],
};

const quoted = (file: string): string => `'${file.replaceAll("'", "''")}'`;

/** Made-up customers of one size, as Parquet and, where it is asked for, as CSV, into a folder. */
export async function generate(folder: string, size: string, seed = SEED, csv = true): Promise<void> {
  const rows = rowsOf(size);
  mkdirSync(folder, { recursive: true });
  const spill = path.join(folder, '.spill');
  const instance = await DuckDBInstance.create(':memory:', { temp_directory: spill });
  const db = await instance.connect();
  await db.run("set TimeZone = 'UTC'");
  const steps = [
    ...macros(rows.profiles, seed),
    people(rows.profiles),
    profilesTable,
    ...[purchasesView, eventsView, permissionsTable, objectionsTable, optOutsTable, deliveriesTable, contactsView].map(
      (make) => make(rows),
    ),
  ];
  for (const step of steps) await db.run(step);
  for (const [table, times] of Object.entries(tables)) {
    const parquet = quoted(path.join(folder, `${table}.parquet`));
    const iso = times.map((column) => `strftime("${column}", '%Y-%m-%dT%H:%M:%SZ') as "${column}"`).join(', ');
    await db.run(
      `copy (select * from ${table}) to ${parquet} (format parquet, compression zstd, row_group_size 122880)`,
    );
    if (!csv) continue;
    await db.run(
      `copy (select * ${iso === '' ? '' : `replace (${iso})`} from read_parquet(${parquet})) to ${quoted(path.join(folder, `${table}.csv`))} (format csv, header true)`,
    );
  }
  db.closeSync();
  instance.closeSync();
  rmSync(spill, { recursive: true, force: true });
}

if (process.argv[1] === import.meta.filename) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [folder, size = 'XS', seed] = positionals;
  if (folder === undefined) throw new Error('usage: tsx bench/data/generate.ts <folder> [XS|S|M|L|number] [seed]');
  await generate(folder, size, seed === undefined ? SEED : Number(seed));
}
