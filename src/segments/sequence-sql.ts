import { snakeCase } from '../model/columns.js';
import { FOREVER } from '../model/instant.js';
import { allOf, anyOf, FALSE, join, name, type Sql, sql } from '../sql/fragment.js';
import type { SegmentAsk } from './condition.js';
import { type Chain, limitOf } from './sequence-chain.js';
import { kindsOf, type Step, stepSql } from './sequence-steps.js';
import { shiftedSql } from './sequence-time.js';
import { type Interval, resolveWindow } from './window.js';

/**
 * Chains in SQL: for each step one running maximum over the rows strictly before, of what they hand on. No engine
 * funnel and no lists: their ties and their greed differ, and lists do not fit in memory.
 */

type Apart = Pick<Chain, 'same' | 'ties'>;

const column = (prefix: string, i: number): Sql => name(`${prefix}_${i + 1}`);

/**
 * The rows that are one of the steps: `person_id`, `moment`, `place` by which they follow each other, and `step_1` … true
 * or false; `undefined` where no source declares any of their kinds.
 */
export function linksSql(
  apart: Apart,
  steps: readonly Step[],
  { from, to }: Interval,
  ask: SegmentAsk,
): Sql | undefined {
  const kinds = kindsOf(steps).flatMap((kind) => {
    const where = anyOf(steps.filter(({ over }) => over === kind).map(stepSql));
    const relation = ask.relation(kind, { from, to, where: [where] });
    return relation === undefined ? [] : [{ kind, relation }];
  });
  if (kinds.length === 0) return undefined;
  const perKind = kinds.map(({ kind, relation }) => {
    const fits = steps.map((step) => (step.over === kind ? stepSql(step) : FALSE));
    const counted = [
      sql`person_id is not null`,
      sql`occurred_at >= ${from}`,
      sql`occurred_at < ${to}`,
      anyOf(fits.filter((fit) => fit !== FALSE)),
      ...(apart.same === undefined ? [] : [sql`${name(snakeCase(apart.same))} is not null`]),
    ];
    const columns = [
      sql`person_id`,
      ...(apart.same === undefined ? [] : [sql`${name(snakeCase(apart.same))} as same_value`]),
      sql`occurred_at as moment`,
      ...(apart.ties === 'allow' ? [sql`coalesce(id, '') as tie`] : [sql`occurred_at as place`]),
      ...fits.map((fit, i) => sql`${fit} as ${column('step', i)}`),
    ];
    return sql`select ${join(columns, ', ')} from ${relation} where ${allOf(counted)}`;
  });
  const rows = join(perKind, ' union all ');
  if (apart.ties !== 'allow') return rows;
  return sql`select l.*, dense_rank() over (${together(apart)} order by moment, tie) as place from (${rows}) as l`;
}

const together = ({ same }: Apart): Sql => sql`partition by person_id${same === undefined ? sql`` : sql`, same_value`}`;

/** The links with `ends`: whether a chain of the first steps, as many as the chain has, can end here. */
export function chainEndsSql(chain: Chain, links: Sql, ask: SegmentAsk): Sql {
  const { from, to } = resolveWindow(chain.in, ask);
  const limit = limitOf(chain);
  const limited =
    limit === undefined
      ? sql`select l.*, ${FOREVER} as until_at from (${links}) as l`
      : shiftedSql(links, 'moment', limit, 'until_at', ask);
  const fits = (i: number): Sql => sql`${column('step', i)} and moment >= ${from} and moment < ${to}`;
  const before = sql`over (${together(chain)} order by place range between unbounded preceding and 1 preceding)`;
  let rows = sql`select l.*, case when ${fits(0)} then until_at end as open_1 from (${limited}) as l`;
  for (const i of chain.steps.keys()) {
    if (i === 0) continue;
    const handed = column('handed', i);
    const hands = chain.within === undefined ? sql`until_at` : handed;
    rows = sql`select l.*, case when ${fits(i)} and ${handed} >= moment then ${hands} end as ${column('open', i)} from (select l.*, max(${column('open', i - 1)}) ${before} as ${handed} from (${rows}) as l) as l`;
  }
  return sql`select l.*, ${column('open', chain.steps.length - 1)} is not null as ends from (${rows}) as l`;
}

/** When the last of the steps, `step_…` of this number, comes next after each link; null where it never does. */
export const nextSql = (apart: Apart, links: Sql, step: number): Sql =>
  sql`select l.*, min(case when ${column('step', step)} then moment end) over (${together(apart)} order by place range between 1 following and unbounded following) as next_at from (${links}) as l`;
