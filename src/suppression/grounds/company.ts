import { allOf, inList, type Sql, sql } from '../../sql/fragment.js';
import type { Ground, PersonState } from '../facts.js';
import type { Policy } from '../policy.js';
import type { ValidRequest } from '../request.js';
import { unlessRefused } from './legitimate-interest.js';

/**
 * Whom the consent rule for electronic mail protects, by country and party.
 *
 * | | consumer | sole trader | company |
 * |---|---|---|---|
 * | SE | consent | consent: a natural person (MFL (2008:486) 19 §) | opt-out |
 * | FI | consent (917/2014 200 §) | consent: a natural person | opt-out (917/2014 202 §) |
 * | NO | consent (markedsføringsloven § 15) | consent: a natural person | opt-out |
 * | DK | consent (markedsføringsloven § 10) | consent | consent: § 10 protects everybody |
 *
 * A profile without a party is a consumer, which is the strictest everywhere. Source: the statutes named, read in
 * summaries on 2026-11-22; where a sole trader stands is our stricter reading.
 */
export const nordicCompanies: Policy['companyOptOut'] = { email: ['FI', 'NO', 'SE'], sms: ['FI', 'NO', 'SE'] };

/** Whether there is a company that may be contacted until it refuses, in this country and that of the campaign. */
export function companyOptOut(request: ValidRequest, policy: Policy): Ground | undefined {
  const listed = policy.companyOptOut[request.channel] ?? [];
  const { country } = request;
  const countries = country === undefined || listed.includes(country) ? listed : [];
  if (request.purpose !== 'direct_marketing' || countries.length === 0) return undefined;
  const holds = (profile: PersonState): boolean =>
    profile.party === 'company' && countries.includes(profile.country ?? country ?? '');
  return unlessRefused(
    request,
    policy,
    ({ candidate: { profile } }) =>
      holds(profile)
        ? [{ kind: 'profile', record: profile.ref, via: ['own'], note: 'a company; opt-out applies' }]
        : undefined,
    (ask) => {
      const there = (own: Sql): Sql =>
        inList(country === undefined ? own : sql`coalesce(${own}, ${country})`, countries);
      return ask.profile((own) => allOf([sql`${own('party')} = ${'company'}`, there(own('country'))]));
    },
  );
}
