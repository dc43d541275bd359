import { describe, expect, test } from 'vitest';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { definePolicy } from '../../src/suppression/define-policy.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import { decisionTable, type Line, type Row, type Who } from './decision-table.js';
import { AFTER, AS_OF, BEFORE, consent, JUST_AFTER_AS_OF, sale, THEN, withdrawal } from './rows.js';

const COOKIES = { purpose: 'marketing_cookies', channel: '*' } as const;
const search = ({ id }: Pick<Who, 'id'>, change: Row = {}): Row => ({
  profileId: id,
  type: 'search',
  occurredAt: THEN,
  ...change,
});

const line = (says: string, expected: Line['expected'], said: (who: Who) => readonly Row[], events = search): Line => ({
  says,
  expected,
  records: (who) => ({ permission: [consent(who), ...said(who)], event: [events(who)] }),
});

const once = (over: 'event' | 'purchase', where: Readonly<Record<string, string>>): Condition =>
  ({
    kind: 'aggregate',
    over,
    where,
    measure: { count: 'line' },
    in: { kind: 'ever' },
    is: 'gte',
    value: 1,
  }) as Condition;

/** Everybody, whether they did it or not: “has not searched” must not be how somebody gets in. */
const everybodyReading = (read: Condition): Condition => ({ kind: 'at_most', k: 1, of: [read] });

const HIDDEN = ['DATA_NOT_READABLE'] as const;
const READABLE = 'consent';
const use = (needs: 'consent' | 'no_refusal') => ({
  audience: everybodyReading(once('event', { type: 'search' })),
  policy: { dataUse: { search_history: { purpose: 'marketing_cookies', needs } } } as const,
});

decisionTable('searches that may be read with consent', use('consent'), [
  line('no consent', HIDDEN, () => []),
  line('consent', READABLE, (who) => [consent(who, COOKIES)]),
  line('consent for everything', READABLE, (who) => [consent(who, { ...COOKIES, purpose: '*' })]),
  line('consent on one channel is about the same data', READABLE, (who) => [
    consent(who, { ...COOKIES, channel: 'own_web' }),
  ]),
  line('consent to another controller', HIDDEN, (who) => [consent(who, { ...COOKIES, controller: 'okq8_bank' })]),
  line('consent without proof', HIDDEN, (who) => [consent(who, { ...COOKIES, evidence: null })]),
  line('consent that has run out', HIDDEN, (who) => [consent(who, { ...COOKIES, validUntil: AS_OF })]),
  line('consent, then withdrawn on any channel', HIDDEN, (who) => [
    consent(who, COOKIES),
    withdrawal(who, { ...COOKIES, channel: 'own_app', occurredAt: AFTER }),
  ]),
  line('both at one instant', HIDDEN, (who) => [consent(who, COOKIES), withdrawal(who, COOKIES)]),
  line('withdrawn, then consent again', READABLE, (who) => [
    withdrawal(who, { ...COOKIES, occurredAt: BEFORE }),
    consent(who, COOKIES),
  ]),
  line(
    'nobody’s consent is needed where nothing was searched for',
    READABLE,
    () => [],
    (who) => search(who, { type: 'app_open' }),
  ),
  line(
    'nor for a search that comes after as-of',
    READABLE,
    () => [],
    (who) => search(who, { occurredAt: AS_OF }),
  ),
]);

decisionTable('searches that may be read until that is refused', use('no_refusal'), [
  line('nothing said', READABLE, () => []),
  line('withdrawn', HIDDEN, (who) => [withdrawal(who, COOKIES)]),
  line('refused', HIDDEN, (who) => [consent(who, { ...COOKIES, state: 'refused' })]),
  line('refused just after as-of: every refusal in the data counts', HIDDEN, (who) => [
    consent(who, { ...COOKIES, state: 'refused', occurredAt: JUST_AFTER_AS_OF }),
  ]),
  line('refused, then given without a document', READABLE, (who) => [
    withdrawal(who, COOKIES),
    consent(who, { ...COOKIES, evidence: null, occurredAt: AFTER }),
  ]),
  line('withdrawn by e-mail address alone', HIDDEN, (who) => [
    withdrawal({ id: '' }, { ...COOKIES, profileId: null, email: who.email }),
  ]),
  line('withdrawn to another controller', READABLE, (who) => [
    withdrawal(who, { ...COOKIES, controller: 'okq8_bank' }),
  ]),
  line(
    'withdrawn, with nothing that could be read',
    READABLE,
    (who) => [withdrawal(who, COOKIES)],
    (who) => search(who, { type: 'app_open' }),
  ),
]);

decisionTable('data that an audience does not read', { policy: use('consent').policy }, [
  line('are nobody’s reason', READABLE, (who) => [withdrawal(who, COOKIES)]),
]);

decisionTable(
  'what every profile holds',
  {
    audience: everybodyReading({ kind: 'compare', field: 'city', is: 'eq', value: 'Lund' }),
    policy: { dataUse: { demographic_profile: { purpose: 'marketing_cookies', needs: 'no_refusal' } } },
  },
  [line('is there', HIDDEN, (who) => [withdrawal(who, COOKIES)]), line('and may be read', READABLE, () => [])],
);

decisionTable(
  'purchases',
  {
    audience: everybodyReading(once('purchase', { category: 'fuel' })),
    policy: { dataUse: { purchase_history_aggregated: { purpose: 'service_development', needs: 'no_refusal' } } },
  },
  [
    {
      says: 'of a merged profile count for the person',
      expected: HIDDEN,
      profile: (who) => ({ id: who.id }),
      records: (who) => ({
        purchase: [sale({ id: `${who.id} before` })],
        identity_link: [{ link: 'merge', profileId: `${who.id} before`, intoProfileId: who.id, occurredAt: THEN }],
        permission: [consent(who), withdrawal(who, { purpose: 'service_development', channel: '*' })],
        profile: [{ id: `${who.id} before` }],
      }),
    },
  ],
);

describe('a policy about data use', () => {
  test('is refused where it names no such category or purpose', () => {
    const wrong = { dataUse: { browsing: { purpose: 'marketing_cookies', needs: 'consent' } } };
    expect(() => definePolicy(okq8, wrong as never)).toThrow(/browsing/);
    const need = { dataUse: { search_history: { purpose: 'growth', needs: 'consent' } } };
    expect(() => definePolicy(okq8, need as never)).toThrow(/definition|Invalid/);
  });
});
