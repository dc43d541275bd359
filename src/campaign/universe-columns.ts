import { joinMerged, personSql } from '../identity/merged-person.js';
import { compareUtf8, PRINTABLE_ASCII_PATTERN } from '../model/text.js';
import { foldCase } from '../segments/fold-case.js';
import type { IdList } from '../segments/id-list.js';
import type { AnswerTable } from '../sql/aggregates.js';
import { call, insideOf, join, name, type Sql, sql } from '../sql/fragment.js';
import { type Answer, type NarrowAnswers, truthIn, wordsQuery } from '../sql/narrow-answers.js';
import type { PlanBuilder } from '../sql/plan.js';
import { Truths } from '../sql/truths.js';

/** A list that conditions asked for. */
export interface AskedList {
  readonly alias: string;
  readonly name: string;
  readonly sha256: string;
  /** How many ids it has. */
  readonly ids: number;
  readonly unknown: Sql;
}

/** A look at the population that conditions asked for. */
export interface AskedFit {
  readonly alias: string;
  readonly key: string;
  readonly columns: readonly string[];
  /** One row; there once the universe is built. */
  table?: Sql;
}

type Layer =
  | { readonly column: string; readonly value: Sql }
  | { readonly fit: string; readonly columns: readonly string[]; readonly query: (everybody: Sql) => Sql };

/** Under which the truths of all tables of answers stand. */
const WORDS = 'words';

const NOTHING: Pick<NarrowAnswers, 'raw' | 'truths'> = { raw: new Set(), truths: [] };

/** What is asked of the universe once tables of answers hold no more than it needs. */
export interface NarrowedUniverse {
  readonly conditions: readonly Sql[];
  readonly layers: readonly Layer[];
  readonly tables: ReadonlyMap<string, NarrowAnswers>;
}

/**
 * The universe as one wide query: a row for each person, a column for each value that conditions ask for.
 *
 * A condition that several ask for is a column in a layer of its own above those it rests on, so that it is written
 * once. INVARIANT: a layer names only columns of the layers below it, because it is asked for after them.
 */
export class UniverseColumns {
  constructor(
    private readonly plan: PlanBuilder,
    /** The relation of profiles. */
    private readonly profileRelation: Sql,
    /** Profiles merged away, if links are declared. */
    private readonly merged: Sql | undefined,
  ) {}

  readonly #columns = new Map<string, Sql>();
  readonly #answers = new Map<string, Answer>();
  readonly #lists = new Map<string, AskedList>();
  readonly #joins = new Map<string, Sql>();
  readonly #shared = new Map<string, string>();
  readonly #layers: Layer[] = [];
  readonly #fits = new Map<string, AskedFit>();

  /** A column of the person's profile. */
  profile(column: string): Sql {
    return this.#column(`p.${column}`, name('p', column));
  }

