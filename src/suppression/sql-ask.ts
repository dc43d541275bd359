import type { IdentityTables } from '../identity/identity-tables.js';
import { filterSql, type RowFilter } from '../segments/row-filter.js';
import type { Aggregates, AnswerTable } from '../sql/aggregates.js';
import { allOf, join, NULL, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { CandidatesOn } from './candidates-on.js';
import type {
  BlockKind,
  BlockQuery,
  ContactsQuery,
  GrantQuery,
  ReportsQuery,
  RowsQuery,
  RuleAsk,
  SaleQuery,
} from './facts.js';
import { OnceColumns } from './once-columns.js';
import { contactsSql, type RowRelations, rowsSql } from './person-rows.js';
import { branchesOf, sharedQuery } from './reach-sql.js';
import type { Asked, Reach, RuleScans, ScanOf } from './rule-scans.js';
import { countedSql, type InForce, REPORT, standingSql } from './standing.js';

/** What rules' SQL is answered from. A relation that is not declared answers nothing and costs nothing. */
export interface RuleRelations {
  readonly identity: IdentityTables;
  /** Purchases and events with `person_id`, contacts and relations as they are. */
  readonly rows: RowRelations;
  /** See `mergedStates`; `undefined` where no links are declared. */
  readonly mergedStates: Sql | undefined;
  /** Answers by `person_id`, to be built before it is known who is a member. */
  readonly aggregates: Aggregates;
  readonly scans: RuleScans;
}

const NOTHING = sql`cast(null as bigint)`;
const NONE = sql`cast(0 as bigint)`;

/** Whom a report is about, canonically. */
const REPORTED = ['profile_id', 'email_key', 'email_refusal_key', 'phone_key', 'addressed'];

const refusalKey = (kind: string): string =>
  kind === 'email' || kind === 'postal' ? `${kind}_refusal_key` : `${kind}_key`;

const exactKey = (kind: string): string => `${kind}_key`;

type Combined = 'max' | 'sum';

/**
 * Answers the rules of requests on one channel, and remembers what of it the row of a candidate has to have.
 *
 * Requests that ask the same share the answer, and with {@link once} whatever they make of it.
 */
export class SqlRuleAsk implements RuleAsk {
  /** Columns of a candidate's hits, and how those of several records come together. */
  readonly #hits = new Map<string, { readonly reach: Reach; readonly of: Combined }>();
  /** Other columns of a candidate's row, by the name that they have there. */
  readonly #columns = new Map<string, Sql>();
  readonly #answers = new Set<string>();
  readonly #once = new OnceColumns();
  #asksMerged = false;
  readonly addressable = name('addressable');

  /** @param plan Where the records that rules read stand. */
  constructor(
    private readonly plan: PlanBuilder,
    private readonly relations: RuleRelations,
    private readonly context: InForce,
  ) {}

  block({ kind, filter, reach }: BlockQuery): Sql {
    const standing = this.#standing(kind);
    if (standing === undefined) return NOTHING;
    const named = this.relations.identity.namedBy(kind);
    const scan: ScanOf = {
      kind,
      reach: reach ?? 'refusal',
      keys: ['person_id', ...named.map(reach === 'address' ? exactKey : refusalKey)],
      rows: (where: Sql) => sql`select * from ${standing} where ${where}`,
    };
    return this.#hit(scan, 'max', { tests: filterSql(filter), roughly: roughly(filter), value: name('at') });
  }

  grant({ kind = 'permission', filter }: GrantQuery): Sql {
    const { identity } = this.relations;
    const relation = identity.subjects(kind);
    if (relation === undefined) return NOTHING;
    const counted = this.plan.view(`${kind}_counted`, countedSql(kind, relation, this.context.asOf));
    const named = identity.namedBy(kind).filter((one) => one !== 'device');
    const scan = {
      kind,
      reach: 'permission' as const,
      keys: ['profile_id', ...named.map(exactKey), ...(named.length === 0 ? [] : ['addressed'])],
      rows: (where: Sql) => sql`select * from ${counted} where ${where}`,
    };
    return this.#hit(scan, 'max', { tests: filterSql(filter), roughly: roughly(filter), value: name('at') });
  }

  sale({ filter, from, to }: SaleQuery): Sql {
    return this.row({ kind: 'purchase', of: 'profile', filter, from, to });
  }

  row(query: RowsQuery): Sql {
    const { rows, identity, aggregates } = this.relations;
    const found = rowsSql(this.plan, rows, identity.merged, query);
    if (found === undefined) return NOTHING;
    const { kind } = query;
    if (kind !== 'purchase' && kind !== 'event')
      return this.#hit(personScan(kind, found.rows), 'max', { tests: found.tests, value: name('occurred_at') });
    const aggregate = sql`max(occurred_at) filter (where ${allOf(found.tests)})`;
    const { alias, column } = aggregates.ask({ relation: found.relation, by: ['person_id'], aggregate });
    this.#answers.add(alias);
    return this.#column(`${alias}.${column}`, name(alias, column));
  }

  contacts(query: ContactsQuery): Sql {
    const { rows, identity } = this.relations;
    const found = contactsSql(this.plan, rows, identity.merged, query);
    return found === undefined ? NONE : this.#count(personScan('contact_once', found.rows), found.tests);
  }

  reports({ filter, after }: ReportsQuery): Sql {
    const standing = this.#standing('delivery');
    if (standing === undefined) return NONE;
    const named = this.relations.identity.namedBy('delivery');
    const content = [...REPORTED, ...REPORT].map((column) => name(column));
    const scan = {
      kind: 'delivery',
      reach: 'report' as const,
      keys: ['person_id', ...named.map(exactKey)],
      rows: (where: Sql) => sql`select distinct ${join(content, ', ')} from ${standing} where ${where}`,
    };
    return this.#count(scan, [sql`${name('at')} > ${after}`, ...filterSql(filter)]);
  }

  registerVersion(register: string): Sql {
    const relation = this.relations.identity.subjects('register');
    if (relation === undefined) return NOTHING;
    const versions = this.plan.table(
      'register_version',
      sql`select register, max(snapshot_at) as version from ${relation} where complete and snapshot_at <= ${this.context.asOf} group by register`,
    );
    return sql`(select v.version from ${versions} as v where v.register = ${register})`;
  }

  profile(column: string): Sql {
    return this.#column(`profile.${column}`, name('p', column));
  }

  merged(column: string): Sql {
    if (this.relations.mergedStates === undefined) return NULL;
    this.#asksMerged = true;
    return this.#column(`merged.${column}`, name('s', column));
  }

  once(value: Sql): Sql {
    return this.#once.ask(value);
  }

  #standing(kind: BlockKind): Sql | undefined {
    const relation = this.relations.identity.subjects(kind);
    return relation && this.plan.view(`${kind}_standing`, standingSql(kind, relation, this.context));
  }

  #count(scan: ScanOf, tests: readonly Sql[]): Sql {
    return sql`coalesce(${this.#hit(scan, 'sum', { tests, value: sql`cast(1 as bigint)` })}, 0)`;
  }

  #hit(scan: ScanOf, of: Combined, asked: Asked): Sql {
    const column = this.relations.scans.ask(scan, asked);
    this.#hits.set(column, { reach: scan.reach, of });
    return this.#column(column, name('h', column));
  }

  #column(column: string, value: Sql): Sql {
    this.#columns.set(column, value);
    return name(column);
  }

  /**
   * The candidates with everything that rules asked for. To be called when everything has been asked.
   *
   * @param answers The tables of {@link RuleRelations.aggregates}.
   */
  answered(plan: PlanBuilder, answers: readonly AnswerTable[], candidates: CandidatesOn, profile: Sql): Sql {
    const states = this.#asksMerged
      ? [sql` left join ${this.relations.mergedStates as Sql} as s on s.person_id = c.person_id`]
      : [];
    const counted = answers
      .filter(({ alias }) => this.#answers.has(alias))
      .map(({ alias, table }) => sql` left join ${table} as ${name(alias)} on ${name(alias)}.person_id = c.person_id`);
    const hits =
      this.#hits.size === 0
        ? []
        : [sql` left join ${plan.table('hit', this.#hitsQuery(plan, candidates))} as h on h.cid = c.cid`];
    const columns = [...this.#columns].map(([column, value]) => sql`, ${value} as ${name(column)}`);
    return this.#once.over(
      sql`select c.*${join(columns, '')} from ${candidates.table} as c join ${profile} as p on p.id = c.person_id${join([...states, ...hits, ...counted], '')}`,
    );
  }

  /** One row for each candidate reached, with the latest instant of each column, or the sum of its counts. */
  #hitsQuery(plan: PlanBuilder, candidates: CandidatesOn): Sql {
    const { scans, identity } = this.relations;
    const columns = [...this.#hits];
    const refuses = columns.some(([, { reach }]) => reach === 'refusal');
    const shared = refuses ? plan.table('shared_key', sharedQuery(identity)) : NULL;
    const branches = [...new Set(columns.map(([, { reach }]) => reach))].flatMap((reach) => {
      const values = columns.map(([column, own]) =>
        own.reach === reach ? name('a', column) : sql`cast(null as bigint) as ${name(column)}`,
      );
      const own = columns.flatMap(([column, one]) => (one.reach === reach ? [column] : []));
      const records = { rows: scans.rows(reach), keys: scans.keys(reach), answers: own };
      return branchesOf[reach](records, candidates, identity, shared).map(
        (branch) => sql`select c.cid, ${join(values, ', ')} ${branch}`,
      );
    });
    const whole = columns.map(([column, { of }]) =>
      of === 'max'
        ? sql`max(${name(column)}) as ${name(column)}`
        : sql`cast(sum(${name(column)}) as bigint) as ${name(column)}`,
    );
    return sql`select cid, ${join(whole, ', ')} from (${join(branches, ' union all ')}) as b group by cid`;
  }
}

/** Most rows that somebody asks about differ by what they say from most that nobody does. */
const TELLING: readonly string[] = ['state', 'unreadable', 'outcome', 'result'];

function roughly(filter: RowFilter): Sql {
  const telling = filter.filter(({ field }) => TELLING.includes(field));
  return allOf(filterSql(telling.length === 0 ? filter : telling));
}

const personScan = (kind: string, rows: ScanOf['rows']): ScanOf => ({
  kind,
  reach: 'person',
  keys: ['person_id'],
  rows,
});
