import { AS_OF, type Segment } from '../jobs/campaigns.js';
import type { Table } from './tables.js';

export const ASOF = `timestamptz '${AS_OF}'`;
const DAY_MS = 86_400_000;

/** The instant so many days before as-of. */
export const before = (days: number): string =>
  `timestamptz '${new Date(Date.parse(AS_OF) - days * DAY_MS).toISOString()}'`;

const currencies = { SE: 'SEK', FI: 'EUR', NO: 'NOK', DK: 'DKK' };

/**
 * Who bought and did what the segment asks: `bought`, with what the sales say of soft opt-in. Spend is kept for each
 * currency, because the country is known later.
 *
 * `own` should ask for a sale of any age and category. Fuel is sold by `okq8` alone, so for fuel it is the same; for
 * other categories it is not, and SOFT_OPT_IN_NOT_MET is not compared there.
 */
export function segmentSteps(segment: Segment, scan: (table: Table) => string): readonly string[] {
  const { category, windowDays, quietDays, leastCount, leastSpend, event } = segment;
  const inWindow = `"at" >= ${before(windowDays)}`;
  const spends = Object.values(currencies);
  const sales = `create or replace temp table bought as
    select * from (
      select profile_id, sum(signed) filter (${inWindow}) as bought, coalesce(sum(signed) filter ("at" >= ${before(quietDays)}), 0) as recently,
        ${spends.map((one) => `coalesce(sum(signed * amount) filter (${inWindow} and currency = '${one}'), 0) as in_${one}`).join(', ')},
        coalesce(bool_or(kind = 'sale' and controller = 'okq8' and contact_collected and opt_out_offered and "at" >= ${before(365)}), false) as soft,
        coalesce(bool_or(kind = 'sale' and controller = 'okq8'), false) as own
      from (select profile_id, "at", amount, currency, kind, controller, contact_collected, opt_out_offered, case kind when 'return' then -1 else 1 end as signed
        from ${scan('purchases')} where (category = '${category}' or starts_with(category, '${category}/')) and "at" >= ${before(Math.max(windowDays, 365))} and "at" < ${ASOF})
      group by profile_id)
    where bought >= ${leastCount}${quietDays > 0 ? ' and recently < 1' : ''} and greatest(${spends.map((one) => `in_${one}`).join(', ')}) >= ${leastSpend}`;
  if (event === undefined) return [sales];
  const active = `select profile_id from ${scan('events')} where "type" = '${event.type}' and "at" >= ${before(event.days)} and "at" < ${ASOF}`;
  return [
    sales,
    `create or replace temp table bought as select * from bought semi join (${active}) using (profile_id)`,
  ];
}

export const spentAtHome = (leastSpend: number): string =>
  `case country ${Object.entries(currencies)
    .map(([country, one]) => `when '${country}' then in_${one}`)
    .join(' ')} end >= ${leastSpend}`;
