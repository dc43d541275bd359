import { decisionTable, type Line, type Row, type Who } from './decision-table.js';
import { byEmail, byPhone, consent, objection, optOut } from './rows.js';

/**
 * The person of each line has consented on their own profile; the refusal comes from somebody else, or by an address.
 * Reach is one step: own, merged, identifier, shared address, group.
 */
interface Given {
  readonly profile?: Row;
  readonly others?: readonly Row[];
  readonly merges?: readonly (readonly [from: string, into: string])[];
  readonly opt_out?: readonly Row[];
  readonly objection?: readonly Row[];
  readonly permission?: readonly Row[];
}

const line = (says: string, expected: Line['expected'], given: (who: Who) => Given): Line => ({
  says,
  expected,
  profile: (who) => given(who).profile ?? {},
  records: (who) => {
    const {
      others = [],
      merges = [],
      permission = [consent(who), consent(who, { channel: 'sms' })],
      ...refusals
    } = given(who);
    return {
      ...(refusals.opt_out === undefined ? {} : { opt_out: refusals.opt_out }),
      ...(refusals.objection === undefined ? {} : { objection: refusals.objection }),
      permission,
      profile: others.map((other) => ({ country: 'SE', birthDate: '1985-05-01', ...other })),
      identity_link: merges.map(([profileId, intoProfileId]) => ({ link: 'merge', profileId, intoProfileId })),
    };
  },
});

const REFUSED = ['CHANNEL_OPT_OUT'] as const;
const tagged = (email: string): string => email.replace('@', '+news@');
const other = ({ id }: Who): string => `${id}-other`;
const third = ({ id }: Who): string => `${id}-third`;
const former = ({ id }: Who): string => `${id}-old@example.se`;

decisionTable('a refusal by e-mail address', {}, [
  line('of the address in use', REFUSED, (who) => ({ opt_out: [byEmail(who.email, optOut(who))] })),
  line('in another letter case', REFUSED, (who) => ({ opt_out: [byEmail(who.email.toUpperCase(), optOut(who))] })),
  line('with a tag: the same person', REFUSED, (who) => ({ opt_out: [byEmail(tagged(who.email), optOut(who))] })),
  line('without the tag of the address in use', REFUSED, (who) => ({
    profile: { email: tagged(who.email) },
    opt_out: [byEmail(who.email, optOut(who))],
  })),
  line('of a former address, on every address', REFUSED, (who) => ({
    profile: { formerEmail: former(who) },
    opt_out: [byEmail(former(who), optOut(who))],
  })),
  line('of the second address, on every address', REFUSED, (who) => ({
    profile: { email: [who.email, former(who)] },
    opt_out: [byEmail(former(who), optOut(who))],
  })),
  line('of an address of a profile merged away', REFUSED, (who) => ({
    others: [{ id: other(who), email: former(who) }],
    merges: [[other(who), who.id]],
    opt_out: [byEmail(former(who), optOut(who))],
  })),
  line('of somebody else’s address', 'consent', (who) => ({ opt_out: [byEmail(`x-${who.email}`, optOut(who))] })),
  line('of a longer address', 'consent', (who) => ({ opt_out: [byEmail(`${who.email}.se`, optOut(who))] })),
  line('by number, which the person holds too', REFUSED, (who) => ({ opt_out: [byPhone(who.phone, optOut(who))] })),
]);

decisionTable('a refusal by a profile', {}, [
  line('its own', REFUSED, (who) => ({ opt_out: [optOut(who)] })),
  line('one merged into this one', REFUSED, (who) => ({
    merges: [[other(who), who.id]],
    others: [{ id: other(who) }],
    opt_out: [optOut({ id: other(who) })],
  })),
  line('one merged into this one over another', REFUSED, (who) => ({
    merges: [
      [other(who), third(who)],
      [third(who), who.id],
    ],
    opt_out: [optOut({ id: other(who) })],
  })),
  line('one that shares the address', REFUSED, (who) => ({
    others: [{ id: other(who), email: tagged(who.email) }],
    opt_out: [optOut({ id: other(who) })],
  })),
  line('one that had the address before', REFUSED, (who) => ({
    others: [{ id: other(who), formerEmail: who.email }],
    opt_out: [optOut({ id: other(who) })],
  })),
  line('one whose merged profile shares the address', REFUSED, (who) => ({
    others: [{ id: other(who) }, { id: third(who), email: who.email }],
    merges: [[third(who), other(who)]],
    opt_out: [optOut({ id: other(who) })],
  })),
  line('one that shares only a former address of this one', 'consent', (who) => ({
    profile: { formerEmail: former(who) },
    others: [{ id: other(who), email: former(who) }],
    opt_out: [optOut({ id: other(who) })],
  })),
  line('one that shares only the number: this is e-mail', 'consent', (who) => ({
    others: [{ id: other(who), phone: who.phone }],
    opt_out: [optOut({ id: other(who) }, { channel: '*' })],
  })),
  line('sharing does not go on: the other of the other', 'consent', (who) => ({
    others: [
      { id: other(who), email: [who.email, former(who)] },
      { id: third(who), email: former(who) },
    ],
    opt_out: [optOut({ id: third(who) })],
  })),
  line('one that names an address of this one as well', REFUSED, (who) => ({
    opt_out: [optOut({ id: other(who) }, { email: who.email })],
  })),
  line('one nobody knows', 'consent', (who) => ({ opt_out: [optOut({ id: other(who) })] })),
]);

