import { latestBirthDate } from '../../model/plain-date.js';
import type { ReasonCode } from '../../model/reasons.js';
import { isUnder } from '../../segments/row-filter.js';
import { anyOf, inList, type Sql, sql } from '../../sql/fragment.js';
import type { PersonState, RuleAsk } from '../facts.js';
import type { Policy } from '../policy.js';
import { profileEvidence } from '../profile-evidence.js';
import type { ValidRequest } from '../request.js';
import type { Rule } from '../rule.js';
import { isRefusable } from '../scope.js';

interface ProfileFaces {
  readonly holds: (profile: PersonState) => boolean;
  readonly sql: (ask: RuleAsk) => Sql;
}

/** A reason that the profile alone decides: a field of a merged profile counts only where the one that remains has it. */
const profileRule = (
  rule: Pick<Rule, 'id' | 'about' | 'source'>,
  reason: ReasonCode,
  faces: (request: ValidRequest, policy: Policy) => ProfileFaces | undefined,
): Rule => ({
  ...rule,
  reasons: [reason],
  for: (request, policy) => {
    const face = faces(request, policy);
    return (
      face && {
        evaluate: ({ candidate: { profile } }) =>
          face.holds(profile) ? [{ reason, evidence: [{ kind: 'profile', record: profile.ref, via: ['own'] }] }] : [],
        compile: (ask) => [{ reason, applies: face.sql(ask) }],
      }
    );
  },
});

interface StateFaces {
  readonly holds: (profile: PersonState) => boolean;
  /** Column of the profile, and of `mergedStates`. */
  readonly column: string;
  readonly test: (column: Sql) => Sql;
}

/** A state of the person: true of any of their profiles, merged ones included, since a merge never hides a state. */
const stateRule = (
  rule: Pick<Rule, 'id' | 'about' | 'source'>,
  reason: ReasonCode,
  faces: (request: ValidRequest, policy: Policy) => StateFaces | undefined,
): Rule => ({
  ...rule,
  reasons: [reason],
  for: (request, policy) => {
    const face = faces(request, policy);
    return (
      face && {
        evaluate: ({ candidate }) => {
          const evidence = profileEvidence(candidate, face.holds);
          return evidence.length === 0 ? [] : [{ reason, evidence }];
        },
        compile: (ask) => [
          {
            reason,
            applies: anyOf([ask.profile((own) => face.test(own(face.column))), ask.merged(face.column, face.test)]),
          },
        ],
      }
    );
  },
});

const flag = (column: string, holds: StateFaces['holds']): StateFaces => ({ holds, column, test: (value) => value });

export const deceased = stateRule(
  { id: 'deceased', about: 'Nobody who has died is written to.', source: 'GDPR recital 27; good marketing practice' },
  'DECEASED',
  () => flag('deceased', (profile) => profile.deceased === true),
);

export const protectedIdentity = stateRule(
  {
    id: 'protected-identity',
    about: 'Persons with protected identity get service messages only.',
    source: 'Folkbokföringslag (1991:481) 16 §; GDPR Art. 32',
  },
  'PROTECTED_IDENTITY',
  ({ purpose }) =>
    isRefusable(purpose) ? flag('protected_identity', (profile) => profile.protectedIdentity === true) : undefined,
);

export const minor = stateRule(
  {
    id: 'minor',
    about: 'Nobody under the minimum age gets marketing.',
    source: 'Regulation (EU) 2022/2065 Art. 28(2); GDPR Art. 8',
  },
  'MINOR',
  ({ purpose, today }, { minimumAge }) => {
    const latest = latestBirthDate(today, minimumAge);
    return isRefusable(purpose)
      ? {
          holds: ({ birthDate }) => birthDate !== undefined && birthDate > latest,
          column: 'birth_date',
          test: (birthDate) => sql`${birthDate} > ${latest}`,
        }
      : undefined;
  },
);

export const ageUnknown = profileRule(
  {
    id: 'age-unknown',
    about: 'Where age matters for the channel, the kind of message or the products, an unknown age refuses.',
    source: 'Regulation (EU) 2022/2065 Art. 28(2); terms of the listing services',
  },
  'AGE_UNKNOWN',
  (request, policy) =>
    isRefusable(request.purpose) && needsAge(request, policy)
      ? {
          holds: ({ birthDate }) => birthDate === undefined,
          sql: (ask) => ask.profile((own) => sql`${own('birth_date')} is null`),
        }
      : undefined,
);

const needsAge = (
  { channel, messageKind, products }: ValidRequest,
  { unknownAgeBlocks, ageNeeded: { kinds = [], products: listed = [] } = {} }: Policy,
): boolean =>
  unknownAgeBlocks.includes(channel) ||
  kinds.includes(messageKind) ||
  // An offer of a whole category is one of everything in it.
  products.some((offered) => listed.some((path) => isUnder(offered, path) || isUnder(path, offered)));

export const unknownCountry = profileRule(
  {
    id: 'unknown-country',
    about:
      'Whose country has no rules in the policy is not contacted; without a country, the campaign’s must be known.',
    source: 'national implementations of ePrivacy Directive Art. 13',
  },
  'UNKNOWN_COUNTRY',
  ({ country }, { countries }) => ({
    holds: (profile) => (profile.country === undefined ? country === undefined : !countries.includes(profile.country)),
    sql: (ask) =>
      ask.profile((column) => {
        const own = column('country');
        const foreign = sql`(${own} is not null and not ${inList(own, countries)})`;
        return country === undefined ? sql`${own} is null or ${foreign}` : foreign;
      }),
  }),
);

export const controlGroup = stateRule(
  { id: 'control-group', about: 'The global control group receives nothing.', source: 'contact policy' },
  'CONTROL_GROUP',
  ({ purpose }) =>
    isRefusable(purpose) ? flag('control_group', (profile) => profile.controlGroup === true) : undefined,
);
