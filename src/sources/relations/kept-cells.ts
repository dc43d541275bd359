import { FALSE, join, name, type Sql, sql } from '../../sql/fragment.js';
import type { CellSelect } from './cell-select.js';

/**
 * The cells of a source in a table: their values, and of cells that can be unreadable whether they are.
 *
 * What a cell says as it is written stays behind, because nobody asks for it but to find out whether it is readable.
 *
 * @param anew Reads the cells.
 */
export function keptCells(
  anew: Sql,
  read: ReadonlyMap<string, readonly CellSelect[]>,
  keep: (cells: Sql) => Sql,
): { readonly query: Sql; readonly cells: ReadonlyMap<string, readonly CellSelect[]> } {
  const columns: Sql[] = [name('c', 'row')];
  const cells = new Map<string, readonly CellSelect[]>();
  for (const [field, own] of read) {
    const kept = own.map((cell): CellSelect => {
      // A constant has nothing to read, and nothing to be kept.
      if (cell.read.length === 0) return cell;
      const at = String(columns.length);
      columns.push(sql`${cell.value} as ${name(`value_${at}`)}`);
      if (cell.bad !== FALSE) columns.push(sql`${cell.bad} as ${name(`bad_${at}`)}`);
      return {
        raw: [],
        read: [],
        value: name('c', `value_${at}`),
        bad: cell.bad === FALSE ? FALSE : name('c', `bad_${at}`),
      };
    });
    cells.set(field, kept);
  }
  return { query: sql`select * from ${keep(sql`select ${join(columns, ', ')} from (${anew}) as c`)}`, cells };
}
