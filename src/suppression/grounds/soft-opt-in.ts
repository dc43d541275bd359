import { ALWAYS, DAY } from '../../model/instant.js';
import type { RowTest } from '../../segments/row-filter.js';
import { sql } from '../../sql/fragment.js';
import { type BlockQuery, type Evidence, type Ground, type Hit, latest, type SaleQuery } from '../facts.js';
import type { Policy } from '../policy.js';
import type { ValidRequest } from '../request.js';
import { permissionScope } from '../scope.js';

/**
 * Soft opt-in: contact details from an own sale of similar products, an opt-out offered then, and no refusal since.
 *
 * A sale never revives what was refused or withdrawn. Source: ePrivacy Directive Art. 13(2); CJEU C-654/23;
 * MFL (2008:486) 19 § 2 st., 917/2014 200 §, markedsføringsloven § 10(2) (DK), § 15(3) (NO).
 */
export function softOptIn(request: ValidRequest, policy: Policy): Ground {
  const own: RowTest = { field: 'controller', in: [request.controller] };
  const sale: RowTest = { field: 'type', in: ['sale'] };
  const qualifying: SaleQuery = {
    filter: [
      own,
      sale,
      { field: 'category', under: request.products },
      { field: 'contactCollected', in: [true] },
      { field: 'optOutOffered', in: [true] },
    ],
    from: request.asOf - policy.softOptIn.maxDaysSinceSale * DAY,
    to: request.asOf,
  };
  const ever: SaleQuery = { filter: [own, sale], from: ALWAYS, to: request.asOf };
  const refused: BlockQuery = {
    kind: 'permission',
    filter: [...permissionScope(request, policy), { field: 'state', in: ['withdrawn', 'refused'] }],
  };
  return {
    basis: 'soft_opt_in',
    evaluate: (view) => {
      const sales = view.sales(qualifying);
      const holds = sales.length > 0 && latest(view.blocks(refused)) === undefined;
      if (holds) return { holds, evidence: lastOf(sales), missing: [] };
      const any = view.sales(ever);
      return {
        holds,
        evidence: [],
        missing: any.length === 0 ? [] : [{ reason: 'SOFT_OPT_IN_NOT_MET', evidence: lastOf(any) }],
      };
    },
    compile: (ask) => {
      const holds = sql`(${ask.sale(qualifying)} is not null and ${ask.block(refused)} is null)`;
      return { holds, missing: [{ reason: 'SOFT_OPT_IN_NOT_MET', applies: sql`(not ${holds} and ${ask.sale(ever)} is not null)` }] };
    },
  };
}

/** The latest sale is the one that counts; many are no better proof. */
function lastOf(sales: readonly Hit[]): readonly Evidence[] {
  const at = latest(sales);
  return sales.filter((hit) => hit.at === at).slice(0, 1).map(({ evidence }) => evidence);
}
