import { type DuckDBConnection, DuckDBDecimalValue, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { print } from '../../src/sql/dialects/dialect.js';
import { duckdb as dialect } from '../../src/sql/dialects/duckdb.js';
import type { Sql } from '../../src/sql/fragment.js';

/** Integers as numbers, decimals in millionths as bigint. */
export type Value = string | number | bigint | boolean | null;

/** A real DuckDB in memory, set up as the engine sets it up. */
export class Duck {
  private constructor(readonly connection: DuckDBConnection) {}

  static async open(): Promise<Duck> {
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      threads: '2',
    });
    const connection = await instance.connect();
    await connection.run("set TimeZone = 'UTC'");
    return new Duck(connection);
  }

  async run(text: string): Promise<void> {
    await this.connection.run(text);
  }

  async rows(query: Sql | string): Promise<Record<string, Value>[]> {
    const text = typeof query === 'string' ? query : print(query, dialect);
    const result = await this.connection.runAndReadAll(text);
    return result
      .getRowObjects()
      .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])));
  }
}

function plain(value: DuckDBValue): Value {
  if (value instanceof DuckDBDecimalValue) {
    if (value.scale !== 6) throw new Error(`a decimal with ${value.scale} places`);
    return value.value;
  }
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value;
  throw new Error(`a value of another type: ${JSON.stringify(value)}`);
}
