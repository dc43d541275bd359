import once from 'lodash-es/once.js';
import * as z from 'zod';
import { type Issue, throwIssues } from '../errors.js';
import { messageKinds } from '../model/vocabulary.js';
import { offsetMinutes } from '../segments/zone.js';
import type { ContactPolicy } from './contact-policy.js';
import type { DestinationPolicy } from './destination.js';
import { dangerousKey, type GuardedSetting, isDangerous, loosening } from './loosening.js';
import type { Policy, SoftOptIn } from './policy.js';
import { contactShape, destinationsShape, policyShape, registersShape, softOptInShape } from './policy-schema.js';
import { knowsHolidays } from './public-holidays.js';
import type { RegisterPolicy } from './register-policy.js';

type Changed = Omit<Policy, 'id' | 'version' | 'changed' | 'softOptIn' | 'contact' | 'registers' | 'destinations'> & {
  readonly softOptIn: Partial<SoftOptIn>;
  readonly contact: Partial<ContactPolicy>;
  readonly registers: Partial<RegisterPolicy>;
  readonly destinations: Partial<DestinationPolicy>;
};

/**
 * What is different from a preset. A setting replaces the preset's; `bases` is put together purpose by purpose and
 * channel by channel, `registers` setting by setting and entry by entry, `consentPurposes` and `assessments` purpose by
 * purpose, `softOptIn`, `contact` and `destinations` setting by setting. What loosens stands under the same name with `dangerously` before it.
 */
export type PolicyChanges = Partial<Changed> & {
  readonly [K in GuardedSetting as `dangerously${Capitalize<K>}`]?: Changed[K];
};

const changeShape = once(() => {
  const { id: _id, version: _version, changed: _changed, ...settings } = policyShape();
  return {
    ...settings,
    softOptIn: z.strictObject(softOptInShape()).partial(),
    contact: z.strictObject(contactShape()).partial(),
    registers: z.strictObject(registersShape()).partial(),
    destinations: z.strictObject(destinationsShape()).partial(),
  };
});
const guarded = Object.keys(loosening) as readonly GuardedSetting[];

type DangerousShape = { [K in GuardedSetting as `dangerously${Capitalize<K>}`]: ReturnType<typeof changeShape>[K] };
/** The changes as JSON. Unknown keys are refused. */
export const policyChangesSchema = once(() => {
  const dangerous = guarded.map((setting) => [dangerousKey(setting), changeShape()[setting]]);
  return z.strictObject({ ...changeShape(), ...(Object.fromEntries(dangerous) as DangerousShape) }).partial();
});

/**
 * A preset with changes.
 *
 * A change that can clear somebody whom the preset would not is accepted only under its `dangerously…` key, and both
 * kinds of keys are kept in `changed`, so that manifest and plan can name them.
 *
 * @throws {ClearlistError} `definition-invalid` with every mistake and its path.
 *
 * @example
 * definePolicy(nordic, { controllers: [{ id: 'shop', group: 'shop' }], topics: ['fuel_tips'] })
 */
export function definePolicy(preset: Policy, changes: PolicyChanges, at = 'policy'): Policy {
  const parsed = policyChangesSchema().safeParse(changes);
  const shape = (parsed.error?.issues ?? []).map(
    ({ path, message }): Issue => ({ at: [at, ...path].join('.'), message }),
  );
  throwIssues('definition-invalid', at, shape, HINT);
  const given = Object.entries(changes as Readonly<Record<string, unknown>>).filter(([, value]) => value !== undefined);
  const issues: Issue[] = [];
  let policy = preset;
  for (const [key, value] of given) {
    const setting = isDangerous(key) ? guarded.find((one) => dangerousKey(one) === key) : (key as keyof Changed);
    if (setting === undefined) throw new Error(`bug: no setting for ${key}`);
    if (isDangerous(key) && given.some(([other]) => other === setting)) {
      issues.push({ at: `${at}.${key}`, message: `is given as ${setting} too` });
      continue;
    }
    const after = merged(setting, preset[setting], value);
    const loosens = isLoosening(setting, preset, after);
    if (loosens && !isDangerous(key)) {
      issues.push({
        at: `${at}.${key}`,
        message: `loosens the preset "${preset.id}"; where that is meant, write it as ${dangerousKey(setting)}`,
      });
    }
    if (!loosens && isDangerous(key)) {
      issues.push({
        at: `${at}.${key}`,
        message: `loosens nothing of the preset "${preset.id}"; write it as ${setting}`,
      });
    }
    policy = { ...policy, [setting]: after };
  }
  issues.push(...policyIssues(policy, at));
  throwIssues('definition-invalid', at, issues, HINT);
  const keys = given.map(([key]) => key).sort();
  return keys.length === 0 ? policy : { ...policy, changed: [...new Set([...(preset.changed ?? []), ...keys])].sort() };
}

const HINT = 'Correct the policy; docs/policy.md names every setting.';

const isLoosening = (setting: keyof Changed, preset: Policy, after: unknown): boolean => {
  const loosens = (loosening as Partial<Record<string, (before: unknown, after: unknown) => boolean>>)[setting];
  return preset[setting] !== undefined && loosens?.(preset[setting], after) === true;
};

type Table = Readonly<Record<string, unknown>>;

/** How deep a change is put together with what was there; anything deeper, and anything else, replaces it. */
const DEPTH: Partial<Record<keyof Changed, 1 | 2>> = {
  bases: 2,
  registers: 2,
  softOptIn: 1,
  destinations: 1,
  contact: 1,
  consentPurposes: 1,
  assessments: 1,
};

const merged = (setting: keyof Changed, before: unknown, change: unknown): unknown =>
  together(before, change, DEPTH[setting] ?? 0);

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function together(before: unknown, change: unknown, depth: number): unknown {
  if (depth === 0 || !isTable(before) || !isTable(change)) return change;
  const inner = Object.entries(change).map(([key, value]) => [key, together(before[key], value, depth - 1)]);
  return { ...before, ...Object.fromEntries(inner) };
}

/** What no single setting can say about itself. */
function* policyIssues({ controllers, countries, topics, contact }: Policy, at: string): Generator<Issue> {
  const ids = controllers.map(({ id }) => id);
  for (const id of new Set(ids.filter((one, i) => ids.indexOf(one) !== i))) {
    yield { at: `${at}.controllers`, message: `two controllers are named "${id}"` };
  }
  const kinds = [...Object.keys(messageKinds), ...topics];
  for (const kind of Object.keys(contact.notAgainWithinDays).filter((one) => !kinds.includes(one))) {
    yield { at: `${at}.contact.notAgainWithinDays.${kind}`, message: 'is no message kind and no topic' };
  }
  for (const [i, { country, from, to, publicHolidays }] of contact.contactHours.entries()) {
    const where = `${at}.contact.contactHours.${i}`;
    if (!countries.includes(country)) yield { at: where, message: `the policy has no country ${country}` };
    if (publicHolidays === 'closed' && !knowsHolidays(country)) {
      yield { at: where, message: `the public holidays of ${country} are not known here` };
    }
    if (from >= to) yield { at: where, message: `${from} is not before ${to}` };
  }
  for (const [country, zone] of Object.entries(contact.zones)) {
    if (Number.isNaN(offsetMinutes(zone, 0)))
      yield { at: `${at}.contact.zones.${country}`, message: `no time zone named "${zone}"` };
  }
}
