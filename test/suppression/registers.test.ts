import { refusalDigest } from '../../src/identity/refusal-digest.js';
import { nordicRegisters } from '../../src/suppression/policies/nordic-registers.js';
import { KEYS } from '../parity/keys.js';
import { decisionTable, type Line, type Row, type Who } from './decision-table.js';
import { AFTER, AS_OF, consent, JUST_AFTER_AS_OF, optOut, sale, THEN, withdrawal } from './rows.js';

/** As-of is 3 March 2026, 10:00 UTC: NIX-Telefon may be 62 days old, NIX adresserat 92, Reservasjonsregisteret 31. */
const FRESH = '2026-02-20T00:00:00Z';
const list = (register: string, snapshotAt: string | null = FRESH): Row => ({ register, complete: true, snapshotAt });
const NIX = 'NIX_TELEFON';

const answer = ({ id }: Pick<Who, 'id'>, hit: unknown, change: Row = {}): Row => ({
  register: NIX,
  profileId: id,
  hit,
  snapshotAt: FRESH,
  agent: 'washer',
  ...change,
});
const entry = (phone: string, change: Row = {}): Row => ({ register: NIX, phone, snapshotAt: FRESH, ...change });

const line = (
  says: string,
  expected: Line['expected'],
  records: (who: Who) => Readonly<Record<string, readonly Row[]>>,
  profile: Line['profile'] = {},
): Line => ({ says, expected, records, profile });
const ON = 'legitimate_interest';
const HIT = ['REGISTER_HIT'] as const;
const MISSING = ['REGISTER_MISSING'] as const;
const STALE = ['REGISTER_STALE'] as const;

const CALL = { kind: 'distance_selling_call', channel: 'phone', products: 'fuel' } as const;

decisionTable('a call in Sweden, checked by wash', { campaign: CALL }, [
  line('never washed', MISSING, () => ({})),
  line('washed, not listed', ON, (who) => ({ register: [answer(who, false)] })),
  line('washed, listed', HIT, (who) => ({ register: [answer(who, true)] })),
  line('sent, not answered', MISSING, (who) => ({ register: [answer(who, null)] })),
  line('answered in a way nobody can read', HIT, (who) => ({ register: [answer(who, 'maybe')] })),
  line('the number was washed', ON, (who) => ({
    register: [answer(who, false, { profileId: null, phone: who.phone })],
  })),
  line('another number was washed', MISSING, (who) => ({
    register: [answer(who, false, { profileId: null, phone: '+46709999999' })],
  })),
  line('the profile with another number was washed', MISSING, (who) => ({
    register: [answer(who, false, { phone: '+46709999999' })],
  })),
  line('the register of addresses was asked', MISSING, (who) => ({
    register: [answer(who, false, { register: 'NIX_ADRESSERAT' })],
  })),
  line('62 days old to the microsecond', ON, (who) => ({
    register: [answer(who, false, { snapshotAt: '2025-12-31T10:00:00Z' })],
  })),
  line('a microsecond older', STALE, (who) => ({
    register: [answer(who, false, { snapshotAt: '2025-12-31T09:59:59.999999Z' })],
  })),
  line('washed at as-of', ON, (who) => ({ register: [answer(who, false, { snapshotAt: AS_OF })] })),
  line('washed after as-of', MISSING, (who) => ({ register: [answer(who, false, { snapshotAt: JUST_AFTER_AS_OF })] })),
  line('washed at no time that can be read', MISSING, (who) => ({
    register: [answer(who, false, { snapshotAt: null })],
  })),
  line('listed at no time that can be read', HIT, (who) => ({
    register: [answer(who, true, { snapshotAt: null }), answer(who, false)],
  })),
  line('listed, later no longer', ON, (who) => ({
    register: [answer(who, true, { snapshotAt: THEN }), answer(who, false, { snapshotAt: AFTER })],
  })),
  line('both at one instant', HIT, (who) => ({ register: [answer(who, true), answer(who, false)] })),
  line('clear, later listed', HIT, (who) => ({
    register: [answer(who, true, { snapshotAt: AFTER }), answer(who, false, { snapshotAt: THEN })],
  })),
  line('listed after as-of: every refusal in the data counts', HIT, (who) => ({
    register: [answer(who, true, { snapshotAt: JUST_AFTER_AS_OF }), answer(who, false)],
  })),
  line('listed as a former number', HIT, (who) => ({ register: [answer(who, false), entry('+46701999999')] }), {
    formerPhone: '+46701999999',
  }),
]);

