import type { IdentityTables } from '../identity/identity-tables.js';
import { filterSql, type RowFilter } from '../segments/row-filter.js';
import type { Aggregates, AnswerTable } from '../sql/aggregates.js';
import { allOf, anyOf, FALSE, isTrue, join, NULL, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { Presence } from '../sql/presence.js';
import type { CandidatesOn } from './candidates-on.js';
import { type FactBit, FactWords, holdsBit, ofCandidates, type Told, togetherQuery } from './fact-words.js';
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
import { type Placed, ReachedFacts } from './reached-facts.js';
import type { RuleScans, ScanOf } from './rule-scans.js';
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

/** Whom a report is about, canonically. */
const REPORTED = ['profile_id', 'email_key', 'email_refusal_key', 'phone_key', 'addressed'];

const refusalKey = (kind: string): string =>
  kind === 'email' || kind === 'postal' ? `${kind}_refusal_key` : `${kind}_key`;

const exactKey = (kind: string): string => `${kind}_key`;

/** Rows that facts are about, beside those of answers and records: a candidate, a profile, the states merged into one. */
const OWN = 'own';
const PROFILE = 'profile';
const MERGED = 'merged';

/** The candidates of a channel with their facts. */
export interface CandidateFacts {
  readonly rows: Sql;
  /** The columns that make a candidate's situation; whole numbers, never null. */
  readonly words: readonly string[];
}

/**
 * Answers the rules of requests on one channel with facts, each a bit of a few words that a candidate has.
 *
 * Candidates with the same words are in the same situation, of which there are few: what rules make of facts is worked
 * out for situations, with {@link over}, and for nobody twice.
 */
export class SqlRuleAsk implements RuleAsk {
  readonly #facts = new FactWords('fact');
  readonly #reached: ReachedFacts;
  readonly #once = new OnceColumns();

  /** @param plan Where the records that rules read stand. */
  constructor(
    private readonly plan: PlanBuilder,
    private readonly relations: RuleRelations,
    private readonly context: InForce,
  ) {
    this.#reached = new ReachedFacts(relations.scans, relations.identity, this.#facts);
  }

  blocked(query: BlockQuery): Sql {
    const block = this.#block(query);
    return block === undefined ? FALSE : this.#read(block);
  }

  blockedLast(query: BlockQuery, others: BlockQuery): Sql {
    const [block, other] = [this.#block(query), this.#block(others)];
    if (block === undefined) return FALSE;
    if (other === undefined) return this.#read(block);
    const [at, last] = [this.#reached.latest(block), this.#reached.latest(other)];
    return this.#fact(this.#reached.told(sql`(${at} is not null and (${last} is null or ${at} >= ${last}))`));
  }

  blockedSince(query: BlockQuery, since: Sql): Sql {
    const block = this.#block(query);
    if (block === undefined) return FALSE;
    const at = this.#reached.latest(block);
    return this.#fact(this.#reached.told(sql`(${at} is not null and (${since} is null or ${at} >= ${since}))`));
  }

  stands(query: BlockQuery, ending: GrantQuery): Sql {
    // Nothing is asked about what could end what nobody said.
    if (this.#block(query) === undefined) return FALSE;
    return this.once(sql`(${this.blocked(query)} and not ${this.granted(ending, [query])})`);
  }

  granted(query: GrantQuery, after: readonly BlockQuery[] = []): Sql {
    const grant = this.#grant(query);
    if (grant === undefined) return FALSE;
    const blocks = after.flatMap((block) => this.#block(block) ?? []);
    if (blocks.length === 0) return this.#read(grant);
    const later = this.#fact(this.#reached.granted(grant, blocks));
    // Whoever is reached by none of them is not looked at for what is later.
    return this.once(
      sql`((${this.#read(grant)} and not ${anyOf(blocks.map((block) => this.#read(block)))}) or ${later})`,
    );
  }

  sold({ filter, from, to }: SaleQuery): Sql {
    return this.has({ kind: 'purchase', of: 'profile', filter, from, to });
  }

  has(query: RowsQuery): Sql {
    const { rows, identity, aggregates, scans } = this.relations;
    const found = rowsSql(this.plan, rows, identity.merged, query);
    if (found === undefined) return FALSE;
    const { kind } = query;
    if (kind !== 'purchase' && kind !== 'event') {
      const bit = scans.ask(personScan(kind, found.rows), { tests: found.tests });
      return this.#read({ reach: 'person', bit });
    }
    const aggregate: Presence = { passes: found.tests };
    const { alias, column } = aggregates.ask({ relation: found.relation, by: ['person_id'], aggregate });
    return this.#fact(this.#facts.ask(alias, name(column)));
  }

  contacted(query: ContactsQuery, times: number): Sql {
    const { rows, identity, scans } = this.relations;
    const found = contactsSql(this.plan, rows, identity.merged, query);
    if (found === undefined) return FALSE;
    const bit = scans.ask(personScan('contact_once', found.rows), { tests: found.tests });
    return this.#atLeast(times, { reach: 'person', bit });
  }

  reported({ filter, after }: ReportsQuery, times: number): Sql {
    const standing = this.#standing('delivery');
    if (standing === undefined) return FALSE;
    const named = this.relations.identity.namedBy('delivery');
    const content = [...REPORTED, ...REPORT].map((column) => name(column));
    const scan: ScanOf = {
      kind: 'delivery',
      reach: 'report',
      keys: ['person_id', ...named.map(exactKey)],
      rows: (where) => sql`select distinct ${join(content, ', ')} from ${standing} where ${where}`,
    };
    const tests = [sql`${name('at')} > ${after}`, ...filterSql(filter)];
    return this.#atLeast(times, { reach: 'report', bit: this.relations.scans.ask(scan, { tests }) });
  }

  registerVersion(register: string): Sql {
    const relation = this.relations.identity.subjects('register');
    if (relation === undefined) return sql`cast(null as bigint)`;
    const versions = this.plan.table(
      'register_version',
      sql`select register, max(snapshot_at) as version from ${relation} where complete and snapshot_at <= ${this.context.asOf} group by register`,
    );
    return sql`(select v.version from ${versions} as v where v.register = ${register})`;
  }

  profile(test: (column: (named: string) => Sql) => Sql): Sql {
    return this.#fact(this.#facts.ask(PROFILE, isTrue(test((named) => name(named)))));
  }

  merged(column: string, test: (value: Sql) => Sql): Sql {
    if (this.relations.mergedStates === undefined) return FALSE;
    return this.#fact(this.#facts.ask(MERGED, isTrue(test(name(column)))));
  }

  addressable(state: 'invalid' | 'none'): Sql {
    return this.#fact(this.#facts.ask(OWN, sql`(${name('c', 'addressable')} = ${state})`));
  }

  once(value: Sql): Sql {
    return this.#once.ask(value);
  }

  /** Situations with everything that was asked for once; `situations` has the words of {@link CandidateFacts}. */
  over(situations: Sql): Sql {
    return this.#once.over(situations);
  }

  #fact(bit: FactBit): Sql {
    return this.once(holdsBit(name(bit.word), bit));
  }

  #read({ reach, bit }: Placed): Sql {
    this.#reached.read(reach, bit);
    return this.#fact(bit);
  }

  #atLeast(times: number, { reach, bit }: Placed): Sql {
    return this.#fact(this.#reached.told(sql`(${this.#reached.count(reach, bit)} >= ${times})`));
  }

  #block({ kind, filter, reach }: BlockQuery): Placed | undefined {
    const standing = this.#standing(kind);
    if (standing === undefined) return undefined;
    const named = this.relations.identity.namedBy(kind);
    const scan: ScanOf = {
      kind,
      reach: reach ?? 'refusal',
      keys: ['person_id', ...named.map(reach === 'address' ? exactKey : refusalKey)],
      rows: (where: Sql) => sql`select * from ${standing} where ${where}`,
    };
    const bit = this.relations.scans.ask(scan, { tests: filterSql(filter), roughly: roughly(filter) });
    return { reach: scan.reach, bit };
  }

  #grant({ kind = 'permission', filter }: GrantQuery): Placed | undefined {
    const { identity, scans } = this.relations;
    const relation = identity.subjects(kind);
    if (relation === undefined) return undefined;
    const counted = this.plan.view(`${kind}_counted`, countedSql(kind, relation, this.context.asOf));
    const named = identity.namedBy(kind).filter((one) => one !== 'device');
    const scan: ScanOf = {
      kind,
      reach: 'permission',
      keys: ['profile_id', ...named.map(exactKey), ...(named.length === 0 ? [] : ['addressed'])],
      rows: (where: Sql) => sql`select * from ${counted} where ${where}`,
    };
    return { reach: 'permission', bit: scans.ask(scan, { tests: filterSql(filter), roughly: roughly(filter) }) };
  }

  #standing(kind: BlockKind): Sql | undefined {
    const relation = this.relations.identity.subjects(kind);
    return relation && this.plan.view(`${kind}_standing`, standingSql(kind, relation, this.context));
  }

  /**
   * The candidates with the words of their facts. To be called when everything has been asked.
   *
   * @param columns Of the candidates, that are kept.
   * @param answers The tables of {@link RuleRelations.aggregates}.
   */
  facts(
    plan: PlanBuilder,
    answers: readonly AnswerTable[],
    candidates: CandidatesOn,
    profile: Sql,
    columns: readonly string[],
  ): CandidateFacts {
    const about = (of: string, key: string, table: Sql): readonly Told[] => {
      const words = this.#facts.words([of]);
      if (words.length === 0) return [];
      const values = words.map((word) => sql`${this.#facts.value(of, word)} as ${name(word)}`);
      const some = anyOf(words.map((word) => sql`${name(word)} <> 0`));
      const own = join([sql`${name(key)} as person_id`, ...values], ', ');
      return [{ words, rows: sql`select * from (select ${own} from ${table}) as r where ${some}` }];
    };
    const told = [
      ...ofCandidates(candidates.table, [
        ...about(PROFILE, 'id', profile),
        ...about(MERGED, 'person_id', this.relations.mergedStates ?? NULL),
        ...answers.flatMap(({ alias, table }) => about(alias, 'person_id', table)),
      ]),
      ...this.#reached.all(plan, candidates),
    ];
    const own = this.#facts.words([OWN]);
    const joined = [...new Set(told.flatMap(({ words }) => words))];
    const words = [...new Set([...own, ...joined])];
    const values = words.map((word) => {
      const parts = [
        ...(own.includes(word) ? [this.#facts.value(OWN, word)] : []),
        ...(joined.includes(word) ? [sql`coalesce(${name('t', word)}, 0)`] : []),
      ];
      return sql`${join(parts, ' + ')} as ${name(word)}`;
    });
    const kept = columns.map((column) => name('c', column));
    const others = told.length === 0 ? sql`` : sql` left join (${togetherQuery(joined, told)}) as t on t.cid = c.cid`;
    return { rows: sql`select ${join([...kept, ...values], ', ')} from ${candidates.table} as c${others}`, words };
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
