import once from 'lodash-es/once.js';
import * as z from 'zod';
import { bases } from '../model/reasons.js';
import { channels, consentPurposes, dataCategories, purposes } from '../model/vocabulary.js';
import { type ContactPolicy, weekdays } from './contact-policy.js';
import { type DestinationPolicy, recipientRoles } from './destination.js';
import { type Policy, type SoftOptIn, sellingRelations } from './policy.js';
import type { RegisterPolicy } from './register-policy.js';

/**
 * A policy as JSON: every setting, and what it may be. Unknown keys are refused.
 *
 * To add a setting: its line in `Policy`, its line here, and, where it can clear somebody, its line in `loosening.ts`.
 */

const words = once(() => z.array(z.string().min(1)));
const days = once(() => z.int().min(0).max(3650));
const someDays = once(() => z.int().min(1).max(3650));
const country = once(() => z.string().regex(/^[A-Z]{2}$/, 'a country is two capital letters (ISO 3166-1)'));
const time = once(() => z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/, 'a time is written HH:mm'));

type ShapeOf<T> = { readonly [K in keyof T]-?: z.ZodType<T[K]> };

export const softOptInShape = once(
  () =>
    ({
      maxDaysSinceSale: days(),
      relations: z.array(z.enum(sellingRelations)).exactOptional(),
      similarProducts: z.record(z.string().min(1), words().min(1)).exactOptional(),
    }) satisfies ShapeOf<SoftOptIn>,
);

const limit = once(() => ({ count: z.int().min(1).max(1000), windowDays: someDays() }));

export const contactShape = once(
  () =>
    ({
      softBounces: z.strictObject(limit()).exactOptional(),
      frequencyCaps: z.array(
        z.strictObject({ ...limit(), per: z.enum(['channel', 'person']), purposesExcluded: z.array(z.enum(purposes)) }),
      ),
      notAgainWithinDays: z.record(z.string().min(1), someDays()),
      contactHours: z.array(
        z.strictObject({
          country: country(),
          channels: z.array(z.enum(channels)).min(1),
          days: z.array(z.enum(weekdays)),
          from: time(),
          to: time(),
          publicHolidays: z.enum(['open', 'closed']),
        }),
      ),
      zones: z.record(country(), z.string().min(1)),
      sunset: z.strictObject({ channels: z.array(z.enum(channels)).min(1), days: someDays() }).exactOptional(),
    }) satisfies ShapeOf<ContactPolicy>,
);

const countryAndChannel = once(() =>
  z.string().regex(/^[A-Z]{2}\/[a-z_]+$/, 'a country and a channel are written like SE/phone'),
);

export const registersShape = once(
  () =>
    ({
      for: z.record(countryAndChannel(), z.string().min(1)),
      maxAgeDays: z.record(z.string().min(1), days()),
      consentMaxAgeDays: z.record(z.string().min(1), days()),
      customerExemption: z.strictObject({ countries: z.array(country()), maxDaysSinceSale: days() }),
      researchOutside: z.boolean(),
      phoneNeedsPriorConsent: z.array(country()),
    }) satisfies ShapeOf<RegisterPolicy>,
);

export const destinationsShape = once(
  () =>
    ({
      allowedRegions: z.array(z.string().min(2)),
      defaults: z.strictObject({
        region: z.string().min(2),
        role: z.enum(recipientRoles),
        contract: z.string().min(1).exactOptional(),
        ownPurposes: z.boolean(),
      }),
      ownPurposesAllowed: z.boolean(),
      listingAttributes: words(),
      minimumAudience: z.int().min(1),
      minimumCell: z.int().min(1),
      segmentCategories: z.array(z.enum(dataCategories)),
      industryPlatforms: words(),
    }) satisfies ShapeOf<DestinationPolicy>,
);

export const policyShape = once(
  () =>
    ({
      id: z.string().min(1),
      version: z.string().min(1),
      changed: words().exactOptional(),
      controllers: z.array(z.strictObject({ id: z.string().min(1), group: z.string().min(1) })).min(1),
      countries: z.array(country()).min(1),
      topics: words(),
      bases: z.partialRecord(z.enum(purposes), z.partialRecord(z.enum(channels), z.array(z.enum(bases)))),
      consentPurposes: z.partialRecord(z.enum(purposes), z.enum(consentPurposes)),
      consentNeedsEvidence: z.boolean(),
      legacyConsents: z.strictObject({ systems: words().min(1) }).exactOptional(),
      companyOptOut: z.partialRecord(z.enum(channels), z.array(country())),
      assessments: z.partialRecord(z.enum(purposes), z.string().min(1)),
      objectionScope: z.enum(['group', 'controller']),
      softOptIn: z.strictObject(softOptInShape()),
      dataUse: z
        .partialRecord(
          z.enum(dataCategories),
          z.strictObject({ purpose: z.enum(consentPurposes), needs: z.enum(['consent', 'no_refusal']) }),
        )
        .exactOptional(),
      minimumAge: z.int().min(13).max(100),
      unknownAgeBlocks: z.array(z.enum(channels)),
      ageNeeded: z.strictObject({ kinds: words().exactOptional(), products: words().exactOptional() }).exactOptional(),
      gpcEnds: z.array(z.enum(purposes)),
      contact: z.strictObject(contactShape()),
      registers: z.strictObject(registersShape()),
      destinations: z.strictObject(destinationsShape()),
      assumeRequestCountryForPhone: z.boolean(),
    }) satisfies ShapeOf<Policy>,
);