const hashed = (phone: string): Row => ({
  ...refusalDigest({ kind: 'phone', value: phone, key: { id: 'k1', hex: KEYS.k1 } }),
  register: NIX,
  snapshotAt: FRESH,
});

decisionTable('a call in Sweden, checked against the whole list', { campaign: CALL }, [
  line('the list of everybody below', ON, () => ({ register: [list(NIX)] })),
  line('the number is on it', HIT, ({ phone }) => ({ register: [entry(phone)] })),
  line('written otherwise', HIT, ({ phone }) => ({ register: [entry(phone.replace('+46', '0'), { country: 'SE' })] })),
  line('by keyed hash', HIT, ({ phone }) => ({ register: [hashed(phone)] })),
  line('another number is, by keyed hash', ON, () => ({ register: [hashed('+46709999998')] })),
  line('a number that somebody else here has too', HIT, ({ phone, id }) => ({
    profile: [{ id: `other of ${id}`, phone, country: 'SE', birthDate: '1985-05-01' }],
    register: [entry(phone)],
  })),
  line('on an older list, not on this one', ON, ({ phone }) => ({
    register: [entry(phone, { snapshotAt: '2026-01-20T00:00:00Z' })],
  })),
  line('as an entry of the very list', HIT, ({ phone }) => ({ register: [entry(phone, { complete: true })] })),
]);

decisionTable('the age is judged when it is sent, too', { campaign: { ...CALL, sendAt: '2026-03-04T10:00:00Z' } }, [
  line('62 days old then', ON, (who) => ({ register: [answer(who, false, { snapshotAt: '2026-01-01T10:00:00Z' })] })),
  line('62 days old only at as-of', STALE, (who) => ({
    register: [answer(who, false, { snapshotAt: '2025-12-31T10:00:00Z' })],
  })),
]);

const calls = (who: Who, change: Row = {}): Row =>
  consent(who, { purpose: 'distance_selling', channel: 'phone', ...change });

decisionTable('instead of a check, in Sweden', { campaign: CALL }, [
  line('a young consent naming the company', 'consent', (who) => ({ permission: [calls(who)] })),
  line('though listed', 'consent', (who) => ({ permission: [calls(who)], register: [answer(who, true)] })),
  line('92 days old', 'consent', (who) => ({ permission: [calls(who, { occurredAt: '2025-12-01T10:00:00Z' })] })),
  line('older', MISSING, (who) => ({ permission: [calls(who, { occurredAt: '2025-12-01T09:59:59.999999Z' })] })),
  line('withdrawn since', ['CONSENT_WITHDRAWN', 'REGISTER_MISSING'], (who) => ({
    permission: [calls(who), withdrawal(who, { purpose: 'distance_selling', channel: 'phone', occurredAt: AFTER })],
  })),
  line('without proof', MISSING, (who) => ({ permission: [calls(who, { evidence: null })] })),
  line('for e-mail only', MISSING, (who) => ({ permission: [calls(who, { channel: 'email' })] })),
  line('a customer of the same kind of goods', ON, (who) => ({ purchase: [sale(who)] })),
  line('though listed', ON, (who) => ({ purchase: [sale(who)], register: [answer(who, true)] })),
  line('of other goods', MISSING, (who) => ({ purchase: [sale(who, { category: 'wash' })] })),
  line('of another company of the group', MISSING, (who) => ({ purchase: [sale(who, { controller: 'okq8_bank' })] })),
  line('365 days ago', ON, (who) => ({ purchase: [sale(who, { occurredAt: '2025-03-03T10:00:00Z' })] })),
  line('earlier', MISSING, (who) => ({ purchase: [sale(who, { occurredAt: '2025-03-03T09:59:59Z' })] })),
  line('who told the company to stop', ['CHANNEL_OPT_OUT'], (who) => ({
    purchase: [sale(who)],
    opt_out: [optOut(who, { channel: 'phone' })],
  })),
]);

const at = (address: string, change: Row = {}): Row => ({
  firstName: 'Anna',
  lastName: 'Berg',
  address,
  postalCode: '111 22',
  ...change,
});
const house = ({ id }: Who): Row => at(`Storgatan ${1 + Number(id.slice(1))}`);
const POST = { kind: 'general_offer', channel: 'post' } as const;
const NIXA = 'NIX_ADRESSERAT';
const post = (
  says: string,
  expected: Line['expected'],
  records: (who: Who) => Readonly<Record<string, readonly Row[]>> = () => ({}),
  change: Row = {},
): Line => ({ says, expected, profile: (who) => ({ ...house(who), ...change }), records });
const listedAt = (who: Who, change: Row = {}): Row => ({
  ...house(who),
  register: NIXA,
  country: 'SE',
  snapshotAt: FRESH,
  ...change,
});

