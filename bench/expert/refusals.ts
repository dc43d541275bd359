import type { Target } from '../jobs/campaigns.js';
import { ASOF } from './segment.js';
import type { Table } from './tables.js';

/** What a refusal is, as a bit. */
export const REFUSAL = {
  marketing: 1,
  profiling: 2,
  listing: 4,
  channel: 8,
  topic: 16,
  complaint: 32,
  withdrawn: 64,
  refused: 128,
} as const;

export const on = ({ channel }: Target): string => `channel in ('*', '${channel}')`;
const about = ({ kind }: Target): string => `topic in ('*', '${kind}')`;
export const inScope = (target: Target): string =>
  `(purpose = '${target.purpose}' and ${on(target)} and ${about(target)})`;
const objectable = ({ purpose }: Target): string =>
  `purpose in ('direct_marketing', 'profiling'${purpose === 'listing_advertising' ? ", 'listing_advertising'" : ''})`;

/** One bit for each target that a condition holds for. */
const targetsWhere = (targets: readonly Target[], condition: (target: Target) => string): string =>
  targets.map((target, i) => `case when ${condition(target)} then ${1 << i} else 0 end`).join(' + ');

/**
 * Every refusal in force, once for each address or profile it reaches by: `no`, with a key that is a profile's id, a
 * base form or a phone, which no two of them can have in common.
 */
export function refusalSteps(targets: readonly Target[], scan: (table: Table) => string): readonly string[] {
  const forSome = (condition: (target: Target) => string): string => `(${targets.map(condition).join(' or ')})`;
  const channels = targets.map(({ channel }) => `'${channel}'`).join(', ');
  const same =
    'l.controller = o.controller and l.purpose = o.purpose and l.channel = o.channel and l.received_at > o.received_at';
  const mailed = targets
    .flatMap(({ channel }, i) => (channel === 'sms' ? [] : [1 << i]))
    .reduce((sum, bit) => sum + bit, 0);
  const phoned = targets
    .flatMap(({ channel }, i) => (channel === 'email' ? [] : [1 << i]))
    .reduce((sum, bit) => sum + bit, 0);
  const sharedBy = (column: string, mask: number): string =>
    mask === 0
      ? ''
      : `union all select ${column}, what, said_at, for_targets & ${mask} from said join holders using (profile_id) where ${column} is not null and for_targets & ${mask} > 0`;
  return [
    `create or replace temp table objections_read as select profile_id, identifier_kind, key_of(identifier_kind, identifier) as key,
       case identifier_kind when 'email' then mail_of(identifier) when 'phone' then phone_of(identifier, null) end as exact,
       controller, purpose, channel, received_at, recorded_at, source, action
     from ${scan('objections')} where ${forSome((target) => `(${on(target)} and ${objectable(target)})`)}`,
    `create or replace temp table lifts as from objections_read where action = 'lifted' and source = 'data_subject' and received_at <= ${ASOF} and recorded_at <= ${ASOF}`,
    `create or replace temp table answers as from ${scan('permissions')} p where
       (state <> 'given' and controller = 'okq8' and ${forSome(inScope)} and (occurred_at is null or least(occurred_at, recorded_at) <= ${ASOF}))
       or (state = 'given' and occurred_at <= ${ASOF} and recorded_at <= ${ASOF} and exists (select 1 from bought b where b.profile_id = p.profile_id))`,
    `create or replace temp table reports as select channel, outcome, identifier_kind, identifier_kind = 'email' as by_mail,
       case identifier_kind when 'email' then mail_of(identifier) else phone_of(identifier, null) end as exact
     from ${scan('deliveries')} where outcome in ('hard_bounce', 'complaint') and channel in (${channels}) and "at" <= ${ASOF}`,
    `create or replace temp table said as
       select profile_id, key, case purpose when 'direct_marketing' then ${REFUSAL.marketing} when 'profiling' then ${REFUSAL.profiling} else ${REFUSAL.listing} end as what,
         null::timestamptz as said_at, ${targetsWhere(targets, (target) => `${on(target)} and ${objectable(target)}`)} as for_targets
       from objections_read o where action = 'objection' and (received_at is null or least(received_at, recorded_at) <= ${ASOF})
         and not exists (from lifts l where l.profile_id = o.profile_id and ${same})
         and not exists (from lifts l where l.identifier_kind = o.identifier_kind and l.exact = o.exact and ${same})
       union all select profile_id, key_of(identifier_kind, identifier), case topic when '*' then ${REFUSAL.channel} else ${REFUSAL.topic} end,
         coalesce(occurred_at, 'infinity'), ${targetsWhere(targets, (target) => `${on(target)} and ${about(target)}`)}
       from ${scan('opt_outs')} where ${forSome((target) => `(${on(target)} and ${about(target)})`)} and (occurred_at is null or occurred_at <= ${ASOF})
       union all select profile_id, null, case state when 'refused' then ${REFUSAL.refused} else ${REFUSAL.withdrawn} end, coalesce(occurred_at, 'infinity'), ${targetsWhere(targets, inScope)}
       from answers where state <> 'given'
       union all select null, case when by_mail then base_of(exact) else exact end, ${REFUSAL.complaint}, null, ${targetsWhere(targets, ({ channel }) => (channel === 'social_listing' ? 'false' : `channel = '${channel}'`))}
       from reports where outcome = 'complaint'`,
    `create or replace temp table holders as
       select *, base_of(mail) as base from (
         select profile_id, mail_of(email) as mail, given_at_all(email) as has_mail, phone_of(phone, country) as phone, given_at_all(phone) as has_phone,
           first_name, last_name, postal_code, country, birth_date, "language", deceased, protected_identity
         from ${scan('profiles')} where profile_id in (select profile_id from bought union all select profile_id from said where profile_id is not null))`,
    `create or replace temp table no as
       select profile_id as key, what, said_at, for_targets from said where profile_id is not null
       union all select key, what, said_at, for_targets from said where key is not null
       ${sharedBy('base', mailed)} ${sharedBy('phone', phoned)}`,
  ];
}
