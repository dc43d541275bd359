import { createHash } from 'node:crypto';
import { print } from '../../../sql/dialects/dialect.js';
import { duckdb } from '../../../sql/dialects/duckdb.js';
import { bytesLiteral, name, type Sql, type SqlPart } from '../../../sql/fragment.js';
import type { LookUpStep, Step } from '../../../sql/plan.js';

/** What a table holds, without having made it. */
export interface TableKey {
  /** The same for tables of the same rows only. Units: 64 hex digits. */
  readonly key: string;
  /** SHA-256 of every file whose rows it rests on. */
  readonly files: ReadonlySet<string>;
  /** Any of them holds what decides whether somebody may be contacted. */
  readonly decides: boolean;
}

/** Whether what rests on these files may outlive the run: see `FileValue`. */
export const isLasting = ({ files, decides }: Pick<TableKey, 'files' | 'decides'>): boolean =>
  !decides || files.size === 1;

/** What decides about rows beside the SQL and the files. */
export interface KeyContext {
  /** Of Clearlist, the engine and the form of entries. */
  readonly versions: readonly string[];
  /** Of the run, for what TypeScript works out: its zone and its times. */
  readonly run: unknown;
}

/**
 * Keys of a plan's tables: the hash of the SQL that makes a table, in which every table stands for its own key and every
 * file for the hash of its bytes. What a table is called, and where files lie, is no part of it.
 *
 * There is no key for what rests on anything whose rows are not known by a hash: records that are loaded, tables of
 * databases and copies. Whoever reads a relation that the plan does not have gets none either. Nor is there one for a table
 * in which refusals meet other files, nor for what is made of it: whom they concern is worked out in every run.
 */
export class TableKeys {
  readonly #known = new Map<string, TableKey | undefined>();

  constructor(private readonly context: KeyContext) {}

  /** To be called with every step, in the order of the plan. */
  add(step: Step): TableKey | undefined {
    const key = this.#keyOf(step);
    this.#known.set(step.table, key);
    return key;
  }

  /**
   * To be called with a table once it is there: it is known by what it holds, whatever that came from. What was added
   * before and reads it has no other key for that.
   *
   * @param rows All of them, in an order of their own.
   */
  settle(table: string, rows: readonly unknown[]): void {
    if (this.#known.has(table)) this.#known.set(table, ofNoFile(this.#hash(['rows', rows])));
  }

  /** To be called with a table whose rows nobody can tell from its query. */
  unsettle(table: string): void {
    this.#known.set(table, undefined);
  }

  /** Of a table whose step was added. */
  known(table: string): TableKey | undefined {
    return this.#known.get(table);
  }

  /** The key of what a query gives, after the steps so far; whatever files it rests on. */
  of(query: Sql, as: 'create' | 'answer' | 'earlier' = 'create'): TableKey | undefined {
    return this.#key([as], query);
  }

  #keyOf(step: Step): TableKey | undefined {
    if (step.do === 'fill') return ofNoFile(this.#hash(['fill', step.columns, step.rows]));
    const key =
      step.do === 'create'
        ? this.#key([step.as === 'stored' ? 'stored' : 'create'], step.query)
        : step.do === 'look_up'
          ? this.#key(lookUpWords(step, this.context), step.input)
          : undefined;
    return key && isLasting(key) ? key : undefined;
  }

  #key(words: readonly unknown[], query: Sql): TableKey | undefined {
    const rests: Rests = { files: new Set(), decides: false };
    const resolved = this.#resolved(query.parts, rests);
    return resolved && { key: this.#hash([...words, print({ parts: resolved }, duckdb)]), ...rests };
  }

  #hash(content: readonly unknown[]): string {
    const text = JSON.stringify([this.context.versions, content], (_, value) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    return createHash('sha256').update(text).digest('hex');
  }

  /** The parts with keys for tables and hashes for files; nothing where one of them has none. */
  #resolved(parts: readonly SqlPart[], rests: Rests): readonly SqlPart[] | undefined {
    const resolved: SqlPart[] = [];
    for (const [i, part] of parts.entries()) {
      const said = this.#part(part, parts[i - 1], rests);
      if (said === undefined) return undefined;
      resolved.push(...said);
    }
    return resolved;
  }

  #part(part: SqlPart, before: SqlPart | undefined, rests: Rests): readonly SqlPart[] | undefined {
    switch (part.is) {
      case 'name': {
        if (!this.#known.has(part.name)) return isRelation(before) ? undefined : [part];
        return this.#named(part.name, rests);
      }
      case 'text': {
        // A table can be named in plain text; a column or an alias that is called like one costs a key at most.
        const keys: SqlPart[] = [];
        for (const [word] of part.text.matchAll(/[a-z_][a-z0-9_]*/gi)) {
          if (!this.#known.has(word)) continue;
          const named = this.#named(word, rests);
          if (named === undefined) return undefined;
          keys.push(...named);
        }
        return [part, ...keys];
      }
      case 'literal': {
        if (part.value === null || typeof part.value !== 'object' || !('file' in part.value)) return [part];
        const { sha256, alone } = part.value;
        if (sha256 === undefined) return undefined;
        rests.files.add(sha256);
        rests.decides ||= alone === true;
        return bytesLiteral(sha256).parts;
      }
      case 'call': {
        const args = this.#inside(part.args, rests);
        return args && [{ ...part, args }];
      }
      case 'logic': {
        const of = this.#inside(part.of, rests);
        return of && [{ ...part, of }];
      }
    }
  }

  #inside(fragments: readonly Sql[], rests: Rests): readonly Sql[] | undefined {
    const all: Sql[] = [];
    for (const { parts } of fragments) {
      const resolved = this.#resolved(parts, rests);
      if (resolved === undefined) return undefined;
      all.push({ parts: resolved });
    }
    return all;
  }

  #named(table: string, rests: Rests): readonly SqlPart[] | undefined {
    const known = this.#known.get(table);
    if (known === undefined) return undefined;
    for (const file of known.files) rests.files.add(file);
    rests.decides ||= known.decides;
    return name(`#${known.key}`).parts;
  }
}

const ofNoFile = (key: string): TableKey => ({ key, files: new Set(), decides: false });

/** What a table is found to rest on while its statement is gone through. */
interface Rests {
  readonly files: Set<string>;
  decides: boolean;
}

const lookUpWords = ({ purpose, per, columns }: LookUpStep, { run }: KeyContext): readonly unknown[] => [
  'look_up',
  purpose,
  per,
  columns,
  run,
];

/** Whether what follows is the name of a relation. */
const isRelation = (before: SqlPart | undefined): boolean =>
  before?.is === 'text' && /\b(from|join|into|table)\s+$/i.test(before.text);
