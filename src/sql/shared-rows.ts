import { allOf, anyOf, join, literal, name, type Sql, sql, TRUE, wordsOf } from './fragment.js';
import { contentOf, type LateTable, type PlanBuilder, type Step } from './plan.js';

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

/** Rows that are asked for by what is needed of them. */
export interface RowReader {
  /** Whether the rows have the columns by which they count; see `countedColumns`. */
  readonly isCounted: boolean;
  /** The rows, of which those needed will be there. */
  rows(need: RowNeed): Sql;
  /** Whether every row that {@link rows} gave passes a test already, so that nobody has to ask it of each row again. */
  passes(rows: Sql, test: Sql): boolean;
  /** To be called when everything has been asked, and every table that reads the rows is in the plan. */
  settle(): void;
  /** From where on anybody needs them; `undefined` where nobody does. */
  readonly from: number | undefined;
}

/** Beyond so many parts reading them one by one costs more than it saves; what comes later is read together. */
const MAX_PARTS = 16;

/** Beyond so many different filters, asking all of every row costs more than the rows they leave out. */
const MAX_FILTERS = 8;

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
  /** Rows without this column are nobody's: they can be left out, and whoever groups by it has to pass over that group. */
  readonly by: string;
  readonly isCounted: boolean;
}

/**
 * Rows that many read and that are read once: the columns and the rows that somebody needs, as a table where several
 * read them, as a view where only one does.
 *
 * Needs are said while asking; what to keep is settled when everything has been asked. Rows of a part are read by
 * themselves.
 */
export class SharedRows implements RowReader {
  readonly #whole: RowsPart;
  /** By what their rows pass. */
  readonly #parts = new Map<string, RowsPart>();
  #presence: RowsPart | undefined;

  /** @param relation A relation with these columns. */
  constructor(
    private readonly plan: PlanBuilder,
    private readonly relation: Sql,
    private readonly shape: SharedShape,
  ) {
    this.#whole = new RowsPart(plan, relation, shape, plan.late(shape.hint));
  }

  get isCounted(): boolean {
    return this.shape.isCounted;
  }

  get from(): number | undefined {
    const from = this.#all.flatMap((part) => part.from ?? []);
    return from.length === 0 ? undefined : Math.min(...from);
  }

  rows(need: RowNeed): Sql {
    return this.#partOf(need).rows(need);
  }

  passes(rows: Sql, test: Sql): boolean {
    return this.#all.some((part) => part.passes(rows, test));
  }

  settle(): void {
    for (const part of this.#all) part.settle();
  }

  get #all(): readonly RowsPart[] {
    return [this.#whole, ...this.#parts.values(), ...(this.#presence === undefined ? [] : [this.#presence])];
  }

  #partOf({ part = [], presence }: RowNeed): RowsPart {
    if (presence === true) {
      this.#presence ??= this.#made([], MAX_FILTERS);
      return this.#presence;
    }
    if (part.length === 0) return this.#whole;
    const key = contentOf([], allOf(part));
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    if (this.#parts.size >= MAX_PARTS) return this.#whole;
    const made = this.#made(part);
    this.#parts.set(key, made);
    return made;
  }

  #made(part: readonly Sql[], filters?: number): RowsPart {
    const late = this.plan.late(this.shape.hint, this.#whole.late);
    return new RowsPart(this.plan, this.relation, this.shape, late, part, filters);
  }
}

/** Rows that pass one test, or all of them. */
class RowsPart {
  readonly #needs: RowNeed[] = [];

  constructor(
    private readonly plan: PlanBuilder,
    private readonly relation: Sql,
    private readonly shape: SharedShape,
    readonly late: LateTable,
    private readonly part: readonly Sql[] = [],
    /** How many filters a view of them asks at most. */
    private readonly filters = 1,
  ) {}

  get from(): number | undefined {
    return this.#needs.length === 0 ? undefined : Math.min(...this.#needs.map((need) => need.from));
  }

  rows(need: RowNeed): Sql {
    this.#needs.push(need);
    return name(this.late.table);
  }

  passes(rows: Sql, test: Sql): boolean {
    const content = contentOf([], test);
    return (
      contentOf([], rows) === contentOf([], name(this.late.table)) &&
      this.part.some((own) => contentOf([], own) === content)
    );
  }

  settle(): void {
    const { readers, words } = readersOf(this.late.table, this.plan.steps);
    if (this.#needs.length === 0) return;
    const { columns, by } = this.shape;
    const selected = columns
      .filter((column) => column.name === by || words.has(column.name))
      .map(({ name: column, value }) => (value === undefined ? name(column) : sql`${value} as ${name(column)}`));
    const as = readers > 1 ? 'table' : 'view';
    // Rows that pass through have to pass their reader's own filters anyway, and engines work a column out anew for each.
    const tests =
      as === 'view'
        ? [...this.#bounds(false), ...(this.part.length === 0 ? this.#filters(this.filters) : this.part)]
        : [sql`${name(by)} is not null`, ...this.#bounds(true), ...this.part, ...this.#filters(MAX_FILTERS)];
    this.late.settle(as, sql`select ${join(selected, ', ')} from ${this.relation} where ${allOf(tests)}`);
  }

  /** @param all Whether rows are left out that can only be told from others with some work. */
  #bounds(all: boolean): readonly Sql[] {
    const { order, moment } = this.shape;
    const { from = EARLIEST } = this;
    const to = Math.max(...this.#needs.map((need) => need.to));
    const found =
      moment === undefined
        ? []
        : [
            ...(from <= EARLIEST ? [] : [sql`${name(moment.column)} >= ${moment.at(from)}`]),
            sql`${name(moment.column)} < ${moment.at(to)}`,
          ];
    const told = [sql`${name(order)} >= ${literal(from)}`, sql`${name(order)} < ${literal(to)}`];
    return all || moment === undefined ? [...told, ...found] : found;
  }

  #filters(most: number): readonly Sql[] {
    const filters = widest(this.#needs.map(({ where = [] }) => where));
    const needed = filters.map(allOf);
    return needed.length > most || needed.includes(TRUE) ? [] : [anyOf(needed)];
  }
}

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
