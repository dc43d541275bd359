import { joinMerged, personSql } from '../identity/merged-person.js';
import { allOf, anyOf, join, name, type Sql, sql } from '../sql/fragment.js';
import { contentOf, type PlanBuilder } from '../sql/plan.js';
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

/** What a rule wants of the rows that pass some tests. */
export interface Asked {
  readonly tests: readonly Sql[];
  /** What every row passes that passes the tests, where that is less to look at; the tests where it is not given. */
  readonly roughly?: Sql;
  readonly value: Sql;
}

interface Question extends Asked {
  readonly column: string;
}

interface Scan extends ScanOf {
  /** By content. */
  readonly questions: Map<string, Question>;
}

/**
 * What the rules of a run read about people, each kind of record once for all of them: a row for every record that one
 * of the rules asks about, with a column for each question.
 */
export class RuleScans {
  readonly #scans = new Map<string, Scan>();
  readonly #made = new Map<Reach, Sql>();

  constructor(
    private readonly plan: PlanBuilder,
    private readonly merged: Sql | undefined,
    /** With `person_id` of everybody about whom anything is asked. */
    private readonly members: Sql,
  ) {}

  /** The column that has the value in the rows that pass the tests, and null in all others. */
  ask(scan: ScanOf, asked: Asked): string {
    const key = `${scan.reach}_${scan.kind}`;
    const known: Scan = this.#scans.get(key) ?? { ...scan, questions: new Map() };
    this.#scans.set(key, known);
    const content = contentOf([], sql`${asked.value} ${allOf(asked.tests)}`);
    const question = known.questions.get(content) ?? { column: `${key}_${known.questions.size + 1}`, ...asked };
    known.questions.set(content, question);
    return question.column;
  }

  /** The keys that any record of a reach has. */
  keys(reach: Reach): readonly string[] {
    const scans = this.#of(reach);
    return reachKeys[reach].filter((key) => scans.some(({ keys }) => keys.includes(key)));
  }

  /** {@link keys} and every column asked for; to be called when everything has been asked. */
  rows(reach: Reach): Sql {
    const known = this.#made.get(reach);
    if (known !== undefined) return known;
    const columns = this.#of(reach).flatMap(({ questions }) => [...questions.values()].map(({ column }) => column));
    const parts = this.#of(reach).map((scan) => this.#part(scan, columns));
    const rows = this.plan.table(`${reach}_asked`, join(parts, ' union all '));
    this.#made.set(reach, rows);
    return rows;
  }

  #of(reach: Reach): readonly Scan[] {
    return [...this.#scans.values()].filter((scan) => scan.reach === reach);
  }

  #part({ reach, keys, rows, questions }: Scan, columns: readonly string[]): Sql {
    const ofMerged = reach !== 'permission' && reach !== 'person';
    const key = (column: string): Sql => {
      if (!keys.includes(column)) return column === 'addressed' ? sql`false` : sql`cast(null as varchar)`;
      return column === 'person_id' && ofMerged ? personSql(this.merged, name('r', 'profile_id')) : name('r', column);
    };
    // Many questions share most of their tests.
    const once = new OnceColumns();
    const asked = new Map(
      [...questions.values()].map(({ column, tests, value }) => {
        const passes = allOf(tests.map((test) => once.ask(test)));
        return [column, sql`case when ${passes} then ${value} end`];
      }),
    );
    const roughly = [...questions.values()].map(({ tests, roughly: most = allOf(tests) }) => most);
    const where = allOf([anyOf(distinct(roughly)), ...this.#concerned(reach, keys)]);
    const read = keys.map((column) => name(column === 'person_id' && ofMerged ? 'profile_id' : column));
    const values = columns.map((column) => sql`${asked.get(column) ?? sql`cast(null as bigint)`} as ${name(column)}`);
    const answered = sql`select ${join([...read, ...values], ', ')} from (${once.over(rows(where))}) as a`;
    const kept = this.keys(reach).map((column) => sql`${key(column)} as ${name(column)}`);
    const answers = columns.map((column) => name('r', column));
    // What refuses nobody that is asked about would be joined to everybody whom it could reach.
    const refuses = reach === 'refusal' ? sql` where coalesce(${join(answers, ', ')}) is not null` : sql``;
    return sql`select ${join([...kept, ...answers], ', ')} from (${answered}) as r${ofMerged ? joinMerged(this.merged, name('r', 'profile_id')) : sql``}${refuses}`;
  }

  /** Only what refuses can concern others than whom it names. */
  #concerned(reach: Reach, keys: readonly string[]): readonly Sql[] {
    const member = (column: string): Sql => sql`${name(column)} in (select person_id from ${this.members})`;
    if (reach === 'person') return [member('person_id')];
    if (reach !== 'permission') return [];
    return [keys.includes('addressed') ? anyOf([name('addressed'), member('profile_id')]) : member('profile_id')];
  }
}

const distinct = (tests: readonly Sql[]): readonly Sql[] => [
  ...new Map(tests.map((test) => [contentOf([], test), test])).values(),
];
