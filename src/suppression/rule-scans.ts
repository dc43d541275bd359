import { joinMerged, personSql } from '../identity/merged-person.js';
import { allOf, anyOf, join, name, type Sql, sql } from '../sql/fragment.js';
import { isOneOf } from '../sql/one-of.js';
import { contentOf, type PlanBuilder } from '../sql/plan.js';
import { type FactBit, FactWords } from './fact-words.js';
import { OnceColumns } from './once-columns.js';

/** How records come to candidates. */
export type Reach = 'refusal' | 'address' | 'report' | 'permission' | 'person';

/**
 * The columns of {@link RuleScans.rows} that say to whom. A refusal and a report concern the person that remains of
 * the profile they name; a permission keeps to the profile itself.
 */
const reachKeys = {
  refusal: ['person_id', 'email_refusal_key', 'phone_key', 'postal_refusal_key', 'device_key'],
  address: ['person_id', 'email_key', 'phone_key'],
  report: ['person_id', 'email_key', 'phone_key'],
  permission: ['profile_id', 'email_key', 'phone_key', 'postal_key', 'addressed'],
  person: ['person_id'],
} as const satisfies Readonly<Record<Reach, readonly string[]>>;

/** Records of a kind to be read in one way. */
export interface ScanOf {
  readonly kind: string;
  readonly reach: Reach;
  /** Which of the keys of the reach the records have. */
  readonly keys: readonly string[];
  /** The rows that pass a test over their own columns, which are the keys, with `profile_id` for `person_id`. */
  readonly rows: (where: Sql) => Sql;
}

/** Which rows a rule asks for. */
export interface Asked {
  readonly tests: readonly Sql[];
  /** What every row passes that passes the tests, where that is less to look at; the tests where it is not given. */
  readonly roughly?: Sql;
}

interface Scan extends ScanOf {
  /** Many questions share most of their tests. */
  readonly once: OnceColumns;
  /** By content. */
  readonly roughly: Map<string, Sql>;
}

/** Whether the records of a reach are told with their instant, by which they are held against each other. */
export const hasInstant = (reach: Reach): boolean => reach !== 'report' && reach !== 'person';

/**
 * What the rules of a run read about people, each kind of record once for all of them: a row for every record that one
 * of the rules asks about, with a bit for each question. Of millions of records there are few that say something else
 * than others, and a record that is asked about thirty times is as narrow as one that is asked about once.
 */
export class RuleScans {
  readonly #scans = new Map<string, Scan>();
  readonly #asked = new FactWords('said');
  readonly #made = new Map<Reach, Sql>();

  constructor(
    private readonly plan: PlanBuilder,
    private readonly merged: Sql | undefined,
    /** With `person_id` of everybody about whom anything is asked. */
    private readonly members: Sql,
  ) {}

  /** The bit that is set in the rows that pass the tests. */
  ask(scan: ScanOf, { tests, roughly = allOf(tests) }: Asked): FactBit {
    const key = `${scan.reach}_${scan.kind}`;
    const known: Scan = this.#scans.get(key) ?? { ...scan, once: new OnceColumns(), roughly: new Map() };
    this.#scans.set(key, known);
    known.roughly.set(contentOf([], roughly), roughly);
    const passes = allOf(tests.map((test) => known.once.ask(test)));
    return this.#asked.ask(key, passes);
  }

  /** The keys that any record of a reach has. */
  keys(reach: Reach): readonly string[] {
    const scans = this.#of(reach);
    return reachKeys[reach].filter((key) => scans.some(({ keys }) => keys.includes(key)));
  }

  /** {@link keys}, `at` where the reach has it, and every word; to be called when everything has been asked. */
  rows(reach: Reach): Sql {
    const known = this.#made.get(reach);
    if (known !== undefined) return known;
    const rows = this.plan.table(
      `${reach}_asked`,
      join(
        this.#of(reach).map((scan) => this.#part(scan)),
        ' union all ',
      ),
    );
    this.#made.set(reach, rows);
    return rows;
  }

  #of(reach: Reach): readonly Scan[] {
    return [...this.#scans.values()].filter((scan) => scan.reach === reach);
  }

  #part({ kind, reach, keys, rows, once, roughly }: Scan): Sql {
    const ofMerged = reach !== 'permission' && reach !== 'person';
    const key = (column: string): Sql => {
      if (!keys.includes(column)) return column === 'addressed' ? sql`false` : sql`cast(null as varchar)`;
      return column === 'person_id' && ofMerged ? personSql(this.merged, name('r', 'profile_id')) : name('r', column);
    };
    const of = this.#of(reach).map((scan) => `${reach}_${scan.kind}`);
    const asked = this.#asked.words(of);
    const where = allOf([anyOf([...roughly.values()]), ...this.#concerned(reach, keys)]);
    const read = keys.map((column) => name(column === 'person_id' && ofMerged ? 'profile_id' : column));
    const at = hasInstant(reach) ? [name('at')] : [];
    const values = asked.map((word) => sql`${this.#asked.value(`${reach}_${kind}`, word)} as ${name(word)}`);
    const answered = sql`select ${join([...read, ...at, ...values], ', ')} from (${once.over(rows(where))}) as a`;
    const kept = this.keys(reach).map((column) => sql`${key(column)} as ${name(column)}`);
    const words = asked.map((word) => name('r', word));
    // What refuses nobody that is asked about would be joined to everybody whom it could reach.
    const refuses = reach === 'refusal' ? sql` where ${anyOf(words.map((word) => sql`${word} <> 0`))}` : sql``;
    return sql`select ${join([...kept, ...at, ...words], ', ')} from (${answered}) as r${ofMerged ? joinMerged(this.merged, name('r', 'profile_id')) : sql``}${refuses}`;
  }

  /** Only what refuses can concern others than whom it names. */
  #concerned(reach: Reach, keys: readonly string[]): readonly Sql[] {
    const member = (column: string): Sql => isOneOf(name(column), this.members, 'person_id');
    if (reach === 'person') return [member('person_id')];
    if (reach !== 'permission') return [];
    return [keys.includes('addressed') ? anyOf([name('addressed'), member('profile_id')]) : member('profile_id')];
  }
}
