import { allOf, anyOf, join, literal, name, type Sql, sql, TRUE, wordsOf } from './fragment.js';
import { contentOf, type LateTable, type PlanBuilder, type Step } from './plan.js';

/** What somebody needs of the rows; whoever counts a row outside of this counts too much. */
export interface RowNeed {
  /** Half-open, of the column that the rows are in order of. */
  readonly from: number;
  readonly to: number;
  /** What else every row passes that matters, over the rows' own columns; all rows where it is absent. */
  readonly where?: Sql;
}

/** Rows that are asked for by what is needed of them. */
export interface RowReader {
  /** The rows, of which those needed will be there. */
  rows(need: RowNeed): Sql;
  /** To be called when everything has been asked, and every table that reads the rows is in the plan. */
  settle(): void;
}

/** Beyond so many different filters, asking all of every row costs more than the rows they leave out. */
const MAX_FILTERS = 8;

/**
 * Rows that many read and that are read once: the columns and the rows that somebody needs, as a table where several
 * read them, as a view where only one does.
 *
 * Needs are said while asking; what to keep is settled when everything has been asked.
 */
export class SharedRows implements RowReader {
  readonly #late: LateTable;
  readonly #needs: RowNeed[] = [];

  /**
   * @param relation A relation with these columns.
   * @param order The column that {@link RowNeed} bounds.
   * @param by Rows without this column are nobody's and are left out.
   */
  constructor(
    private readonly plan: PlanBuilder,
    private readonly relation: Sql,
    private readonly shape: {
      readonly hint: string;
      readonly columns: readonly string[];
      readonly order: string;
      readonly by: string;
    },
  ) {
    this.#late = plan.late(shape.hint);
  }

  rows(need: RowNeed): Sql {
    this.#needs.push(need);
    return name(this.#late.table);
  }

  settle(): void {
    const { readers, words } = readersOf(this.#late.table, this.plan.steps);
    if (this.#needs.length === 0) return;
    const { columns, by } = this.shape;
    const kept = columns.filter((column) => column === by || words.has(column));
    const selected = join(
      kept.map((column) => name(column)),
      ', ',
    );
    this.#late.settle(
      readers > 1 ? 'table' : 'view',
      sql`select ${selected} from ${this.relation} where ${allOf([sql`${name(by)} is not null`, ...this.#bounds()])}`,
    );
  }

  #bounds(): readonly Sql[] {
    const order = name(this.shape.order);
    const filters = new Map(this.#needs.map(({ where = TRUE }) => [contentOf([], where), where]));
    const needed = [...filters.values()];
    return [
      sql`${order} >= ${literal(Math.min(...this.#needs.map(({ from }) => from)))}`,
      sql`${order} < ${literal(Math.max(...this.#needs.map(({ to }) => to)))}`,
      ...(needed.length > MAX_FILTERS || needed.includes(TRUE) ? [] : [anyOf(needed)]),
    ];
  }
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
