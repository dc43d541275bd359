import { countSql, liesInSql, placeSql, readPercent } from '../../identity/share.js';
import type { AllocationOutcome } from '../../model/reasons.js';
import { profileColumn } from '../../segments/profile-field.js';
import { allOf, anyOf, join, name, type Sql, sql } from '../../sql/fragment.js';
import type { PlanBuilder } from '../../sql/plan.js';
import type { Campaign } from '../campaign.js';
import { isCapped, isOncePerAddress } from './allocate.js';
import type { RunAllocation } from './definition.js';

/** The same as `allocate`, over decisions `(person_id, address, mask, …)`. */

/** A campaign that has chosen before: its allocated decisions. */
export interface Claim {
  readonly campaign: Campaign;
  readonly table: Sql;
}

interface AllocationTables {
  readonly plan: PlanBuilder;
  readonly profile: Sql;
  readonly rules: RunAllocation | undefined;
  /** The campaigns that chose before, in any order. */
  readonly claims: readonly Claim[];
}

const ID = name('c', 'person_id');
const ADDRESS = name('c', 'address');

/** Every decision with `allocation`, null for the suppressed, and `part`, null for whoever is not listed in one. */
export function allocatedTable(campaign: Campaign, decisions: Sql, tables: AllocationTables): Sql {
  const { plan, rules, claims } = tables;
  const steps: [AllocationOutcome, Sql][] = [];
  const capped = rules === undefined || !isCapped(campaign) ? undefined : cappedSql(campaign, rules, claims);
  let query = withFields(campaign, decisions, tables.profile, capped);
  const open = (step: number): Sql => sql`(c.mask = 0 and ${name('c', `allocation_${step}`)} is null)`;
  const add = (outcome: AllocationOutcome, condition: (open: Sql) => Sql): void => {
    const step = steps.length;
    const chosen = condition(open(step));
    query = sql`select c.*, coalesce(${name('c', `allocation_${step}`)}, case when ${open(step)} and ${chosen} then ${outcome} end) as ${name(`allocation_${step + 1}`)} from (${query}) as c`;
    steps.push([outcome, chosen]);
  };
  if (capped !== undefined) add('capped', () => capped.isFull);
  if (isOncePerAddress(campaign)) add('duplicate', (isOpen) => duplicateSql(campaign, isOpen));
  const { limit, holdOut, split } = campaign;
  if (limit !== undefined) {
    add('over_limit', (isOpen) => {
      const order = limit.by === 'rank' ? rankOrder(campaign) : sql`${openPlace(limit.salt, isOpen)}, ${ID}`;
      return sql`row_number() over (partition by ${isOpen} order by ${order}) > ${limit.rows}`;
    });
  }
  if (holdOut !== undefined) add('held_out', (isOpen) => heldOutSql(holdOut, isOpen));
  const listed = open(steps.length);
  const last = name('c', `allocation_${steps.length}`);
  const part = split === undefined ? sql`cast(null as varchar)` : partSql(split, listed);
  return plan.table(
    `allocated_${campaign.id}`,
    sql`select c.*, case when c.mask = 0 then coalesce(${last}, ${'listed'}) end as allocation, ${part} as part from (${query}) as c`,
  );
}

/** The fields that the steps need, beside the decisions. */
function withFields(
  { rank, holdOut, split }: Campaign,
  decisions: Sql,
  profile: Sql,
  capped: CappedSql | undefined,
): Sql {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['rank_value', rank?.field],
    ['held_stratum', holdOut?.stratify],
    ['split_stratum', split?.stratify],
  ];
  const asked = fields.flatMap(([as, field]) =>
    field === undefined ? [] : [sql`${name('p', profileColumn(field))} as ${name(as)}`],
  );
  const columns = [sql`d.*`, ...asked, ...(capped?.columns ?? []), sql`cast(null as varchar) as allocation_0`];
  const fromProfile = asked.length === 0 ? sql`` : sql` join ${profile} as p on p.id = d.person_id`;
  return sql`select ${join(columns, ', ')} from ${decisions} as d${fromProfile}${join(capped?.joins ?? [], '')}`;
}

