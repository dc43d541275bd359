import { allOf, anyOf, join, literal, name, type Sql, sql, TRUE, wordsOf } from './fragment.js';
import { contentOf, type LateTable, type Step } from './plan.js';

/** What somebody needs of the rows; whoever counts a row outside of this counts too much. */
export interface RowNeed {
  /** Half-open, of the column that the rows are in order of. */
  readonly from: number;
  readonly to: number;
  /** What else every row passes that matters, over the rows' own columns, null where it does not; all rows where it is absent. */
  readonly where?: readonly Sql[];
  /**
   * The tests that rows pass that are worth reading by themselves, and that others may share: the wider part of `where`. Groups
   * of many rows with a hundred figures each cost more than reading a file once more.
   */
  readonly part?: readonly Sql[];
  /**
   * Nothing is worked out of these rows but whether there are any. Then all such are read at once, of whatever part: a
   * row is a few bits, and reading the file again for each part would be most of the work.
   */
  readonly presence?: true;
}

/** Beyond so many different filters, asking all of every row costs more than the rows they leave out. */
export const MAX_FILTERS = 8;

/** A bound that leaves nothing out, and that no engine has a time for. */
const EARLIEST = Number.MIN_SAFE_INTEGER;

/** A column of shared rows: one of the relation, or one that is worked out from those. */
export interface SharedColumn {
  readonly name: string;
  readonly value?: Sql;
}

export interface SharedShape {
  readonly hint: string;
  readonly columns: readonly SharedColumn[];
  /** The column that {@link RowNeed} bounds. */
  readonly order: string;
  /** What an engine finds rows in bounds by without reading the others, where the relation has it. */
  readonly moment?: { readonly column: string; readonly at: (bound: number) => Sql };
  /** Whether reading the relation is much of the work, as it is of a file that every reader unpacks anew. */
  readonly isPacked?: boolean;
  /** Rows without this column are nobody's: they can be left out, and whoever groups by it has to pass over that group. */
  readonly by: string;
  readonly isCounted: boolean;
}

/** How rows are kept for their readers: one can just as well read the relation itself. */
export interface Reading {
  readonly as: 'table' | 'view' | 'passing';
  /** Every word that readers say: a column that none of the words is was not asked for. */
  readonly words: ReadonlySet<string>;
}

/** Where a part finds its rows. */
export interface RowsSource {
  readonly relation: Sql;
  /** Given of an unpacked relation, which has no rows from before, nor the column that they would be found by. */
  readonly from?: number;
}

/** Rows that pass one test, or all of them. */
export class RowsPart {
  readonly #needs: RowNeed[] = [];

  constructor(
    private readonly shape: SharedShape,
    readonly late: LateTable,
    readonly tests: readonly Sql[] = [],
    /** How many filters a view of them asks at most. */
    private readonly filters = 1,
  ) {}

  get isNeeded(): boolean {
    return this.#needs.length > 0;
  }

