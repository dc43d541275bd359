import type { IdentityTables } from '../identity/identity-tables.js';
import { allOf, anyOf, call, join, NULL, name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import type { CandidatesOn } from './candidates-on.js';
import { type FactBit, type FactWords, holdsBit, type Told, WordMasks } from './fact-words.js';
import { branchesOf } from './reach-sql.js';
import { hasInstant, type Reach, type RuleScans } from './rule-scans.js';

/** A question to the rows of a reach, and where its bit is. */
export interface Placed {
  readonly reach: Reach;
  readonly bit: FactBit;
}

/** What a row of `hit` has beside the words of what reached the candidate. */
interface Figure extends Placed {
  readonly column: string;
  readonly as: 'latest' | 'count';
}

/** Rows that facts are about: those of `hit`, and a grant `a` with the row `h` of `hit` of whom it names. */
const HIT = 'hit';
const LATER = 'later';

/**
 * The facts that candidates of one channel owe to the records that reach them.
 *
 * Whether there is a record of some kind is in the words that the records have. Instants and counts are needed of few
 * candidates: counts of whom something counted reaches, and instants of grants of whom something refuses.
 */
export class ReachedFacts {
  readonly #masks = new Map<Reach, WordMasks>();
  readonly #columns = new Map<string, Figure>();
  readonly #laterGrants = new WordMasks();

  constructor(
    private readonly scans: RuleScans,
    private readonly identity: IdentityTables,
    private readonly facts: FactWords,
  ) {}

  /** The bit is to be one of the candidates' facts. */
  read(reach: Reach, bit: FactBit): void {
    this.#mask(reach).add(bit);
  }

  /** The column with the latest instant of the rows that have the bit, for {@link told}. */
  latest(placed: Placed): Sql {
    return this.#column('latest', placed);
  }

  /** The column with the number of rows that have the bit, for {@link told}. */
  count(reach: Reach, bit: FactBit): Sql {
    return sql`coalesce(${this.#column('count', { reach, bit })}, 0)`;
  }

  /** A fact over columns of {@link latest} and {@link count}; not that of a candidate whom nothing reaches. */
  told(holds: Sql): FactBit {
    return this.facts.ask(HIT, holds);
  }

  /** Some grant is later than all of these blocks; asked of candidates only whom one of them reaches. */
  granted({ bit }: Placed, blocks: readonly Placed[]): FactBit {
    this.#laterGrants.add(bit);
    const later = blocks.map((block) => {
      const at = sql`h.${this.latest(block)}`;
      return sql`(${at} is null or a.at > ${at})`;
    });
    return this.facts.ask(LATER, allOf([holdsBit(name('a', bit.word), bit), ...later]));
  }

  #mask(reach: Reach): WordMasks {
    const mask = this.#masks.get(reach) ?? new WordMasks();
    this.#masks.set(reach, mask);
    return mask;
  }

  #column(as: Figure['as'], { reach, bit }: Placed): Sql {
    this.#mask(reach).add(bit);
    const column = `${as}_${bit.word}_${bit.bit.toString(2).length}`;
    this.#columns.set(column, { reach, bit, column, as });
    return name(column);
  }

  /** Everything of it; to be called when everything has been asked. */
  all(plan: PlanBuilder, candidates: CandidatesOn): readonly Told[] {
    const reaches = [...this.#masks.keys()].filter((reach) => reach !== 'permission');
    const hit = reaches.length === 0 ? undefined : plan.table('hit', this.#hitQuery(plan, candidates, reaches));
    const granting = this.#masks.get('permission');
    const later = this.facts.words([LATER]);
    return [
      ...(hit === undefined ? [] : [this.#ofHits(hit, this.#wordsOf(reaches))]),
      ...(granting === undefined ? [] : this.#ofGrants(candidates, granting)),
      ...(hit === undefined || later.length === 0 ? [] : [this.#ofLater(candidates, hit, later)]),
    ];
  }

  #wordsOf(reaches: readonly Reach[]): readonly string[] {
    return [...new Set(reaches.flatMap((reach) => this.#mask(reach).words))];
  }

  #ofHits(hit: Sql, said: readonly string[]): Told {
    const told = this.facts.words([HIT]);
    const columns = [
      ...said.map((word) => name(word)),
      ...told.map((word) => sql`${this.facts.value(HIT, word)} as ${name(word)}`),
    ];
    return { words: [...said, ...told], rows: sql`select ${join([name('cid'), ...columns], ', ')} from ${hit}` };
  }

  /** The rows of a reach that have any of some bits, with these alone. */
  #rows(reach: Reach, masks: WordMasks) {
    const keys = this.scans.keys(reach);
    const at = hasInstant(reach) ? [name('at')] : [];
    const columns = [...keys.map((key) => name(key)), ...at, ...masks.columns()];
    return {
      rows: sql`(select ${join(columns, ', ')} from ${this.scans.rows(reach)} where ${masks.any})`,
      keys,
      answers: masks.words,
    };
  }

  /** One row for each candidate reached. */
  #hitQuery(plan: PlanBuilder, candidates: CandidatesOn, reaches: readonly Reach[]): Sql {
    const shared = reaches.includes('refusal') ? this.identity.shared(plan) : NULL;
    const words = this.#wordsOf(reaches);
    const branches = reaches.flatMap((reach) => {
      const at = hasInstant(reach) ? sql`a.at` : sql`cast(null as bigint)`;
      const own = this.#mask(reach);
      const values = words.map((word) =>
        own.words.includes(word) ? name('a', word) : sql`cast(0 as bigint) as ${name(word)}`,
      );
      const rows = this.#rows(reach, own);
      return branchesOf[reach](rows, candidates, this.identity, shared).map(
        (branch) => sql`select ${join([sql`c.cid`, sql`${at} as ${name('at')}`, ...values], ', ')} ${branch}`,
      );
    });
    const together = words.map((word) => sql`${call('bit_or', name(word))} as ${name(word)}`);
    const columns = [...this.#columns.values()].map(({ column, as, bit }) => {
      const has = holdsBit(name(bit.word), bit);
      return as === 'latest'
        ? sql`max(case when ${has} then ${name('at')} end) as ${name(column)}`
        : sql`count(case when ${has} then 1 end) as ${name(column)}`;
    });
    return sql`select ${join([name('cid'), ...together, ...columns], ', ')} from (${join(branches, ' union all ')}) as b group by cid`;
  }

  #ofGrants(candidates: CandidatesOn, masks: WordMasks): readonly Told[] {
    const { words } = masks;
    const columns = words.map((word) => name('a', word));
    const branches = branchesOf.permission(this.#rows('permission', masks), candidates, this.identity, NULL);
    return branches.map((branch) => ({ words, rows: sql`select ${join([sql`c.cid`, ...columns], ', ')} ${branch}` }));
  }

  #ofLater(candidates: CandidatesOn, hit: Sql, words: readonly string[]): Told {
    const columns = this.#laterGrants.words.map((word) => name('a', word));
    const rows = this.#rows('permission', this.#laterGrants);
    const named = branchesOf
      .permission(rows, candidates, this.identity, NULL)
      .map((branch) => sql`select ${join([sql`c.cid`, sql`a.at`, ...columns], ', ')} ${branch}`);
    const stops = [...this.#columns.values()].filter(({ as }) => as === 'latest');
    const stopped = anyOf(stops.map(({ column }) => sql`${name('h', column)} is not null`));
    const values = words.map((word) => sql`${this.facts.value(LATER, word)} as ${name(word)}`);
    return {
      words,
      rows: sql`select ${join([sql`a.cid`, ...values], ', ')} from (${join(named, ' union all ')}) as a join (select * from ${hit} as h where ${stopped}) as h on h.cid = a.cid`,
    };
  }
}
