import { ALWAYS, DAY } from '../../model/instant.js';
import { compareUtf8 } from '../../model/text.js';
import type { RowTest } from '../../segments/row-filter.js';
import { anyOf, sql } from '../../sql/fragment.js';
import {
  type BlockQuery,
  type CandidateView,
  type Evidence,
  type Ground,
  type Hit,
  latest,
  type RowsQuery,
} from '../facts.js';
import type { Policy } from '../policy.js';
import type { ValidRequest } from '../request.js';
import { permissionScope } from '../scope.js';
import { similarTo } from './similar-products.js';

/**
 * Soft opt-in: contact details from an own sale of similar products, an opt-out offered then, and no refusal since.
 *
 * The sale is recent enough at as-of and when it is sent. A membership, an account or another relation that the policy counts as a sale carries as long as it lasts, at as-of
 * and when it is sent. A sale never revives what was refused or withdrawn, and a merge carries none. Source: ePrivacy
 * Directive Art. 13(2); CJEU C-654/23; MFL (2008:486) 19 § 2 st., 917/2014 200 §, markedsføringsloven § 10(2) (DK),
 * § 15(3) (NO).
 */
export function softOptIn(request: ValidRequest, policy: Policy): Ground {
  const { ever, qualifying } = salesFor(request, policy);
  const refused: BlockQuery = {
    kind: 'permission',
    filter: [...permissionScope(request, policy), { field: 'state', in: ['withdrawn', 'refused'] }],
  };
  return {
    basis: 'soft_opt_in',
    evaluate: (view) => {
      const carrying = rowsOf(view, qualifying);
      const holds = carrying.length > 0 && view.blocks(refused).length === 0;
      if (holds) return { holds, evidence: lastOf(carrying), missing: [] };
      const any = rowsOf(view, ever);
      return {
        holds,
        evidence: [],
        missing: any.length === 0 ? [] : [{ reason: 'SOFT_OPT_IN_NOT_MET', evidence: lastOf(any) }],
      };
    },
    compile: (ask) => {
      const some = (queries: readonly RowsQuery[]) => anyOf(queries.map((query) => ask.has(query)));
      const holds = ask.once(sql`(${some(qualifying)} and not ${ask.blocked(refused)})`);
      return {
        holds,
        missing: [{ reason: 'SOFT_OPT_IN_NOT_MET', applies: sql`(not ${holds} and ${some(ever)})` }],
      };
    },
  };
}

/** Most policies know sales only. */
function rowsOf(view: CandidateView, queries: readonly RowsQuery[]): readonly Hit[] {
  const [only] = queries;
  return queries.length === 1 && only !== undefined ? view.rows(only) : queries.flatMap((query) => view.rows(query));
}

/** What would carry, and what is a sale at all. */
function salesFor(
  request: ValidRequest,
  { softOptIn: policy }: Policy,
): { readonly qualifying: readonly RowsQuery[]; readonly ever: readonly RowsQuery[] } {
  const own: RowTest = { field: 'controller', in: [request.controller] };
  const conditions: readonly RowTest[] = [
    { field: 'category', under: similarTo(request.products, policy) },
    { field: 'contactCollected', in: [true] },
    { field: 'optOutOffered', in: [true] },
  ];
  const sale = {
    kind: 'purchase',
    of: 'profile',
    filter: [own, { field: 'type', in: ['sale'] }],
    from: ALWAYS,
    to: request.asOf,
  } as const satisfies RowsQuery;
  const relation = {
    kind: 'relation',
    of: 'profile',
    filter: [own, { field: 'relation', in: policy.relations ?? [] }],
    from: ALWAYS,
    to: request.asOf + 1,
  } as const satisfies RowsQuery;
  const used = Math.max(request.asOf, request.sendAt);
  const lasting: RowTest = { field: 'endedAt', absentOrAfter: used };
  const carries = {
    sale: { ...sale, filter: [...sale.filter, ...conditions], from: used - policy.maxDaysSinceSale * DAY },
    relation: { ...relation, filter: [...relation.filter, ...conditions, lasting] },
  };
  return policy.relations === undefined || policy.relations.length === 0
    ? { qualifying: [carries.sale], ever: [sale] }
    : { qualifying: [carries.sale, carries.relation], ever: [sale, relation] };
}

/** The latest sale is the one that counts; many are no better proof. */
function lastOf(sales: readonly Hit[]): readonly Evidence[] {
  if (sales.length === 1) return sales.map(({ evidence }) => evidence);
  const at = latest(sales);
  // Of several at one instant always the same, in whatever order they came.
  return sales
    .filter((hit) => hit.at === at)
    .map(({ evidence }) => evidence)
    .sort((a, b) => compareUtf8(a.record?.source ?? '', b.record?.source ?? '') || rowOf(a) - rowOf(b))
    .slice(0, 1);
}

const rowOf = ({ record }: Evidence): number => record?.row ?? 0;
