import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { fewAtOnce } from '../../campaign/few-at-once.js';
import { ClearlistError, requireGoing } from '../../errors.js';
import { duckdbFiles } from '../../sources/duckdb-files.js';
import { PrivateFolder } from '../../sources/private-folder.js';
import { print } from '../../sql/dialects/dialect.js';
import { duckdb as dialect } from '../../sql/dialects/duckdb.js';
import { name, type Sql, sql } from '../../sql/fragment.js';
import type { Column, CreateStep, Row } from '../../sql/plan.js';
import { Connections } from './connections.js';

type DuckDBModule = typeof import('@duckdb/node-api');

/** The exact version this release was tested with. */
export const DUCKDB_PACKAGE = '@duckdb/node-api@1.5.6-r.1';

/** As many as Node has threads for, unless it is told otherwise; more would wait there, deaf to being stopped. */
const ASKED_AT_ONCE = 4;

/** CommonJS in a hundred files: as a module, Node reads each of them twice, for the names that it might export. */
const require = createRequire(import.meta.url);

function load(): DuckDBModule {
  try {
    return require('@duckdb/node-api') as DuckDBModule;
  } catch (cause) {
    throw new ClearlistError('engine-missing', 'the embedded engine DuckDB is not installed', {
      hint: `Install it with: npm install ${DUCKDB_PACKAGE}`,
      issues: [{ message: cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : 'cannot be loaded' }],
    });
  }
}

/** Settings of one session. */
export interface SessionOptions {
  /** Upper limit of DuckDB's own memory, `1GB`; what does not fit goes to a private folder until the session closes. */
  readonly memory?: string;
  readonly threads?: number;
  /** Stops what is being done, with `interrupted`, also in the middle of a statement. */
  readonly signal?: AbortSignal;
}

/** Some rows of a result, as the values of each column. */
export interface Batch {
  readonly rows: number;
  readonly columns: readonly (readonly DuckDBValue[])[];
}

/**
 * One DuckDB database in memory.
 *
 * INVARIANT: what reads a CSV file into a table, or a view of one, runs on the first connection, where DuckDB notes in
 * temporary tables the rows that it could not split; on another they would be gone without anybody having counted them.
 */
export class Session {
  private constructor(
    private readonly module: DuckDBModule,
    private readonly connections: Connections,
    private readonly spill: PrivateFolder,
  ) {}

