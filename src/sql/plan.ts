import { name, type Sql } from './fragment.js';

/**
 * A plan: what an engine has to do, in order, before its tables can be asked.
 *
 * Work that is asked for twice is done once: a table is known by what it holds, not by who asked for it.
 */
export type Step = (CreateStep | FillStep | LoadStep | LookUpStep) & {
  /** What the step is part of, for people: see {@link PlanBuilder.at}. */
  readonly stage?: string;
};

/**
 * `create table … as …`; a `view` is worked out anew by everyone who reads it; what is `stored` is a table that can be
 * larger than memory, in no order; of one that is `ordered`, `rowid` says how many rows of the query come before each. What
 * is `passing` is stored for the steps of this plan alone: making it again costs less than keeping it. One that is
 * `earlier` may hold what its query gave some time before, see {@link PlanBuilder.earlier}.
 */
export interface CreateStep {
  readonly do: 'create';
  readonly as: 'table' | 'view' | 'stored' | 'ordered' | 'passing' | 'earlier';
  readonly table: string;
  readonly query: Sql;
  /** Of what is `earlier`: an earlier table is of use where this gives the same. */
  readonly like?: Sql;
}

export type ColumnType = 'text' | 'integer' | 'decimal' | 'boolean';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

export type Row = readonly (string | number | bigint | boolean | null)[];

/** A table of rows that TypeScript works out: zone offsets, for one. */
export interface FillStep {
  readonly do: 'fill';
  readonly table: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** A table of rows that are read as they are needed, and of which there may be many. */
export interface LoadStep {
  readonly do: 'load';
  readonly table: string;
  readonly columns: readonly Column[];
  readonly batches: () => AsyncIterable<readonly Row[]>;
}

/** A table that only TypeScript can work out from the rows of a query. */
export interface LookUpStep {
  readonly do: 'look_up';
  readonly table: string;
  /** Names the computation. */
  readonly purpose: string;
  readonly columns: readonly Column[];
  readonly input: Sql;
  /** `rows`: each batch of rows gives its own; `whole`: all rows are needed at once. */
  readonly per: 'rows' | 'whole';
  readonly compute: (rows: readonly Row[]) => readonly Row[];
  /** Where people should see how much had to be looked up: of what, out of how many. */
  readonly share?: LookUpShare;
}

/** `of` gives one number: the rows in all, of which the input is the residue. */
export interface LookUpShare {
  readonly kind: string;
  readonly of: Sql;
}

/** What a look-up came to. */
export interface LookUp {
  readonly kind: string;
  /** Distinct values that went through TypeScript one by one. */
  readonly lookedUp: number;
  /** Rows in all that have such a value. */
  readonly rows: number;
}

/** Collects steps; the names of tables are stable for the same asks in the same order. */
export class PlanBuilder {
  readonly #steps: (Step | LateTable | PlanBuilder)[] = [];
  readonly #byContent = new Map<string, string>();
  readonly #names: Set<string>;

  #stage: string | undefined;

  /** `prefix` keeps the tables of one plan apart from those of others in the same session. */
  constructor(
    private readonly prefix = '',
    private readonly before?: PlanBuilder,
  ) {
    this.#names = before === undefined ? new Set() : before.#names;
  }

  /**
   * A part that is written from now on, and done where {@link follow} puts it: after everything that this plan comes to
   * hold until then. It reads what this plan has; nothing of this plan may read it before.
   */
  later(): PlanBuilder {
    return new PlanBuilder(this.prefix, this);
  }

