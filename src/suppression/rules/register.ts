import { DAY, type Instant } from '../../model/instant.js';
import type { ReasonCode } from '../../model/reasons.js';
import type { RowTest } from '../../segments/row-filter.js';
import { allOf, anyOf, FALSE, isTrue, type Sql, sql } from '../../sql/fragment.js';
import {
  type BlockQuery,
  type CandidateView,
  type Finding,
  type GrantQuery,
  latest,
  type ReasonSql,
  type RuleAsk,
  type SaleQuery,
} from '../facts.js';
import { consent } from '../grounds/consent.js';
import type { Policy } from '../policy.js';
import { registerFor } from '../register-policy.js';
import type { ValidRequest } from '../request.js';
import type { Rule } from '../rule.js';
import { isRefusable, permissionScope } from '../scope.js';
import { countryApplies, countryAppliesSql } from './countries.js';

/**
 * Refusal registers: whoever is listed is not called or written to, and nobody is whose listing was not looked up in a
 * version that is fresh enough at as-of and when it is sent.
 *
 * A listing reaches whoever holds or has held the number or address. It stands until a later whole list without it, or
 * a later answer about exactly the person, number or address; at the same instant it stands. A consent that is young
 * enough for the register replaces the check, and so does an own sale where the country's rules exempt customers.
 */
export const register: Rule = {
  id: 'register',
  about:
    'Whoever is listed in the refusal register of the country is left out, and everybody where it was not checked.',
  source:
    'NIX-Telefon and NIX adresserat (SE, self-regulation under MFL 21 §); markedsføringsloven § 10(4)–(5) (DK); markedsføringsloven §§ 12–13 (NO); ASML Robinson (FI)',
  reasons: ['REGISTER_HIT', 'REGISTER_MISSING', 'REGISTER_STALE'],
  for: (request, policy) => {
    if (!isRefusable(request.purpose) || (isResearch(request) && policy.registers.researchOutside)) return undefined;
    const checks = policy.countries.flatMap((country) => {
      const name = registerFor(policy.registers, country, request.channel);
      return name === undefined ? [] : [countryCheck(country, name, request, policy)];
    });
    return checks.length === 0
      ? undefined
      : {
          evaluate: (view) => checks.flatMap((check) => check.evaluate(view)),
          compile: (ask) => checks.flatMap((check) => check.compile(ask)),
        };
  },
};

const isResearch = ({ purpose }: ValidRequest): boolean =>
  purpose === 'market_research' || purpose === 'opinion_research';

interface Check {
  evaluate(view: CandidateView): readonly Finding[];
  compile(ask: RuleAsk): readonly ReasonSql[];
}

/** One register, under the rules of one country. */
function countryCheck(country: string, name: string, request: ValidRequest, policy: Policy): Check {
  const { maxAgeDays } = policy.registers;
  const named: RowTest = { field: 'register', in: [name] };
  const listed: BlockQuery = { kind: 'register', filter: [named] };
  const clear: GrantQuery = { kind: 'register', filter: [named] };
  const used = Math.max(request.asOf, request.sendAt);
  const age = maxAgeDays[name];
  /** Versions from this instant on are fresh enough. */
  const fresh: Instant = age === undefined ? Number.MAX_SAFE_INTEGER : used - age * DAY;
  const instead = [consentInstead(name, request, policy), ...customerInstead(country, request, policy)];
  const finding = (reason: ReasonCode, evidence: Finding['evidence'] = []): readonly Finding[] => [
    { reason, evidence: evidence.length > 0 ? evidence : [{ kind: 'register', via: [], note: name }] },
  ];
  return {
    evaluate: (view) => {
      if (!countryApplies(country, request, view) || instead.some((one) => one.holds(view))) return [];
      const checks = [view.registerVersion(name), latest(view.grants(clear))].filter((at) => at !== undefined);
      const checkedAt = latest(checks.map((at) => ({ at })));
      const hits = view.blocks(listed).filter(({ at }) => checkedAt === undefined || at >= checkedAt);
      if (hits.length > 0)
        return finding(
          'REGISTER_HIT',
          hits.map(({ evidence }) => evidence),
        );
      if (checkedAt === undefined) return finding('REGISTER_MISSING');
      return checkedAt < fresh ? finding('REGISTER_STALE') : [];
    },
    compile: (ask) => {
      const version = ask.registerVersion(name);
      const hit = sql`(${ask.blockedSince(listed, version)} and not ${ask.granted(clear, [listed])})`;
      const checked = sql`(${version} is not null or ${ask.granted(clear)})`;
      const recently: GrantQuery = { ...clear, filter: [...clear.filter, since(fresh)] };
      const isFresh = anyOf([isTrue(sql`${version} >= ${fresh}`), ask.granted(recently)]);
      const due = allOf([countryAppliesSql(country, request, ask), ...instead.map((one) => sql`not ${one.sql(ask)}`)]);
      return [
        { reason: 'REGISTER_HIT', applies: sql`(${due} and ${hit})` },
        { reason: 'REGISTER_MISSING', applies: sql`(${due} and not ${hit} and not ${checked})` },
        { reason: 'REGISTER_STALE', applies: sql`(${due} and not ${hit} and ${checked} and not ${isFresh})` },
      ];
    },
  };
}

/** A record that tells its time is never without one. */
const since = (from: Instant): RowTest => ({ field: 'at', absentOrAfter: from - 1 });

/** What makes a check needless. */
interface Instead {
  readonly holds: (view: CandidateView) => boolean;
  /** Never null. */
  readonly sql: (ask: RuleAsk) => Sql;
}

/** A consent that carries the message and is young enough for the register. */
function consentInstead(name: string, request: ValidRequest, policy: Policy): Instead {
  const ground = consent(request, policy);
  const days = policy.registers.consentMaxAgeDays[name];
  const used = Math.max(request.asOf, request.sendAt);
  const given: GrantQuery = {
    filter: [
      ...permissionScope(request, policy),
      { field: 'state', in: ['given'] },
      { field: 'evidence', present: true },
      { field: 'validUntil', absentOrAfter: used },
    ],
  };
  const from = days === undefined ? undefined : used - days * DAY;
  const young: GrantQuery = { filter: [...given.filter, ...(from === undefined ? [] : [since(from)])] };
  return {
    holds: (view) => {
      const at = latest(view.grants(given));
      return at !== undefined && (from === undefined || at >= from) && ground.evaluate(view).holds;
    },
    sql: (ask) => sql`(${ask.granted(young)} and ${ground.compile(ask).holds})`,
  };
}

/** An own sale in the category of the offer, where the country's rules exempt customers. */
function customerInstead(country: string, request: ValidRequest, policy: Policy): readonly Instead[] {
  const { countries, maxDaysSinceSale } = policy.registers.customerExemption;
  if (!countries.includes(country)) return [];
  const sale: SaleQuery = {
    filter: [
      { field: 'controller', in: [request.controller] },
      { field: 'type', in: ['sale'] },
      { field: 'category', under: request.products },
    ],
    from: Math.max(request.asOf, request.sendAt) - maxDaysSinceSale * DAY,
    to: request.asOf,
  };
  return [
    {
      holds: (view) => view.sales(sale).length > 0,
      sql: (ask) => (request.products.length === 0 ? FALSE : ask.sold(sale)),
    },
  ];
}