  /** INVARIANT: somebody needs them. */
  get from(): number {
    return Math.min(...this.#needs.map((need) => need.from));
  }

  /** INVARIANT: the same. */
  get to(): number {
    return Math.max(...this.#needs.map((need) => need.to));
  }

  rows(need: RowNeed): Sql {
    this.#needs.push(need);
    return name(this.late.table);
  }

  passes(rows: Sql, test: Sql): boolean {
    const content = contentOf([], test);
    return (
      contentOf([], rows) === contentOf([], name(this.late.table)) &&
      this.tests.some((own) => contentOf([], own) === content)
    );
  }

  /** To be called when every table that reads the rows is in the plan. */
  readingIn(steps: readonly Step[]): Reading {
    const { readers, words } = readersOf(this.late.table, steps);
    return { as: readers > 1 ? 'table' : 'view', words };
  }

  settle({ as, words }: Reading, source: RowsSource): void {
    const { columns, by } = this.shape;
    const selected = columns
      .filter((column) => column.name === by || words.has(column.name))
      .map(({ name: column, value }) => (value === undefined ? name(column) : sql`${value} as ${name(column)}`));
    // Rows that pass through have to pass their reader's own filters anyway, and engines work a column out anew for each.
    const tests =
      as === 'table'
        ? [sql`${name(by)} is not null`, ...this.#bounds(source, true), ...this.tests, ...this.#filters(MAX_FILTERS)]
        : [...this.#bounds(source, false), ...(this.tests.length === 0 ? this.#filters(this.filters) : this.tests)];
    this.late.settle(as, sql`select ${join(selected, ', ')} from ${source.relation} where ${allOf(tests)}`);
  }

  /** @param all Whether rows are left out that can only be told from others with some work. */
  #bounds(source: RowsSource, all: boolean): readonly Sql[] {
    const { from, to } = this;
    const { order, moment } = this.shape;
    const since = sql`${name(order)} >= ${literal(from)}`;
    if (source.from !== undefined && !all) return from > source.from ? [since] : [];
    const told = [since, sql`${name(order)} < ${literal(to)}`];
    if (moment === undefined || source.from !== undefined) return told;
    const column = name(moment.column);
    const found = [
      ...(from <= EARLIEST ? [] : [sql`${column} >= ${moment.at(from)}`]),
      sql`${column} < ${moment.at(to)}`,
    ];
    return all ? [...told, ...found] : found;
  }

  #filters(most: number): readonly Sql[] {
    const filters = widest(this.#needs.map(({ where = [] }) => where));
    const needed = filters.map(allOf);
    return needed.length > most || needed.includes(TRUE) ? [] : [anyOf(needed)];
  }
}

/** A part and how it is read. */
export interface ReadPart {
  readonly part: RowsPart;
  readonly reading: Reading;
}

/** What several views need, in the relation's own columns: what is worked out of these each view works out itself. */
export function unpackedRows(shape: SharedShape, late: LateTable, views: readonly ReadPart[]): ReadPart {
  const own = shape.columns.filter(({ value }) => value === undefined);
  const part = new RowsPart({ ...shape, columns: own }, late, [], MAX_FILTERS);
  for (const { from, to, tests } of views.map((view) => view.part)) part.rows({ from, to, where: tests });
  const asked = new Set(
    views.flatMap(({ part: { tests }, reading }) => [...reading.words, ...tests.flatMap(allWords)]),
  );
  const worked = shape.columns.flatMap(({ name: column, value }) =>
    value !== undefined && asked.has(column) ? allWords(value) : [],
  );
  return { part, reading: { as: 'passing', words: new Set([shape.order, ...asked, ...worked]) } };
}

const allWords = (value: Sql): readonly string[] => [...wordsOf(value)];

/** Filters, all of whose tests a row has to pass, without those that let through only what another does. */
function widest(filters: readonly (readonly Sql[])[]): readonly (readonly Sql[])[] {
  const told = new Map(
    filters.map((tests) => {
      const contents = new Set(tests.map((test) => contentOf([], test)));
      return [[...contents].sort().join(' '), { tests, contents }];
    }),
  );
  const all = [...told.values()];
  const isWithin = (narrow: ReadonlySet<string>, wide: ReadonlySet<string>): boolean =>
    narrow !== wide && [...wide].every((test) => narrow.has(test));
  return all
    .filter(({ contents }) => !all.some((other) => isWithin(contents, other.contents)))
    .map(({ tests }) => tests);
}

/**
 * How many tables are made from a relation, directly or through views, and every word of their queries and of those
 * views: a column that none of the words is was not asked for.
 */
function readersOf(
  table: string,
  steps: readonly Step[],
): { readonly readers: number; readonly words: ReadonlySet<string> } {
  const views = new Set([table]);
  const words = new Set<string>();
  let readers = 0;
  for (const step of steps) {
    if (step.do === 'fill' || step.do === 'load') continue;
    const own = wordsOf(step.do === 'create' ? step.query : step.input);
    if (![...views].some((view) => own.has(view))) continue;
    for (const word of own) words.add(word);
    if (step.do === 'create' && step.as === 'view') views.add(step.table);
    else readers += 1;
  }
  return { readers, words };
}