interface CappedSql {
  readonly columns: readonly Sql[];
  readonly joins: readonly Sql[];
  readonly isFull: Sql;
}

/** Whether enough campaigns before have the person or the address; `undefined` where too few came before. */
function cappedSql(
  campaign: Campaign,
  { perPerson, perChannel }: RunAllocation,
  claims: readonly Claim[],
): CappedSql | undefined {
  const counted = claims.filter((claim) => isCapped(claim.campaign));
  const caps = [
    { hint: 'any', most: perPerson, from: counted },
    { hint: 'channel', most: perChannel, from: counted.filter((claim) => claim.campaign.channel === campaign.channel) },
  ].filter(({ most, from }) => most !== undefined && from.length >= most);
  if (caps.length === 0) return undefined;
  const parts = caps.flatMap(({ hint, most, from }) =>
    (['person_id', 'address'] as const).map((key) => {
      const alias = `claim_${hint}_${key}`;
      const taken = from.map(
        ({ table }) =>
          sql`select ${name(key)} from ${table} where allocation in (${'listed'}, ${'held_out'}) and ${name(key)} is not null`,
      );
      return {
        column: sql`${name(alias, 'claims')} as ${name(alias)}`,
        join: sql` left join (select ${name(key)}, count(*) as claims from (${join(taken, ' union all ')}) as t group by ${name(key)}) as ${name(alias)} on ${name(alias, key)} = ${name('d', key)}`,
        isFull: sql`coalesce(${name('c', alias)}, 0) >= ${most ?? 0}`,
      };
    }),
  );
  return {
    columns: parts.map(({ column }) => column),
    joins: parts.map((part) => part.join),
    isFull: anyOf(parts.map(({ isFull }) => isFull)),
  };
}

/** Missing values last, ties by id in UTF-8 byte order. */
function rankOrder({ rank }: Campaign): Sql {
  if (rank === undefined) return ID;
  const value = name('c', 'rank_value');
  return rank.order === 'ascending' ? sql`${value} asc nulls last, ${ID}` : sql`${value} desc nulls last, ${ID}`;
}

/** Not the first of those who are open and have the address. */
function duplicateSql(campaign: Campaign, open: Sql): Sql {
  // Without a rank the lowest id is first, which needs no sorting of everybody.
  const isFirst =
    campaign.rank === undefined
      ? sql`${ID} = min(case when ${open} then ${ID} end) over (partition by ${ADDRESS})`
      : sql`row_number() over (partition by ${ADDRESS}, ${open} order by ${rankOrder(campaign)}) = 1`;
  return sql`(${ADDRESS} is not null and not ${isFirst})`;
}

/** The place of those who are open; nobody else's is worked out. */
const openPlace = (salt: string, open: Sql): Sql => sql`case when ${open} then ${placeSql(salt, ID)} end`;

const percentOf = (value: number): bigint => readPercent(value) ?? 0n;

function heldOutSql({ percent, salt, from = 0, stratify }: NonNullable<Campaign['holdOut']>, open: Sql): Sql {
  const [size, start] = [percentOf(percent), percentOf(from)];
  const place = openPlace(salt, open);
  if (stratify === undefined) return liesInSql(place, start, start + size);
  const group = sql`partition by ${name('c', 'held_stratum')}, ${open}`;
  const number = sql`row_number() over (${group} order by ${place}, ${ID})`;
  return sql`${number} <= ${countSql(size, sql`count(*) over (${group})`)}`;
}

/** The last part takes whoever is left: the parts make a whole. */
function partSql({ salt, parts, stratify }: NonNullable<Campaign['split']>, listed: Sql): Sql {
  const place = openPlace(salt, listed);
  const group = sql`partition by ${name('c', 'split_stratum')}, ${listed}`;
  let to = 0n;
  const cases = parts.map(({ id, percent }) => {
    to += percentOf(percent);
    const within =
      stratify === undefined
        ? liesInSql(place, 0n, to)
        : sql`row_number() over (${group} order by ${place}, ${ID}) <= ${countSql(to, sql`count(*) over (${group})`)}`;
    return sql`when ${allOf([listed, within])} then ${id}`;
  });
  return sql`case ${join(cases, ' ')} end`;
}
