import type { DataCategory } from '../../model/vocabulary.js';
import type { RowTest } from '../../segments/row-filter.js';
import { allOf, anyOf, type Sql, sql, TRUE } from '../../sql/fragment.js';
import { type DataUse, guardedCategories, rowsOfCategory } from '../data-use.js';
import { type BlockQuery, type CandidateView, type Evidence, type GrantQuery, latest, type RuleAsk } from '../facts.js';
import type { Policy } from '../policy.js';
import type { ValidRequest } from '../request.js';
import type { Rule } from '../rule.js';
import { orAny } from '../scope.js';

/**
 * Whoever’s data may not be read is in no audience that reads it.
 *
 * A withdrawal could otherwise add somebody: a person whose searches are hidden has “not searched”. So whoever has any
 * row of a hidden category is refused whole, and not evaluated without it.
 */
export const dataUse: Rule = {
  id: 'data-use',
  about: 'Whoever withdrew data from use is in no audience that reads data of that category.',
  source: 'GDPR Art. 5(1)(b), 6(1), 7(3), 21(1)',
  reasons: ['DATA_NOT_READABLE'],
  for: (request, policy) => {
    const categories = guardedCategories(request.reads ?? [], policy.dataUse);
    if (categories.length === 0) return undefined;
    const guarded = categories.map((category) => guardedData(category, request, policy));
    return {
      evaluate: (view) => {
        const evidence = guarded.flatMap((data) => hiddenBy(data, view));
        return evidence.length === 0 ? [] : [{ reason: 'DATA_NOT_READABLE', evidence }];
      },
      compile: (ask) => [{ reason: 'DATA_NOT_READABLE', applies: anyOf(guarded.map((data) => hiddenSql(data, ask))) }],
    };
  },
};

interface GuardedData {
  readonly category: DataCategory;
  readonly use: DataUse;
  readonly rows: ReturnType<typeof rowsOfCategory>;
  readonly refused: BlockQuery;
  readonly given: GrantQuery;
}

function guardedData(category: DataCategory, request: ValidRequest, policy: Policy): GuardedData {
  const use = policy.dataUse?.[category];
  if (use === undefined) throw new Error(`bug: ${category} is not guarded`);
  // On whatever channel and topic it was said: the data are the same.
  const scope: readonly RowTest[] = [
    { field: 'controller', in: orAny(request.controller) },
    { field: 'purpose', in: orAny(use.purpose) },
  ];
  const proof: readonly RowTest[] = policy.consentNeedsEvidence ? [{ field: 'evidence', present: true }] : [];
  return {
    category,
    use,
    rows: rowsOfCategory(category, request.asOf),
    refused: { kind: 'permission', filter: [...scope, { field: 'state', in: ['withdrawn', 'refused'] }] },
    given: {
      filter: [
        ...scope,
        { field: 'state', in: ['given'] },
        ...(use.needs === 'consent' ? proof : []),
        { field: 'validUntil', absentOrAfter: request.asOf },
      ],
    },
  };
}

function hiddenBy({ category, use, rows, refused, given }: GuardedData, view: CandidateView): readonly Evidence[] {
  if (rows !== 'always' && rows.every((query) => view.rows(query).length === 0)) return [];
  const blocks = view.blocks(refused);
  const refusedAt = latest(blocks);
  const givenAt = latest(view.grants(given));
  const isGiven = givenAt !== undefined && (refusedAt === undefined || givenAt > refusedAt);
  if (isGiven || (use.needs === 'no_refusal' && refusedAt === undefined)) return [];
  const last = blocks.filter(({ at }) => at === refusedAt).map(({ evidence }) => evidence);
  return [{ kind: 'policy', via: [], note: `${category} needs ${use.purpose}` }, ...last];
}

function hiddenSql({ use, rows, refused, given }: GuardedData, ask: RuleAsk): Sql {
  const present = rows === 'always' ? TRUE : anyOf(rows.map((query) => ask.has(query)));
  const refuses = use.needs === 'consent' ? [] : [ask.blocked(refused)];
  return allOf([present, sql`not ${ask.granted(given, [refused])}`, ...refuses]);
}
