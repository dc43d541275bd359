import type { EvaluatedKind } from '../../model/record-kinds.js';
import { matchesRow, type RowTest } from '../../segments/row-filter.js';
import type {
  BlockQuery,
  ContactsQuery,
  GrantQuery,
  Hit,
  ReportsQuery,
  RowsQuery,
  SaleQuery,
} from '../../suppression/facts.js';
import { canRefuse } from '../../suppression/reference-view.js';
import { canLift, type InForce, isPermitting, isSilent } from '../../suppression/standing.js';
import type { RecordClass } from './record-class.js';

/** What the rules of one question ask, and which classes of records answer it. */

export type Asked =
  | { readonly use: 'block'; readonly query: BlockQuery }
  | { readonly use: 'report'; readonly query: ReportsQuery }
  | { readonly use: 'grant'; readonly query: GrantQuery }
  | { readonly use: 'sale'; readonly query: SaleQuery }
  | { readonly use: 'row'; readonly query: RowsQuery }
  | { readonly use: 'contact'; readonly query: ContactsQuery };

/** A query with its place, and what was found for the candidate that is looked at. */
export type AskedQuery = Asked & {
  readonly place: number;
  readonly kind: EvaluatedKind;
  readonly hits: Hit[];
};

/** A number of a record has to lie within these. */
export interface Bound {
  readonly offset: number;
  readonly from: number;
  /** Exclusive, as the next one. */
  readonly after: number;
  readonly to: number;
}

/** A query that records of a class can answer. */
export interface Match {
  readonly asked: AskedQuery;
  readonly bounds: readonly Bound[];
  /** What only the record itself can say. */
  readonly tests: readonly RowTest[];
  /** Place of the instant of the hit. */
  readonly at: number;
}

/** What records of a class can answer. */
export interface ClassAnswers {
  readonly matches: readonly Match[];
  /** The kind of refusals that they may end, so that somebody has to look at scopes. */
  readonly lifts?: EvaluatedKind;
  /** A row of a register that keeps a keyed hash. */
  readonly hashed: boolean;
}

export interface QuestionTime extends InForce {
  readonly knownAt?: number;
  /** Whether refusal registers are looked at. */
  readonly registers: boolean;
}

const KIND: { readonly [U in Asked['use']]?: EvaluatedKind } = {
  report: 'delivery',
  grant: 'permission',
  sale: 'purchase',
  contact: 'contact',
};

export const kindOf = (asked: Asked): EvaluatedKind =>
  ('kind' in asked.query ? asked.query.kind : undefined) ?? (KIND[asked.use] as EvaluatedKind);

/** The queries that a class of records can answer. */
export function answersOf(of: RecordClass, queries: readonly AskedQuery[], time: QuestionTime): ClassAnswers {
  const unread = of.kind === 'register' && !time.registers;
  return {
    matches: unread ? [] : queries.flatMap((asked) => (asked.kind === of.kind ? (matchOf(of, asked, time) ?? []) : [])),
    ...(canLift(of.kind, of.says) ? { lifts: of.kind } : {}),
    hashed: !unread && of.kind === 'register' && of.own.has('digest'),
  };
}

function matchOf(of: RecordClass, asked: AskedQuery, time: QuestionTime): Match | undefined {
  const tests: RowTest[] = [];
  const bounds: Bound[] = [];
  for (const test of [...asked.query.filter, ...alsoAsked(asked)]) {
    const known = knownOf(of, test);
    if (known === false) return undefined;
    if (known === true) continue;
    const bound = boundOf(of, test);
    if (bound === undefined) tests.push(test);
    else bounds.push(bound);
  }
  const counting = countingOf(of, asked, time);
  const at = of.offsets.get(
    asked.use === 'block' || asked.use === 'report' || asked.use === 'grant' ? 'at' : 'occurredAt',
  );
  if (counting === undefined || at === undefined) return undefined;
  return { asked, bounds: [...bounds, ...counting], tests, at };
}

const alsoAsked = ({ use, query }: AskedQuery): readonly RowTest[] =>
  use === 'row' || use === 'sale' || use === 'contact'
    ? [{ field: 'occurredAt', from: (query as SaleQuery).from, to: (query as SaleQuery).to }]
    : [];

/** What the class alone says of a test. */
function knownOf({ says, own }: RecordClass, test: RowTest): boolean | undefined {
  if (!own.has(test.field)) return matchesRow([test], says);
  return 'present' in test ? test.present : undefined;
}

const UNBOUND = { from: Number.NEGATIVE_INFINITY, after: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

function boundOf({ offsets }: RecordClass, test: RowTest): Bound | undefined {
  const offset = offsets.get(test.field);
  if (offset === undefined) return undefined;
  if ('absentOrAfter' in test) return { ...UNBOUND, offset, after: test.absentOrAfter };
  return 'from' in test ? { ...UNBOUND, offset, from: test.from, to: test.to } : undefined;
}

/** Whether and when records of the class count at all for this use. */
function countingOf(of: RecordClass, { use }: AskedQuery, time: QuestionTime): readonly Bound[] | undefined {
  const { kind, says, offsets } = of;
  const until = (field: string, instant: number): readonly Bound[] => {
    const offset = offsets.get(field);
    return offset === undefined ? [] : [{ ...UNBOUND, offset, to: instant + 1 }];
  };
  if (use === 'block' || use === 'report') {
    const refuses = isBlockKind(kind) && canRefuse(kind, says) && !isSilent(kind, says);
    if (!refuses) return undefined;
    return time.laterRefusalsCount ? [] : until('knownAt', time.asOf);
  }
  if (use === 'grant') return isPermitting(kind, says) ? until('knownAt', time.asOf) : undefined;
  return kind === 'purchase' || kind === 'event' ? until('recordedAt', time.knownAt ?? time.asOf) : [];
}

const NO_BLOCKS: readonly EvaluatedKind[] = ['profile', 'relation', 'purchase', 'event', 'identity_link', 'contact'];

const isBlockKind = (kind: EvaluatedKind): kind is BlockQuery['kind'] => !NO_BLOCKS.includes(kind);