decisionTable('the address that is not shared stays free', {}, [
  line('a second own address is used', 'consent', (who) => ({
    profile: { email: [who.email, former(who)] },
    others: [{ id: other(who), email: who.email }],
    opt_out: [optOut({ id: other(who) })],
  })),
]);

decisionTable('a refusal by number', { campaign: { channel: 'sms' } }, [
  line('in a national writing', REFUSED, (who) => ({
    opt_out: [byPhone(who.phone.replace('+46', '0'), optOut(who, { channel: 'sms', country: 'SE' }))],
  })),
  line('of a family phone, by its number', REFUSED, (who) => ({
    opt_out: [byPhone(who.phone, optOut(who, { channel: 'sms' }))],
  })),
  line('of a family phone, by another profile', REFUSED, (who) => ({
    others: [{ id: other(who), phone: who.phone }],
    opt_out: [optOut({ id: other(who) }, { channel: 'sms' })],
  })),
  line('of a number that no plan has', REFUSED, (who) => ({
    profile: { phone: [who.phone, `${who.phone.slice(0, -1)}`] },
    opt_out: [byPhone(who.phone.slice(0, -1), optOut(who, { channel: 'sms' }))],
  })),
]);

decisionTable('a permission reaches exactly what it names', {}, [
  line('the profile', 'consent', (who) => ({ permission: [consent(who)] })),
  line('not the profile it was merged into', ['CONSENT_MISSING'], (who) => ({
    others: [{ id: other(who), email: who.email }],
    merges: [[other(who), who.id]],
    permission: [consent({ id: other(who) })],
  })),
  line('not another profile of the same address', ['CONSENT_MISSING'], (who) => ({
    others: [{ id: other(who), email: who.email }],
    permission: [consent({ id: other(who) })],
  })),
  line('the address, for everybody who has it', 'consent', (who) => ({
    permission: [byEmail(who.email, consent(who))],
  })),
  line('not the address with a tag', ['CONSENT_MISSING'], (who) => ({
    permission: [byEmail(tagged(who.email), consent(who))],
  })),
  line('not an address no longer in use', ['CONSENT_MISSING'], (who) => ({
    profile: { formerEmail: former(who) },
    permission: [byEmail(former(who), consent(who))],
  })),
  line('the profile and the address together', 'consent', (who) => ({
    permission: [consent(who, { email: who.email })],
  })),
  line('not another address of the profile', ['CONSENT_MISSING'], (who) => ({
    permission: [consent(who, { email: former(who) })],
  })),
  line('not the address of another profile', ['CONSENT_MISSING'], (who) => ({
    permission: [consent({ id: other(who) }, { email: who.email })],
  })),
  line('the one of two addresses that it names', 'consent', (who) => ({
    profile: { email: [former(who), who.email] },
    permission: [byEmail(who.email, consent(who))],
  })),
]);

decisionTable('a withdrawal reaches as wide as a refusal', {}, [
  line('by somebody who shares the address', ['CONSENT_WITHDRAWN'], (who) => ({
    others: [{ id: other(who), email: who.email }],
    permission: [consent(who), consent({ id: other(who) }, { state: 'withdrawn' })],
  })),
  line('by the address with a tag', ['CONSENT_WITHDRAWN'], (who) => ({
    permission: [consent(who), byEmail(tagged(who.email), consent(who, { state: 'withdrawn' }))],
  })),
]);

decisionTable('an objection goes through shared address, merge and group at once', {}, [
  line('all of them', ['OBJECTION_DIRECT_MARKETING'], (who) => ({
    others: [{ id: other(who), email: tagged(who.email) }],
    merges: [[third(who), other(who)]],
    objection: [objection({ id: third(who) }, { controller: 'ok_forening' })],
  })),
]);
