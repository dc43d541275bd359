import { purposes } from '../model/vocabulary.js';
import type { DestinationPolicy } from './destination.js';
import type { Policy } from './policy.js';
import type { RegisterPolicy } from './register-policy.js';

/**
 * Which changes of a setting can clear somebody whom the preset would not: they need a key of their own.
 *
 * What is not here is a choice (topics, caps, similar products) or can only refuse.
 */
type Loosens<T> = (before: T, after: T) => boolean;

const lacks = <T>(before: readonly T[], after: readonly T[]): boolean => before.some((one) => !after.includes(one));

/** A ground other than consent where there was none. */
const gainsGround: Loosens<Policy['bases']> = (before, after) =>
  Object.entries(after).some(([purpose, byChannel]) =>
    Object.entries(byChannel ?? {}).some(([channel, grounds]) => {
      const known = before[purpose as keyof Policy['bases']]?.[channel as keyof typeof byChannel] ?? [];
      return lacks(grounds ?? [], [...known, 'consent']);
    }),
  );

/** Two controllers that shared refusals and no longer do. */
const splitsGroup: Loosens<Policy['controllers']> = (before, after) =>
  before.some((one) =>
    before.some((other) => {
      const [a, b] = [one, other].map(({ id }) => after.find((controller) => controller.id === id));
      return one.group === other.group && a !== undefined && b !== undefined && a.group !== b.group;
    }),
  );

type Numbers = Readonly<Record<string, number>>;

/** A limit that was there is gone or higher. */
const raises = (before: Numbers, after: Numbers): boolean =>
  Object.entries(before).some(([register, days]) => (after[register] ?? Number.POSITIVE_INFINITY) > days);

/** Another register, or none; an older version; more exemptions. */
const checksLess: Loosens<RegisterPolicy> = (before, after) =>
  Object.entries(before.for).some(([place, register]) => after.for[place] !== register) ||
  // A register without a limit is always too old.
  Object.entries(before.maxAgeDays).some(([register, limit]) => (after.maxAgeDays[register] ?? 0) > limit) ||
  raises(before.consentMaxAgeDays, after.consentMaxAgeDays) ||
  lacks(after.customerExemption.countries, before.customerExemption.countries) ||
  after.customerExemption.maxDaysSinceSale > before.customerExemption.maxDaysSinceSale ||
  (after.researchOutside && !before.researchOutside) ||
  lacks(before.phoneNeedsPriorConsent, after.phoneNeedsPriorConsent);

/** More regions, purposes, properties, categories or fewer persons than before; fewer names of the whole industry. */
const opensRecipients: Loosens<DestinationPolicy> = (before, after) =>
  lacks(after.allowedRegions, before.allowedRegions) ||
  before.defaults.region !== after.defaults.region ||
  (before.defaults.ownPurposes && !after.defaults.ownPurposes) ||
  (after.ownPurposesAllowed && !before.ownPurposesAllowed) ||
  lacks(after.listingAttributes, before.listingAttributes) ||
  after.minimumAudience < before.minimumAudience ||
  after.minimumCell < before.minimumCell ||
  lacks(after.segmentCategories, before.segmentCategories) ||
  lacks(before.industryPlatforms, after.industryPlatforms);

export const loosening = {
  controllers: splitsGroup,
  bases: gainsGround,
  // Another consent is asked for, so that withdrawals of the one before no longer count.
  consentPurposes: (before, after) =>
    purposes.some((purpose) => (after[purpose] ?? purpose) !== (before[purpose] ?? purpose)),
  consentNeedsEvidence: (before, after) => before && !after,
  companyOptOut: (before, after) =>
    Object.entries(after).some(([channel, listed]) =>
      lacks(listed ?? [], before[channel as keyof typeof before] ?? []),
    ),
  objectionScope: (before, after) => before === 'group' && after === 'controller',
  softOptIn: (before, after) => after.maxDaysSinceSale > before.maxDaysSinceSale,
  minimumAge: (before, after) => after < before,
  unknownAgeBlocks: lacks,
  ageNeeded: (before, after) =>
    lacks(before.kinds ?? [], after.kinds ?? []) || lacks(before.products ?? [], after.products ?? []),
  gpcEnds: lacks,
  registers: checksLess,
  destinations: opensRecipients,
  // Either way another number is read, and a refusal could be of it.
  assumeRequestCountryForPhone: (before, after) => before !== after,
} satisfies { readonly [K in keyof Policy]?: Loosens<NonNullable<Policy[K]>> };

export type GuardedSetting = keyof typeof loosening;

/** The key that says a loosening is meant: `dangerouslyMinimumAge`. */
export const dangerousKey = (setting: string): string =>
  `dangerously${setting.slice(0, 1).toUpperCase()}${setting.slice(1)}`;

export const isDangerous = (key: string): boolean => key.startsWith('dangerously');
