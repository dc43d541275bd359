import { refusalDigest } from '../../src/identity/refusal-digest.js';
import { KEYS } from '../parity/keys.js';
import { decisionTable, type Line, type Row, type Who } from './decision-table.js';
import { AFTER, AS_OF, BEFORE, consent, JUST_AFTER_AS_OF, sale, THEN } from './rows.js';

/** What was kept of an erased address. */
function tombstone(kind: 'email' | 'phone', value: string, change: Row = {}): Row {
  const made = refusalDigest({ kind, value, key: { id: 'k1', hex: KEYS.k1 } });
  if (made === undefined) throw new Error(`no digest of a ${kind}`);
  return { ...made, controller: 'okq8', occurredAt: THEN, ...change };
}

const line = (
  says: string,
  expected: Line['expected'],
  tombstones: (who: Who) => readonly Row[],
  permission: (who: Who) => readonly Row[] = (who) => [consent(who, { origin: 'import', occurredAt: AFTER })],
): Line => ({
  says,
  expected,
  records: (who) => ({
    tombstone: tombstones(who),
    permission: permission(who),
    purchase: [sale(who, { occurredAt: AFTER })],
  }),
});

const ERASED = ['ERASED_SUPPRESSED'] as const;
const tagged = (email: string): string => email.replace('@', '+again@');

decisionTable('whoever was erased and comes back by an import stays away', { replay: true }, [
  line('nobody was erased', 'consent', () => []),
  line('the address was', ERASED, ({ email }) => [tombstone('email', email)]),
  line('in another letter case and with a tag', ERASED, ({ email }) => [
    tombstone('email', tagged(email).toUpperCase()),
  ]),
  line('the number was', ERASED, ({ phone }) => [tombstone('phone', phone)]),
  line('somebody else’s address was', 'consent', ({ email }) => [tombstone('email', `x${email}`)]),
  line('at another company of the group', ERASED, ({ email }) => [
    tombstone('email', email, { controller: 'okq8_bank' }),
  ]),
  line('at no company that can be read', ERASED, ({ email }) => [tombstone('email', email, { controller: 'okq9' })]),
  line('at as-of', ERASED, ({ email }) => [tombstone('email', email, { occurredAt: AS_OF })]),
  line('just after', 'consent', ({ email }) => [tombstone('email', email, { occurredAt: JUST_AFTER_AS_OF })]),
  line('at no time that can be read', ERASED, ({ email }) => [tombstone('email', email, { occurredAt: null })]),
]);

decisionTable('only an own later sign-up ends that', {}, [
  line(
    'later',
    'consent',
    ({ email }) => [tombstone('email', email)],
    (who) => [consent(who, { occurredAt: AFTER })],
  ),
  line(
    'at the same instant',
    ERASED,
    ({ email }) => [tombstone('email', email)],
    (who) => [consent(who)],
  ),
  line(
    'earlier',
    ERASED,
    ({ email }) => [tombstone('email', email)],
    (who) => [consent(who, { occurredAt: BEFORE })],
  ),
  line(
    'without proof',
    ['ERASED_SUPPRESSED'],
    ({ email }) => [tombstone('email', email)],
    (who) => [consent(who), consent(who, { occurredAt: AFTER, evidence: null })],
  ),
  line(
    'for something else: it ends the erasure and carries nothing',
    'consent',
    ({ email }) => [tombstone('email', email)],
    (who) => [consent(who, { origin: 'import' }), consent(who, { occurredAt: AFTER, channel: 'sms' })],
  ),
  line(
    'after an erasure without a time',
    ERASED,
    ({ email }) => [tombstone('email', email, { occurredAt: null })],
    (who) => [consent(who, { occurredAt: AFTER })],
  ),
]);

decisionTable('a service message', { campaign: { kind: 'service_message' } }, [
  line('is no marketing', 'service_message', ({ email }) => [tombstone('email', email)]),
]);
