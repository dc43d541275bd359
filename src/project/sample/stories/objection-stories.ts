import { consents, type Detail, hadBankProfile, hasPartner, is, lifts, objects } from '../details.js';
import { charger, type Habit, lapsed, regular, visitor, washer } from '../habits.js';
import { type Story, story } from '../story.js';

const bank = { made_to: 'okq8_bank' };
const once = { by: 'bank profile' } as const;
const partnerObjects = [hasPartner(visitor), objects({ by: 'partner' })];
const profiling = { purpose: 'profiling' };
const oldAddress = is(({ email = '' }) => ({ old_email: `fd.${email}` }));
const writesWithTag = is(({ email = '' }) => ({ email: email.replace('@', '+okq8@') }));

const NO_PROFILING = { 'autumn-fuel': ['OBJECTION_PROFILING'], newsletter: 'soft_opt_in' } as const;
const NO_PROFILING_SMS = { 'wash-sms': ['OBJECTION_PROFILING'], newsletter: 'soft_opt_in' } as const;

/** An objection that stands, and how it reaches the person. */
const stands = (who: string, habits: readonly Habit[], details: readonly Detail[], ...via: readonly string[]): Story =>
  story(who, habits, details, ['OBJECTION_DIRECT_MARKETING'], via);

/** Objections: they reach wide, and only the person ends them. */
export const objectionStories = [
  stands('objected', [lapsed, regular, washer], [objects()], 'own'),
  stands('objected, and consented after that', [lapsed], [objects({ days: 200 }), consents()], 'own'),
  stands('objected to everything', [charger], [objects({ purpose: '*', made_to: '*' })], 'own'),
  stands('objected to the bank', [lapsed, washer], [objects(bank)], 'own', 'group'),
  stands('objected as an address, without a profile', [lapsed, regular], [objects({ by: 'address' })], 'identifier'),
  stands('objected as an address in capitals', [regular], [objects({ by: 'capital address' })], 'identifier'),
  stands('objected as an old address', [charger], [oldAddress, objects({ by: 'old address' })], 'identifier'),
  stands('objected with a tag, is written to without', [lapsed], [objects({ by: 'tagged address' })], 'identifier'),
  stands('objected without the tag', [charger, regular], [writesWithTag, objects({ by: 'address' })], 'identifier'),
  stands('objected as a mobile number', [washer, washer], [objects({ by: 'mobile' })], 'identifier'),
  stands('has a partner who did', [lapsed, regular], partnerObjects, 'shared_identifier'),
  stands('was a profile since merged', [lapsed], [hadBankProfile, objects(once)], 'merge'),
  stands('was one, told the bank', [regular], [hadBankProfile, objects({ ...bank, ...once })], 'merge', 'group'),
  stands('objected nobody knows when', [regular, charger], [objects({ days: undefined }), lifts()], 'own'),
  stands('objected today, after as-of', [lapsed], [objects({ days: -1 })], 'own'),
  stands('took it back, objected again', [regular], [objects(), lifts({ days: 40 }), objects({ days: 10 })], 'own'),
  stands('took it back without proof', [charger], [objects(), lifts({ evidence: '' })], 'own'),
  stands('took it back, says customer service', [regular], [objects(), lifts({ origin: 'staff' })], 'own'),
  stands('took back another objection', [lapsed], [objects(), lifts(bank)], 'own'),
  story('objected and took it back', [lapsed, washer], [objects(), lifts()], 'soft_opt_in'),
  story('objected on SMS only', [lapsed], [objects({ channel: 'sms' })], 'soft_opt_in'),
  story('objected to listing services only', [lapsed], [objects({ purpose: 'listing_advertising' })], 'soft_opt_in'),
  story('objected to profiling', [lapsed, lapsed], [objects(profiling)], NO_PROFILING, ['own']),
  story('objected to profiling by the bank', [washer], [objects({ ...profiling, ...bank })], NO_PROFILING_SMS),
];
