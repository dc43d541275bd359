import type { IdentityTables } from '../identity/identity-tables.js';
import { joinMerged, personSql } from '../identity/merged-person.js';
import { filterSql } from '../segments/row-filter.js';
import type { Aggregates, AnswerTable } from '../sql/aggregates.js';
import { allOf, inList, join, NULL, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { CandidatesOn } from './candidates-on.js';
import type {
  BlockKind,
  BlockQuery,
  ContactsQuery,
  GrantKind,
  GrantQuery,
  ReportsQuery,
  RowsQuery,
  RuleAsk,
  SaleQuery,
} from './facts.js';
import { contactsSql, type RowRelations, rowsSql } from './person-rows.js';
import { countedSql, type InForce, REPORT, standingSql } from './standing.js';

/** What rules' SQL is answered from. A relation that is not declared answers nothing and costs nothing. */
export interface RuleRelations {
  readonly identity: IdentityTables;
  /** Purchases and events with `person_id`, contacts and relations as they are. */
  readonly rows: RowRelations;
  /** See `mergedStates`; `undefined` where no links are declared. */
  readonly mergedStates: Sql | undefined;
}

/** How the answers of a scan reach candidates. */
type Reach = 'refusal' | 'address' | 'report' | 'permission' | 'person';

const NOTHING = sql`cast(null as bigint)`;
const NONE = sql`cast(0 as bigint)`;

/** The columns by which a kind's records reach people. */
const refusalKeys = (kind: BlockKind): readonly string[] =>
  kind === 'signal'
    ? ['profile_id', 'device_key']
    : kind === 'register'
      ? ['profile_id', 'phone_key', 'postal_refusal_key']
      : ['profile_id', 'email_refusal_key', 'phone_key'];
/** The exact address: a report about one says nothing of its base form. */
const ADDRESS_KEYS = ['email_key', 'phone_key', 'profile_id'];
/** Whom a report is about, canonically. */
const REPORTED = ['profile_id', 'email_key', 'email_refusal_key', 'phone_key', 'addressed'];
const permissionKeys = (kind: GrantKind): readonly string[] =>
  kind === 'signal'
    ? ['profile_id']
    : kind === 'register'
      ? ['profile_id', 'phone_key', 'postal_key', 'addressed']
      : ['profile_id', 'email_key', 'phone_key', 'addressed'];

/** Answers rules of one request, and remembers which tables of answers the decision has to join. */
export class SqlRuleAsk implements RuleAsk {
  readonly #reach = new Map<string, Reach>();
  #asksMerged = false;
  readonly addressable = name('c', 'addressable');

  constructor(
    private readonly plan: PlanBuilder,
    private readonly aggregates: Aggregates,
    private readonly relations: RuleRelations,
    private readonly context: InForce,
  ) {}

  block({ kind, filter, reach }: BlockQuery): Sql {
    const standing = this.#standing(kind);
    if (standing === undefined) return NOTHING;
    const at = name('at');
    return reach === 'address'
      ? this.#latest('address', standing, ADDRESS_KEYS, at, filterSql(filter))
      : this.#latest('refusal', standing, refusalKeys(kind), at, filterSql(filter));
  }

  grant({ kind = 'permission', filter }: GrantQuery): Sql {
    const relation = this.relations.identity.subjects(kind);
    if (relation === undefined) return NOTHING;
    const counted = this.plan.view(`${kind}_counted`, countedSql(kind, relation, this.context.asOf));
    return this.#latest('permission', counted, permissionKeys(kind), name('at'), filterSql(filter));
  }

  sale({ filter, from, to }: SaleQuery): Sql {
    return this.row({ kind: 'purchase', of: 'profile', filter, from, to });
  }

  row(query: RowsQuery): Sql {
    const { rows, identity } = this.relations;
    const found = rowsSql(this.plan, rows, identity.merged, query);
    return found === undefined
      ? NOTHING
      : this.#latest('person', found.relation, ['person_id'], sql`occurred_at`, found.tests);
  }

  contacts(query: ContactsQuery): Sql {
    const { rows, identity } = this.relations;
    const found = contactsSql(this.plan, rows, identity.merged, query);
    return found === undefined ? NONE : this.#count('person', found.relation, ['person_id'], found.tests);
  }

  reports({ filter, after }: ReportsQuery): Sql {
    const standing = this.#standing('delivery');
    if (standing === undefined) return NONE;
    const content = [...REPORTED, ...REPORT].map((column) => name(column));
    const once = this.plan.view('delivery_once', sql`select distinct ${join(content, ', ')} from ${standing}`);
    return this.#count('report', once, ADDRESS_KEYS, [sql`${name('at')} > ${after}`, ...filterSql(filter)]);
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
    return name('p', column);
  }

  merged(column: string): Sql {
    if (this.relations.mergedStates === undefined) return NULL;
    this.#asksMerged = true;
    return name('s', column);
  }

  #standing(kind: BlockKind): Sql | undefined {
    const relation = this.relations.identity.subjects(kind);
    return relation && this.plan.view(`${kind}_standing`, standingSql(kind, relation, this.context));
  }

  #latest(reach: Reach, relation: Sql, by: readonly string[], at: Sql, filter: readonly Sql[]): Sql {
    return this.#ask(reach, relation, by, sql`max(${at}) filter (where ${allOf(filter)})`);
  }

  #count(reach: Reach, relation: Sql, by: readonly string[], filter: readonly Sql[]): Sql {
    const counted = this.#ask(reach, relation, by, sql`count(*) filter (where ${allOf(filter)})`);
    return sql`coalesce(${counted}, 0)`;
  }

  #ask(reach: Reach, relation: Sql, by: readonly string[], aggregate: Sql): Sql {
    const answer = this.aggregates.ask({ relation, by, aggregate });
    this.#reach.set(answer.alias, reach);
    return name(answer.alias, answer.column);
  }

  /** Joins to the candidates `c` of every table of answers that the rules asked for. */
  joins(answers: readonly AnswerTable[], candidates: CandidatesOn): readonly Sql[] {
    const { mergedStates } = this.relations;
    const states = this.#asksMerged ? [sql` left join ${mergedStates as Sql} as s on s.person_id = c.person_id`] : [];
    const joined = answers.flatMap((answer) => {
      const reach = this.#reach.get(answer.alias);
      if (reach === undefined) return [];
      if (reach === 'person')
        return [
          sql` left join ${answer.table} as ${name(answer.alias)} on ${name(answer.alias)}.person_id = c.person_id`,
        ];
      const branches = branchesOf[reach](answer, candidates, this.relations.identity);
      const hits = this.plan.table(
        `${answer.alias}_hit`,
        hitsQuery(answer, branches, reach === 'report' ? 'sum' : 'max'),
      );
      return [sql` left join ${hits} as ${name(answer.alias)} on ${name(answer.alias)}.cid = c.cid`];
    });
    return [...states, ...joined];
  }
}

