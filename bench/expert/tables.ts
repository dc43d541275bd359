import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import type { Form } from '../jobs/campaigns.js';

/** Columns of the files, in their order: names that say text, and those with types of their own. */
const columns = {
  profiles:
    'profile_id email phone first_name last_name street postal_code city region country birth_date:DATE gender language member_since:DATE deceased:BOOLEAN protected_identity:BOOLEAN',
  purchases:
    'purchase_id profile_id at:TIMESTAMPTZ product category quantity:INTEGER amount:DECIMAL(12,2) currency store kind contact_collected:BOOLEAN opt_out_offered:BOOLEAN controller',
  events: 'event_id profile_id at:TIMESTAMPTZ type name device_id',
  permissions:
    'profile_id controller purpose channel topic state occurred_at:TIMESTAMPTZ recorded_at:TIMESTAMPTZ source evidence',
  objections:
    'objection_id profile_id identifier_kind identifier controller purpose channel received_at:TIMESTAMPTZ recorded_at:TIMESTAMPTZ source action',
  opt_outs: 'identifier_kind identifier profile_id controller channel topic occurred_at:TIMESTAMPTZ source',
  deliveries: 'identifier_kind identifier channel outcome at:TIMESTAMPTZ',
  contacts: 'profile_id campaign channel kind purpose at:TIMESTAMPTZ',
};

export type Table = keyof typeof columns;
export const tables = Object.keys(columns) as Table[];

const typed = (table: Table): [string, string][] =>
  columns[table].split(' ').map((column) => {
    const [name = '', type = 'VARCHAR'] = column.split(':');
    return [name, type];
  });

const fileOf = (folder: string, table: Table, form: Form): string => path.join(folder, `${table}.${form}`);

/** Typed columns of CSV are by place, so the header has to be what it is taken for. */
export function checkHeaders(folder: string): void {
  for (const table of tables) {
    const file = openSync(fileOf(folder, table, 'csv'), 'r');
    const start = Buffer.alloc(2048);
    const length = readSync(file, start);
    closeSync(file);
    const [header] = start.toString('utf8', 0, length).split(/\r?\n/);
    const expected = typed(table)
      .map(([name]) => name)
      .join(',');
    if (header !== expected) throw new Error(`${table}.csv has another header than ${expected}`);
  }
}

/** Where a table is read: the file, with types by column where it has none. */
export function scanOf(folder: string, form: Form): (table: Table) => string {
  return (table) => {
    const file = `'${fileOf(folder, table, form).replaceAll("'", "''")}'`;
    if (form === 'parquet') return `read_parquet(${file})`;
    const types = typed(table).map(([name, type]) => `'${name}': '${type}'`);
    return `read_csv(${file}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {${types.join(', ')}})`;
  };
}
