import { join, name, type Sql, sql, wordsOf } from '../sql/fragment.js';
import { contentOf } from '../sql/plan.js';

/**
 * Expressions over the columns of a row that are worked out once, however often they are asked for.
 *
 * Engines do not look for what two branches of a `case` have in common. Here every asked expression is a column of its
 * own, in a layer above the columns that it reads.
 */
export class OnceColumns {
  readonly #columns: { readonly column: string; readonly value: Sql; readonly layer: number }[] = [];
  readonly #byContent = new Map<string, Sql>();
  readonly #layers = new Map<string, number>();

  ask(value: Sql): Sql {
    const content = contentOf([], value);
    const known = this.#byContent.get(content);
    if (known !== undefined) return known;
    const column = `once_${this.#columns.length + 1}`;
    const layer = 1 + Math.max(0, ...[...wordsOf(value)].map((word) => this.#layers.get(word) ?? 0));
    this.#columns.push({ column, value, layer });
    this.#layers.set(column, layer);
    this.#byContent.set(content, name(column));
    return name(column);
  }

  /** The rows with every column that was asked for. */
  over(rows: Sql): Sql {
    const layers = Math.max(0, ...this.#layers.values());
    return Array.from({ length: layers }, (_, i) => i + 1).reduce((below, layer) => {
      const own = this.#columns.filter((one) => one.layer === layer);
      const columns = own.map(({ column, value }) => sql`${value} as ${name(column)}`);
      return sql`select *, ${join(columns, ', ')} from (${below}) as l`;
    }, rows);
  }
}
