import { allOf, name, type Sql } from './fragment.js';
import { contentOf, type LateTable, type PlanBuilder } from './plan.js';
import {
  MAX_FILTERS,
  type ReadPart,
  type RowNeed,
  RowsPart,
  type RowsSource,
  type SharedShape,
  unpackedRows,
} from './rows-part.js';

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

/** From so many parts on, rows that each of them would unpack are unpacked once, into a file that is read as it lies. */
const MANY_PARTS = 3;

/**
 * Rows that many read and that are read once: the columns and the rows that somebody needs, as a table where several
 * read them, as a view where only one does.
 *
 * Needs are said while asking; what to keep is settled when everything has been asked. Rows of a part are read by
 * themselves.
 */
export class SharedRows implements RowReader {
  readonly #unpacked: LateTable;
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
    this.#unpacked = plan.late(`${shape.hint}_unpacked`);
    this.#whole = new RowsPart(shape, plan.late(shape.hint));
  }

  get isCounted(): boolean {
    return this.shape.isCounted;
  }

  get from(): number | undefined {
    const needed = this.#needed;
    return needed.length === 0 ? undefined : Math.min(...needed.map((part) => part.from));
  }

  rows(need: RowNeed): Sql {
    return this.#partOf(need).rows(need);
  }

  passes(rows: Sql, test: Sql): boolean {
    return this.#all.some((part) => part.passes(rows, test));
  }

  settle(): void {
    const { steps } = this.plan;
    const read = this.#needed.map((part) => ({ part, reading: part.readingIn(steps) }));
    const packed: RowsSource = { relation: this.relation };
    const views = read.filter(({ part, reading }) => part.tests.length > 0 && reading.as === 'view');
    const isShared = this.shape.isPacked === true && views.length >= MANY_PARTS;
    const unpacked = isShared ? this.#unpack(views, packed) : packed;
    for (const one of read) one.part.settle(one.reading, views.includes(one) ? unpacked : packed);
  }

  #unpack(views: readonly ReadPart[], source: RowsSource): RowsSource {
    const { part, reading } = unpackedRows(this.shape, this.#unpacked, views);
    part.settle(reading, source);
    return { relation: name(this.#unpacked.table), from: part.from };
  }

  get #all(): readonly RowsPart[] {
    return [this.#whole, ...this.#parts.values(), ...(this.#presence === undefined ? [] : [this.#presence])];
  }

  get #needed(): readonly RowsPart[] {
    return this.#all.filter(({ isNeeded }) => isNeeded);
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

  #made(tests: readonly Sql[], filters?: number): RowsPart {
    return new RowsPart(this.shape, this.plan.late(this.shape.hint, this.#whole.late), tests, filters);
  }
}