  static async open(options: SessionOptions = {}): Promise<Session> {
    requireGoing(options.signal);
    const module = load();
    const spill = await PrivateFolder.make();
    const instance = await module.DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      ...(options.memory === undefined ? {} : { memory_limit: options.memory }),
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
      temp_directory: spill.path,
    });
    const connections = await Connections.open(instance, options.signal);
    // Of the whole database, so that connections which are made later have it too.
    await connections.onFirst((connection) => connection.run("set global TimeZone = 'UTC'"));
    return new Session(module, connections, spill);
  }

  /**
   * How many statements of a plan are worked on at once. Each takes as many threads as it has rows for: of little data,
   * that is one.
   */
  get lanes(): number {
    return this.#lanes;
  }

  #lanes = 1;

  /** To be called where data is so little that two statements at once have room for all they make. */
  widen(): void {
    this.#lanes = 2;
  }

  get version(): string {
    return this.module.version();
  }

  text(statement: Sql): string {
    return print(statement, dialect);
  }

  async run(statement: Sql): Promise<void> {
    await this.#ask(statement, (connection, text) => connection.run(text));
  }

  /** All rows of a small result, by column name. */
  rows(query: Sql): Promise<readonly Readonly<Record<string, DuckDBValue>>[]> {
    return this.#ask(query, async (connection, text) => (await connection.runAndReadAll(text)).getRowObjects());
  }

  /** The same of what DuckDB noted while it read CSV files. */
  rowsNoted(query: Sql): Promise<readonly Readonly<Record<string, DuckDBValue>>[]> {
    const text = this.text(query);
    return this.connections.onFirst(async (connection) => (await connection.runAndReadAll(text)).getRowObjects());
  }

  /** All rows of a result, a list of values for each column: for results of which there may be many rows. */
  columns(query: Sql): Promise<Readonly<Record<string, readonly DuckDBValue[]>>> {
    return this.#ask(query, async (connection, text) => (await connection.runAndReadAll(text)).getColumnsObject());
  }

  /**
   * What is asked for each of some things, in their order: a few at once where there is little data.
   *
   * @param always So many at once of any data; two where JavaScript has work with each answer, for the engine to go on.
   */
  each<T, R>(items: readonly T[], ask: (item: T) => Promise<R>, always: 1 | 2 = 1): Promise<readonly R[]> {
    return fewAtOnce(this.#lanes > 1 ? ASKED_AT_ONCE : always, items, ask);
  }

  #ask<T>(statement: Sql, work: (connection: DuckDBConnection, text: string) => Promise<T>): Promise<T> {
    const text = this.text(statement);
    const ask = (connection: DuckDBConnection): Promise<T> => work(connection, text);
    return this.#readsCsv(text) ? this.connections.onFirst(ask) : this.connections.onAny(ask);
  }

  #readsCsv = (text: string): boolean =>
    text.includes('read_csv(') || this.#viewsOfCsv.some((view) => text.includes(view));

  /** Quoted, as statements name them. */
  readonly #viewsOfCsv: string[] = [];

  /** The rows of a result of any size, on a connection of their own. */
  async *stream(query: Sql): AsyncGenerator<readonly DuckDBValue[]> {
    for await (const { rows, columns } of this.batches(query)) {
      for (let row = 0; row < rows; row += 1) yield columns.map((column) => column[row] as DuckDBValue);
    }
  }

  /** The same as blocks of columns, which is a third of the work. */
  async *batches(query: Sql): AsyncGenerator<Batch> {
    const connection = await this.connections.connect();
    try {
      const result = await this.connections.guarded(connection, () => connection.stream(this.text(query)));
      for (;;) {
        const chunk = await this.connections.guarded(connection, () => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        yield { rows: chunk.rowCount, columns: chunk.getColumns() };
      }
    } finally {
      connection.closeSync();
    }
  }

  /** Units: rows of the table; none for a view, which has not been worked out yet. */
  async create(as: CreateStep['as'], table: string, query: Sql): Promise<number> {
    if (as === 'stored' || as === 'passing') return this.#store(table, query);
    const what = as === 'view' ? sql`create view` : sql`create table`;
    if (as === 'view' && this.#readsCsv(this.text(query))) this.#viewsOfCsv.push(this.text(name(table)));
    const [made = {}] = await this.rows(sql`${what} ${name(table)} as ${query}`);
    return Number(made.Count ?? 0);
  }

  /** A table in a file of the session's own folder, under a view of its name. */
  async #store(table: string, query: Sql): Promise<number> {
    this.#files += 1;
    const path = join(this.spill.path, `${this.#files}.parquet`);
    const rows = await this.write(query, path);
    await this.view(table, path);
    this.#stored.set(table, path);
    return rows;
  }

  /**
   * Writes what a query gives into a file, as it is made and in no order; numbers beyond 64 bits have no place in it.
   *
   * Parquet without compression takes DuckDB 1.5 a third of the work of a table in a database file, and as little room
   * (3 million rows of an id, a word and a time: 0.4 s of 1.3 s).
   */
  async write(query: Sql, path: string): Promise<number> {
    const options = sql`format parquet, parquet_version v2, compression uncompressed, dictionary_size_limit 2000`;
    return this.#ask(sql`copy (${query}) to ${path} (${options})`, async (connection, text) => {
      // In order, DuckDB holds back what one thread has read until the others have read what comes before it.
      await connection.run('set session preserve_insertion_order = false');
      try {
        const [made = {}] = (await connection.runAndReadAll(text)).getRowObjects();
        return Number(made.Count ?? 0);
      } finally {
        await connection.run('reset session preserve_insertion_order');
      }
    });
  }

  /**
   * The same in the order of the query, and packed: names and addresses of a million persons take as much room as in a
   * database file, and two fifths of the work (0.65 s of 1.7 s).
   */
  async writeInOrder(query: Sql, path: string): Promise<number> {
    return this.#copy(query, path, sql`compression snappy`);
  }

  async #copy(query: Sql, path: string, packed: Sql): Promise<number> {
    const [made = {}] = await this.rows(
      sql`copy (${query}) to ${path} (format parquet, parquet_version v2, ${packed})`,
    );
    return Number(made.Count ?? 0);
  }

  /** A view of what {@link write} or {@link writeInOrder} wrote. */
  async view(table: string, path: string): Promise<void> {
    await this.run(sql`create view ${name(table)} as select * from read_parquet(${duckdbFiles([{ path }])})`);
  }

  #files = 0;
  readonly #stored = new Map<string, string>();

  /** Creates a table of these columns and appends rows; to be closed before the table is read. */
  async append(table: string, columns: readonly Column[]): Promise<(row: Row) => void> {
    const definitions = columns.map((column) => `${print(name(column.name), dialect)} ${SQL_TYPES[column.type]}`);
    await this.#ask(sql`create table ${name(table)}`, (connection, text) =>
      connection.run(`${text} (${definitions.join(', ')})`),
    );
    const connection = await this.connections.connect();
    const appender = await connection.createAppender(table);
    const { DuckDBDecimalValue } = this.module;
    const append = (row: Row): void => {
      row.forEach((value, i) => {
        const type = columns[i]?.type;
        if (value === null) appender.appendNull();
        else if (type === 'text') appender.appendVarchar(String(value));
        else if (type === 'boolean') appender.appendBoolean(value === true);
        else if (type === 'decimal') appender.appendDecimal(new DuckDBDecimalValue(BigInt(value as bigint), 18, 6));
        else appender.appendBigInt(BigInt(value as number));
      });
      appender.endRow();
    };
    this.#open.set(append, () => {
      appender.closeSync();
      connection.closeSync();
    });
    return append;
  }

  readonly #open = new Map<(row: Row) => void, () => void>();

  finish(append: (row: Row) => void): void {
    this.#open.get(append)?.();
    this.#open.delete(append);
  }

  /** What the tables of one more plan are named by. */
  freshPrefix(): string {
    this.#plans += 1;
    return `plan_${this.#plans}_`;
  }

  #plans = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** Work on the session's own connection, after all of the same that was asked for before. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Frees tables that no query reads any more; those that were never made are none. */
  async drop(tables: readonly string[]): Promise<void> {
    for (const table of tables) {
      const path = this.#stored.get(table);
      this.#stored.delete(table);
      if (path === undefined) await this.run(sql`drop table if exists ${name(table)}`);
      else {
        await this.run(sql`drop view ${name(table)}`);
        await rm(path, { force: true });
      }
    }
  }

  close(): void {
    this.connections.close();
    this.spill.remove();
  }
}

const SQL_TYPES = { text: 'varchar', integer: 'bigint', decimal: 'decimal(18,6)', boolean: 'boolean' } as const;