  /** A column of text by `foldCase`: printable ASCII in SQL, every distinct other text once through the reference. */
  folded(column: string): Sql {
    const table = `folded_${column}`;
    const raw = name('p', column);
    const isPlain = (text: Sql): Sql => call('matches', text, sql`${PRINTABLE_ASCII_PATTERN}`);
    const folded = this.plan.lookUp(table, {
      columns: [
        { name: 'raw', type: 'text' },
        { name: 'folded', type: 'text' },
      ],
      input: sql`select distinct ${raw} as raw from ${this.profileRelation} as p where ${raw} is not null and not ${isPlain(raw)}`,
      per: 'rows',
      compute: (rows) => rows.map(([text]) => [text as string, foldCase(String(text))]),
    });
    this.#joins.set(table, sql` left join ${folded} as ${name(table)} on ${name(table)}.raw = ${raw}`);
    return this.#column(
      `folded.${column}`,
      sql`case when ${isPlain(raw)} then lower(${raw}) else ${name(table, 'folded')} end`,
    );
  }

  /** Whether the person, or a profile merged into them, is on a list of ids. */
  listed(listName: string, { ids, sha256 }: IdList): Sql {
    const known = this.#lists.get(`${listName} ${sha256}`);
    const alias = known?.alias ?? `list_${this.#lists.size + 1}`;
    if (known === undefined) {
      const table = this.plan.fill(
        alias,
        [{ name: 'id', type: 'text' }],
        [...ids].sort(compareUtf8).map((id) => [id]),
      );
      const person = personSql(this.merged, name('l', 'id'));
      const persons = this.plan.table(
        `${alias}_person`,
        sql`select distinct ${person} as person_id from ${table} as l${joinMerged(this.merged, name('l', 'id'))}`,
      );
      const unknown = sql`select count(*) as ids from ${table} as l${joinMerged(this.merged, name('l', 'id'))} where not exists (select 1 from ${this.profileRelation} as p where p.id = ${person})`;
      this.#joins.set(alias, sql` left join ${persons} as ${name(alias)} on ${name(alias)}.person_id = p.id`);
      this.#lists.set(`${listName} ${sha256}`, { alias, name: listName, sha256, ids: ids.size, unknown });
    }
    return this.#column(`${alias}.listed`, sql`(${name(alias)}.person_id is not null)`);
  }

  /** Every list asked for, with a query that counts in `ids` those that belong to nobody. */
  get lists(): readonly AskedList[] {
    return [...this.#lists.values()];
  }

  answer(answer: Answer): Sql {
    const column = `${answer.alias}.${answer.column}`;
    this.#answers.set(column, answer);
    return name(column);
  }

  shared(key: string, compile: () => Sql): Sql {
    const known = this.#shared.get(key);
    if (known !== undefined) return name(known);
    // Compiled first: what it rests on then stands below it.
    const value = compile();
    const column = `shared_${this.#shared.size + 1}`;
    this.#shared.set(key, column);
    this.#layers.push({ column, value });
    return name(column);
  }

  fitted(key: string, columns: readonly string[], query: (everybody: Sql) => Sql): (column: string) => Sql {
    const known = this.#fits.get(key);
    const alias = known?.alias ?? `fit_${this.#fits.size + 1}`;
    if (known === undefined) {
      this.#fits.set(key, { alias, key, columns });
      this.#layers.push({ fit: alias, columns, query });
    }
    return (column) => name(`${alias}.${column}`);
  }

  /** Every look at the population, with a table of one row once everything is built. */
  get fits(): readonly AskedFit[] {
    return [...this.#fits.values()];
  }

  #column(column: string, value: Sql): Sql {
    this.#columns.set(column, value);
    return name(column);
  }

  /** What these conditions and the columns that they rest on need of the tables of answers. */
  narrowed(conditions: readonly Sql[]): NarrowedUniverse {
    const truths = new Truths((column) => this.#answers.get(column));
    return {
      conditions: conditions.map((condition) => truths.ask(condition)),
      layers: this.#layers.map((layer) => ('fit' in layer ? layer : { ...layer, value: truths.ask(layer.value) })),
      tables: truths.tables,
    };
  }

  /** Everybody with `person_id` and every column asked for. To be called when everything has been asked. */
  build(unmerged: Sql, answers: readonly AnswerTable[], { layers, tables }: NarrowedUniverse): Sql {
    const read = answers.flatMap(({ alias, table }) => ({ alias, table, ...(tables.get(alias) ?? NOTHING) }));
    const told = read.filter(({ truths }) => truths.length > 0);
    const shown = read.filter(({ raw }) => raw.size > 0);
    const words = told.length === 0 ? [] : [{ alias: WORDS, table: sql`(${wordsQuery('person_id', told)})` }];
    const joins = [...words, ...shown].map(
      ({ alias, table }) => sql` left join ${table} as ${name(alias)} on ${name(alias)}.person_id = p.id`,
    );
    const answered = read.flatMap(({ alias, raw, truths }) => [
      ...[...raw].map((column) => sql`, ${name(alias, column)} as ${name(`${alias}.${column}`)}`),
      ...truths.map((truth) => sql`, ${truthIn(WORDS, truth)} as ${name(`${alias}.${truth.column}`)}`),
    ]);
    const columns = [...this.#columns].map(([column, value]) => sql`, ${value} as ${name(column)}`);
    let everybody = sql`(select p.id as person_id${join([...columns, ...answered], '')} from ${this.profileRelation} as p${join([...joins, ...this.#joins.values()], '')} where ${unmerged})`;
    const sizes = new Map<string, number>();
    const settle = (): Sql => {
      sizes.clear();
      return this.plan.table('universe', sql`select * from ${everybody} as u`);
    };
    for (const layer of layers) {
      if ('fit' in layer) {
        everybody = settle();
        const fit = this.plan.table(layer.fit, layer.query(everybody));
        const asked = [...this.#fits.values()].find(({ alias }) => alias === layer.fit);
        if (asked !== undefined) asked.table = fit;
        const taken = layer.columns.map((column) => sql`, f.${name(column)} as ${name(`${layer.fit}.${column}`)}`);
        everybody = sql`(select u.*${join(taken, '')} from ${everybody} as u cross join ${fit} as f)`;
        continue;
      }
      if (sizeOf(layer.value, sizes) > MAX_SIZE && sizes.size > 0) everybody = settle();
      sizes.set(layer.column, sizeOf(layer.value, sizes));
      everybody = sql`(select *, ${layer.value} as ${name(layer.column)} from ${everybody} as u)`;
    }
    return everybody;
  }
}

/**
 * Parts of an expression once an engine has put the columns below into it, as DuckDB 1.5 does: forty layers of which
 * each names the one below twice would never end. Beyond this, what is below becomes a table.
 */
const MAX_SIZE = 5_000;

function sizeOf({ parts }: Sql, sizes: ReadonlyMap<string, number>): number {
  return parts.reduce((size, part) => {
    if (part.is === 'name') return size + (sizes.get(part.name) ?? 1);
    const inside = insideOf(part);
    return inside.length > 0 ? inside.reduce((sum, one) => sum + sizeOf(one, sizes), size) : size + 1;
  }, 0);
}
