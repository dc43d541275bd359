import { join, name, type Sql, sql } from '../sql/fragment.js';

/**
 * Columns worked out from columns, in as few layers as they need: each layer reads the ones below it, so that whatever
 * a layer mentions several times was worked out once.
 */
export class Layers {
  readonly #layers: Sql[][] = [];
  readonly #names: string[] = [];
  /** By what works a column out: its name, and its layer from 1. */
  readonly #known = new Map<string, { readonly column: Sql; readonly layer: number }>();
  readonly #layerOf = new Map<Sql, number>();
  readonly #taken: ReadonlySet<string>;

  /** @param taken The names of the columns at the bottom, which are `f` in every layer. */
  constructor(taken: readonly string[]) {
    this.#taken = new Set(taken.map((column) => column.toLowerCase()));
  }

  /** @param read Columns that this gave earlier; the others that are read are at the bottom. */
  column(value: Sql, read: readonly Sql[]): Sql {
    const key = JSON.stringify(value);
    const known = this.#known.get(key);
    if (known !== undefined) return known.column;
    const layer = 1 + Math.max(0, ...read.map((column) => this.#layerOf.get(column) ?? 0));
    const called = this.#free();
    const column = name('f', called);
    this.#names.push(called);
    this.#known.set(key, { column, layer });
    this.#layerOf.set(column, layer);
    while (this.#layers.length < layer) this.#layers.push([]);
    this.#layers[layer - 1]?.push(sql`${value} as ${name(called)}`);
    return column;
  }

  /** The columns at the bottom, and what is made of those above them. */
  over(rows: Sql, columns: readonly Sql[]): Sql {
    let all = rows;
    for (const layer of this.#layers) all = sql`select f.*, ${join(layer, ', ')} from (${all}) as f`;
    const hidden = this.#names.map((called) => name(called));
    return sql`select f.* exclude (${join(hidden, ', ')}), ${join(columns, ', ')} from (${all}) as f`;
  }

  /** DuckDB takes letters of either case for the same. */
  #free(): string {
    for (let called = `(${this.#names.length + 1})`; ; called = `(${called})`)
      if (!this.#taken.has(called)) return called;
  }
}
