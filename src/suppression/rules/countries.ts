import { type Sql, sql, TRUE } from '../../sql/fragment.js';
import type { CandidateView, RuleAsk } from '../facts.js';
import type { ValidRequest } from '../request.js';

/**
 * Whether a country's rules apply: the campaign's and the person's own both do, so that a message over a border has to
 * be lawful on both sides. Source: ePrivacy Directive Art. 13; Regulation (EC) 593/2008 Art. 6 by analogy: the stricter.
 */
export const countryApplies = (
  country: string,
  { country: asked }: ValidRequest,
  { candidate }: CandidateView,
): boolean => country === asked || country === candidate.profile.country;

export const countryAppliesSql = (country: string, { country: asked }: ValidRequest, ask: RuleAsk): Sql =>
  country === asked ? TRUE : ask.profile((own) => sql`${own('country')} = ${country}`);