/** One row for each candidate reached, with the latest instant of each column, or the sum of its counts. */
function hitsQuery({ columns }: AnswerTable, branches: readonly Sql[], of: 'max' | 'sum'): Sql {
  const from = branches.map(
    (branch) =>
      sql`select c.cid, ${join(
        columns.map((column) => name('a', column)),
        ', ',
      )} ${branch}`,
  );
  const whole = columns.map((column) =>
    of === 'max'
      ? sql`max(${name(column)}) as ${name(column)}`
      : sql`cast(sum(${name(column)}) as bigint) as ${name(column)}`,
  );
  return sql`select cid, ${join(whole, ', ')} from (${join(from, ' union all ')}) as h group by cid`;
}

/** The key columns of refusals, and the kind of identifier that each holds. */
const HELD: Readonly<Record<string, string>> = {
  email_refusal_key: 'email',
  phone_key: 'phone',
  postal_refusal_key: 'postal',
  device_key: 'device',
};

/** The same reach as `refusalPath`: own or merged, identifier held, and the shared address. */
function refusalBranches(
  { table: answers, by }: AnswerTable,
  { table: candidates, kinds, listing }: CandidatesOn,
  { merged, holders }: IdentityTables,
): readonly Sql[] {
  const person = personSql(merged, name('a', 'profile_id'));
  const joined = joinMerged(merged, name('a', 'profile_id'));
  const held = (kind: string, column: string): Sql =>
    sql`from ${answers} as a join ${holders} as h on h.kind = ${kind} and h.refusal_key = ${name('a', column)} join ${candidates} as c on c.person_id = h.person_id`;
  const own = sql`from ${answers} as a${joined} join ${candidates} as c on c.person_id = ${person}`;
  const theirs = sql`from ${answers} as a${joined} join ${holders} as h on h.person_id = ${person} and ${inList(name('h', 'kind'), kinds)}`;
  const shared = listing
    ? sql`${theirs} join ${holders} as w on w.kind = h.kind and w.refusal_key = h.refusal_key join ${candidates} as c on c.person_id = w.person_id`
    : sql`${theirs} join ${candidates} as c on c.kind = h.kind and c.refusal_key = h.refusal_key`;
  return [
    own,
    ...Object.entries(HELD).flatMap(([column, kind]) => (by.includes(column) ? [held(kind, column)] : [])),
    ...(kinds.length === 0 ? [] : [shared]),
  ];
}

/** The same as `addressPath`. */
function addressBranches(
  { table: answers }: AnswerTable,
  { table: candidates, kinds }: CandidatesOn,
  { merged }: IdentityTables,
): readonly Sql[] {
  const person = personSql(merged, name('a', 'profile_id'));
  const joined = joinMerged(merged, name('a', 'profile_id'));
  const nowhere = sql`a.email_key is null and a.phone_key is null`;
  const own = sql`from ${answers} as a${joined} join ${candidates} as c on c.person_id = ${person} where ${nowhere}`;
  const named = Object.entries({ email: 'email_key', phone: 'phone_key' }).flatMap(([kind, column]) =>
    kinds.some((one) => one === kind)
      ? [sql`from ${answers} as a join ${candidates} as c on c.kind = ${kind} and c.key = ${name('a', column)}`]
      : [],
  );
  return [own, ...named];
}

/** The same as `permits`: the profile, the exact address, or both where both are named. */
function permissionBranches(
  { table: answers, by }: AnswerTable,
  { table: candidates, kinds }: CandidatesOn,
): readonly Sql[] {
  const own = sql`from ${answers} as a join ${candidates} as c on c.person_id = a.profile_id`;
  if (!by.includes('addressed')) return [own];
  const addressed = kinds.flatMap((kind) =>
    by.includes(`${kind}_key`)
      ? [
          sql`from ${answers} as a join ${candidates} as c on c.kind = ${kind} and c.key = ${name('a', `${kind}_key`)} where a.profile_id is null or a.profile_id = c.person_id`,
        ]
      : [],
  );
  return [sql`${own} where not a.addressed`, ...addressed];
}

/** INVARIANT: no group of answers comes to a candidate by two branches of `address`, so that reports can be summed. */
const branchesOf = {
  refusal: refusalBranches,
  address: addressBranches,
  report: addressBranches,
  permission: permissionBranches,
};