  /** What comes of a part that {@link later} gave; from here on its tables are this plan's. */
  follow(part: PlanBuilder): void {
    this.#steps.push(part);
    for (const [content, table] of part.#byContent) this.#byContent.set(content, table);
  }

  /** What the steps that follow are part of, in the words in which a run shows where it is and what took its time. */
  at(stage: string): this {
    this.#stage = stage;
    return this;
  }

  get steps(): readonly Step[] {
    return this.#steps.flatMap((step) => ('steps' in step ? step.steps : [step]));
  }

  /**
   * A table or view that stands here in the order, and is settled once everybody has said what they need of it.
   *
   * @param like Of whose stage it is part; of the plan's own where it is not given.
   */
  late(hint: string, like?: LateTable): LateTable {
    const late = new LateTable(this.#free(hint), like === undefined ? this.#stage : like.stage);
    this.#steps.push(late);
    return late;
  }

  /** A table that holds what the query gives; the same query gives the same table. */
  table(hint: string, query: Sql): Sql {
    return this.#create('table', hint, query);
  }

  view(hint: string, query: Sql): Sql {
    return this.#create('view', hint, query);
  }

  /** A table whose `rowid` counts the rows of the query in their order, from 0. */
  ordered(hint: string, query: Sql): Sql {
    return this.#create('ordered', hint, query);
  }

  /** A table that can be larger than memory; the order of its rows is nobody's business. */
  stored(hint: string, query: Sql): Sql {
    return this.#create('stored', hint, query);
  }

  /**
   * A table of the query's columns that holds what the query gave in an earlier run where one is known, and what it gives
   * now otherwise, so that what is made of it is the same as then. INVARIANT: what comes of a plan does not depend on which.
   */
  earlier(hint: string, query: Sql, like: Sql): Sql {
    return this.#once(contentOf(['earlier'], query), hint, (table) => ({
      do: 'create',
      as: 'earlier',
      table,
      query,
      like,
    }));
  }

  fill(hint: string, columns: readonly Column[], rows: readonly Row[]): Sql {
    const content = JSON.stringify(['fill', columns, rows], (_, value) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    return this.#once(content, hint, (table) => ({ do: 'fill', table, columns, rows }));
  }

  /** `content` names what is loaded, so that the same is loaded once. */
  load(hint: string, columns: readonly Column[], content: string, batches: LoadStep['batches']): Sql {
    return this.#once(JSON.stringify(['load', hint, content]), hint, (table) => ({
      do: 'load',
      table,
      columns,
      batches,
    }));
  }

  /** `purpose` names the computation, so that the same one over the same input is done once. */
  lookUp(purpose: string, definition: Omit<LookUpStep, 'do' | 'table' | 'purpose'>): Sql {
    return this.#once(contentOf(['look_up', purpose], definition.input), purpose, (table) => ({
      do: 'look_up',
      table,
      purpose,
      ...definition,
    }));
  }

  /** The table that holds something, by what it says. */
  private known(content: string): string | undefined {
    return this.#byContent.get(content);
  }

  #create(as: CreateStep['as'], hint: string, query: Sql): Sql {
    return this.#once(contentOf([as], query), hint, (table) => ({ do: 'create', as, table, query }));
  }

  #once(content: string, hint: string, step: (table: string) => Step): Sql {
    const known = this.#byContent.get(content) ?? this.before?.known(content);
    if (known !== undefined) return name(known);
    const table = this.#free(hint);
    this.#byContent.set(content, table);
    this.#steps.push({ ...step(table), ...(this.#stage === undefined ? {} : { stage: this.#stage }) });
    return name(table);
  }

  #free(hint: string): string {
    let table = this.prefix + hint;
    for (let i = 2; this.#names.has(table); i += 1) table = `${this.prefix}${hint}_${i}`;
    this.#names.add(table);
    return table;
  }
}

/** A place in a plan. Nothing is made where nobody settles it: then nobody reads it either. */
export class LateTable {
  #step: Step | undefined;

  constructor(
    readonly table: string,
    readonly stage: string | undefined,
  ) {}

  get steps(): readonly Step[] {
    return this.#step === undefined ? [] : [this.#step];
  }

  settle(as: 'table' | 'view' | 'passing', query: Sql): void {
    this.#step = {
      do: 'create',
      as,
      table: this.table,
      query,
      ...(this.stage === undefined ? {} : { stage: this.stage }),
    };
  }
}

/** What a fragment says, as text that is equal for equal fragments. */
export function contentOf(words: readonly string[], query: Sql): string {
  try {
    return JSON.stringify([...words, query]);
  } catch (error) {
    // Only what has a bigint in it, which is told with a function that is called for every value.
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify([...words, query], (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
  }
}