decisionTable('a letter in Sweden', { campaign: POST }, [
  post('not on the list', ON, () => ({ register: [list(NIXA)] })),
  post('on the list', HIT, (who) => ({ register: [listedAt(who)] })),
  post('in another spelling, with the flat', HIT, (who) => ({
    register: [listedAt(who, { address: `${house(who).address} lgh 1101`, lastName: 'BERG', postalCode: '11122' })],
  })),
  post('somebody else of the house', ON, (who) => ({ register: [listedAt(who, { firstName: 'Bo' })] })),
  post('another house', ON, (who) => ({ register: [listedAt(who, { address: 'Lillgatan 1' })] })),
  post('an address that is not complete', ['IDENTIFIER_INVALID'], () => ({}), { postalCode: null }),
  post('no address', ['NO_IDENTIFIER_FOR_CHANNEL'], () => ({}), { postalCode: null, address: null }),
  post('a refusal of whoever has the same name in the same house', ['CHANNEL_OPT_OUT'], (who) => ({
    profile: [{ ...house(who), id: `twin of ${who.id}`, country: 'SE', birthDate: '1985-05-01' }],
    opt_out: [optOut({ id: `twin of ${who.id}` }, { channel: 'post' })],
  })),
]);

const RES = 'RESERVASJONSREGISTERET';
decisionTable('over a border both countries’ rules apply', { campaign: { ...CALL, country: 'SE' } }, [
  line('a Swede, by the Swedish register', ON, (who) => ({ register: [answer(who, false)] })),
  line('a Norwegian, by the Swedish register alone', MISSING, (who) => ({ register: [answer(who, false)] }), {
    country: 'NO',
  }),
  line('by both', ON, (who) => ({ register: [answer(who, false), answer(who, false, { register: RES })] }), {
    country: 'NO',
  }),
  line('listed in Norway', HIT, (who) => ({ register: [answer(who, false), answer(who, true, { register: RES })] }), {
    country: 'NO',
  }),
  line('listed in Sweden', HIT, (who) => ({ register: [answer(who, true), answer(who, false, { register: RES })] }), {
    country: 'NO',
  }),
  line('somebody without a country, by the campaign’s', ON, (who) => ({ register: [answer(who, false)] }), {
    country: null,
  }),
]);

const DK = { country: 'DK', phone: ({ id }: Who) => `+4520100${String(Number(id.slice(1))).padStart(3, '0')}` };
const dane = (
  says: string,
  expected: Line['expected'],
  records: (who: Who) => Readonly<Record<string, readonly Row[]>>,
): Line => ({ says, expected, records, profile: (who) => ({ country: 'DK', phone: DK.phone(who) }) });

decisionTable('a call in Denmark', { campaign: { ...CALL, country: 'DK' } }, [
  dane('needs consent, checked or not', ['CONSENT_MISSING'], (who) => ({
    register: [answer(who, false, { register: 'ROBINSON_DK' })],
  })),
  dane('a customer, too, and the register has no exemption', ['CONSENT_MISSING', 'REGISTER_MISSING'], (who) => ({
    purchase: [sale(who)],
  })),
  dane('with consent, of any age', 'consent', (who) => ({
    permission: [calls(who, { occurredAt: '2020-01-01T00:00:00Z' })],
  })),
  dane('with one that was withdrawn', ['CONSENT_WITHDRAWN', 'REGISTER_MISSING'], (who) => ({
    permission: [calls(who), withdrawal(who, { purpose: 'distance_selling', channel: 'phone', occurredAt: AFTER })],
  })),
]);

decisionTable('research', { campaign: { kind: 'research_interview', channel: 'phone' } }, [
  line('is outside the registers', ON, (who) => ({ register: [answer(who, true)] })),
]);
decisionTable(
  'research, where the policy holds it to the registers',
  {
    campaign: { kind: 'research_interview', channel: 'phone' },
    policy: { registers: { ...nordicRegisters, researchOutside: false } },
  },
  [line('listed', HIT, (who) => ({ register: [answer(who, true)] }))],
);
decisionTable('a service call', { campaign: { kind: 'service_message', channel: 'phone' } }, [
  line('is no marketing', 'service_message', (who) => ({ register: [answer(who, true)] })),
]);
