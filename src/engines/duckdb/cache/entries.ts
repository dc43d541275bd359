import { open } from 'node:fs/promises';
import { duckdbFiles } from '../../../sources/duckdb-files.js';
import { name, type Sql, sql } from '../../../sql/fragment.js';
import type { Session } from '../session.js';
import type { TableCache } from './table-cache.js';

/** A view of an entry. */
export interface EntryView {
  /** Frees what the view is read from; whoever keeps the entry keeps it. */
  drop(): Promise<void>;
}

/**
 * How tables lie in files: as Parquet, or as the one table of a database where they have a type for which Parquet has no
 * place. Of names and addresses of a million persons a database takes DuckDB 1.5 three times the work, and as much room.
 */
export class Entries {
  #databases = 0;

  constructor(
    private readonly session: Session,
    private readonly cache: TableCache,
  ) {}

  /** Units: rows of what the query gives, which are in the file then. */
  async write(query: Sql, path: string, { inOrder }: { readonly inOrder: boolean }): Promise<number> {
    // Who does not mind their order has no other types either.
    if (!inOrder) return this.session.write(query, path);
    const columns = await this.session.rows(sql`describe ${query}`);
    const isPlain = columns.every((column) => PLAIN.test(String(column.column_type)));
    return isPlain ? this.session.writeInOrder(query, path) : this.#writeDatabase(query, path);
  }

  /** A view of a file that may be renamed or removed meanwhile; nothing where there can be none. */
  async view(table: string, path: string): Promise<EntryView | undefined> {
    const view = name(table);
    if (await isParquet(path)) {
      // A database is open for as long as it is attached, a file only while it is read.
      const held = await this.cache.hold(path);
      if (held === undefined) return undefined;
      await this.session.view(table, held);
      return { drop: () => this.session.run(sql`drop view ${view}`) };
    }
    const database = await this.#attach(path);
    await this.session.run(sql`create view ${view} as select * from ${name(database, 'main', TABLE)}`);
    return {
      drop: async () => {
        await this.session.run(sql`drop view ${view}`);
        await this.session.run(sql`detach ${name(database)}`);
      },
    };
  }

  /** What a file holds, read at once. */
  async through<T>(path: string, read: (query: Sql) => Promise<T>): Promise<T> {
    if (await isParquet(path)) return read(sql`select * from read_parquet(${duckdbFiles([{ path }])})`);
    const database = await this.#attach(path);
    try {
      return await read(sql`select * from ${name(database, 'main', TABLE)}`);
    } finally {
      await this.session.run(sql`detach ${name(database)}`);
    }
  }

  async #writeDatabase(query: Sql, path: string): Promise<number> {
    const database = this.#nextDatabase();
    await this.session.run(sql`attach ${path} as ${name(database)}`);
    try {
      const [made = {}] = await this.session.rows(sql`create table ${name(database, 'main', TABLE)} as ${query}`);
      return Number(made.Count ?? 0);
    } finally {
      await this.session.run(sql`detach ${name(database)}`);
    }
  }

  async #attach(path: string): Promise<string> {
    const database = this.#nextDatabase();
    await this.session.run(sql`attach ${path} as ${name(database)} (read_only)`);
    return database;
  }

  #nextDatabase(): string {
    this.#databases += 1;
    return `cached ${this.#databases}`;
  }
}

/** Types that are the same in Parquet. */
const PLAIN = /^(VARCHAR|BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT)|DECIMAL\(\d+,\d+\))$/;

/** By what every such file begins with; one that is gone is none. */
async function isParquet(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1') === 'PAR1';
  } finally {
    await file.close();
  }
}

/** What the table is called in its database. */
const TABLE = 'held';
