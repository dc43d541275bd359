import { AS_OF } from './draws.js';
import { international, typed } from './profiles.js';
import type { Rows } from './sizes.js';

/**
 * Consents, and every way of saying no: by profile, by address, by phone; without a time, after as-of, in the same
 * instant as its contrary, lifted by the person, by an import, too early, at once.
 */
const OWN_CONTROLLER = `case when once_in(15, slot, 'other controller') then pick(['okq8_bank', 'ok_forening'], slot, 'which controller') else 'okq8' end`;

/** Eight places for an answer in each profile; `share` of ten thousand profiles have one there. */
const places = [
  { channel: "'email'", share: 7000, said: 'given' },
  { channel: "'email'", share: 1500, said: 'no' },
  { channel: "'sms'", share: 4000, said: 'given' },
  { channel: "'sms'", share: 1500, said: 'no' },
  { channel: "'social_listing'", share: 4200, said: 'given' },
  { channel: "'social_listing'", share: 1000, said: 'no' },
  { channel: "'*'", share: 600, said: 'either' },
  { channel: "'*'", share: 2000, said: 'elsewhere' },
];

const placed = (value: (place: (typeof places)[number]) => string): string =>
  `case place ${places.map((place, i) => `when ${i} then ${value(place)}`).join(' ')} end`;

export const permissionsTable = ({ profiles }: Rows): string => `create temp table permissions as
  with answered as (
    select p, place, p * 8 + place as slot, ${placed(({ channel }) => channel)} channel, ${placed(({ said }) => `'${said}'`)} said
    from range(1, ${profiles + 1}) a(p), range(8) b(place) where roll(p * 8 + place, 'answered', 10000) < ${placed(({ share }) => String(share))}
  ), timed as (
    select *, case when once_in(120, slot, 'no time') then null when once_in(150, slot, 'to come') then ${AS_OF} + to_seconds(3600 * (1 + roll(slot, 'hours', 300)))
      when once_in(500, slot, 'at as-of') then ${AS_OF}
      -- A no in the very minute of the yes on the same channel.
      when said = 'no' and once_in(40, slot, 'tie') then some_time(slot - 1, 'said', 0, 900) else some_time(slot, 'said', 0, 900) end occurred_at
    from answered
  )
  select profile_id(p) profile_id, ${OWN_CONTROLLER} controller,
    case when said = 'elsewhere' then pick(['profiling', 'market_research'], slot, 'purpose') when channel = 'social_listing' then 'listing_advertising' else 'direct_marketing' end purpose,
    channel, case when channel = 'social_listing' or said = 'elsewhere' then '*' else pick(['*', '*', '*', '*', '*', '*', '*', 'targeted_offer', 'newsletter', 'general_offer'], slot, 'topic') end topic,
    case when said = 'no' or (said = 'either' and once_in(3, slot, 'no after all')) then pick(['withdrawn', 'withdrawn', 'withdrawn', 'refused'], slot, 'which no') else 'given' end state,
    occurred_at, case when once_in(200, slot, 'unrecorded') then null when once_in(220, slot, 'recorded late') then ${AS_OF} + interval 2 days
      else coalesce(occurred_at, some_time(slot, 'recorded', 10, 900)) + to_seconds(60 * roll(slot, 'delay', 2880)) end recorded_at,
    pick(['data_subject', 'data_subject', 'data_subject', 'data_subject', 'import', 'customer_service'], slot, 'source') "source",
    case when once_in(18, slot, 'no proof') then null else pick(['form', 'till', 'app'], slot, 'proof') || '-' || roll(slot, 'proof number', 9000)::varchar end evidence
  from timed order by slot`;

/** Who a refusal names: half a profile, the rest an address or a number. */
const subject = (row: string): string => `case when roll(${row}, 'names', 10) < 4 then profile_id(s.p) end profile_id,
      case when roll(${row}, 'names', 10) < 4 then null when roll(${row}, 'names', 10) < 7 then 'email' else 'phone' end identifier_kind,
      case when roll(${row}, 'names', 10) < 4 then null when roll(${row}, 'names', 10) < 7 then ${typed('s.mail', row, "'typed'")} else ${international(row, "'dialled'")} end identifier`;

const GROUP = "pick(['okq8', 'okq8', 'okq8', 'okq8', 'okq8_bank', 'ok_forening'], a.i, 'to whom')";

export const objectionsTable = ({ objections }: Rows): string => `create temp table objections as
  with made as (
    select a.i, ${subject('a.i')}, ${GROUP} controller,
      pick(['direct_marketing', 'direct_marketing', 'direct_marketing', 'profiling', 'listing_advertising', 'distance_selling'], a.i, 'purpose') purpose,
      pick(['*', '*', '*', '*', 'email', 'sms', 'social_listing'], a.i, 'channel') channel,
      case when once_in(80, a.i, 'no time') then null when once_in(90, a.i, 'to come') then ${AS_OF} + interval 20 days when once_in(300, a.i, 'at as-of') then ${AS_OF} else some_time(a.i, 'objected', 0, 900) end received_at,
      case when once_in(90, a.i, 'unrecorded') then null else some_time(a.i, 'objected', 0, 900) + to_seconds(60 * roll(a.i, 'delay', 4000)) end recorded_at
    from range(${objections}) a(i) join people s on s.p = any_profile(a.i, 'objector')
  ), lifted as (
    select *, case roll(i, 'lift', 6) when 0 then received_at when 1 then received_at - interval 2 days else received_at + to_seconds(3600 * (1 + roll(i, 'later', 2400))) end lifted_at
    from made where once_in(3, i, 'lifted')
  )
  select 'R' || lpad((2 * i + turn)::varchar, 8, '0') objection_id, * exclude (i, turn) from (
    select i, 0 turn, profile_id, identifier_kind, identifier, controller, purpose, channel, received_at, recorded_at,
      pick(['letter', 'phone_call', 'unsubscribe_link', 'data_subject'], i, 'source') "source", 'objection' "action" from made
    union all select i, 1, profile_id, identifier_kind, identifier, case when once_in(12, i, 'lifted elsewhere') then 'okq8_bank' else controller end, purpose, channel, lifted_at,
      case when once_in(25, i, 'lift unrecorded') then null else lifted_at + interval 1 hour end, case when once_in(5, i, 'by import') then 'import' else 'data_subject' end, 'lifted' from lifted
  ) order by i, turn`;

export const optOutsTable = ({ opt_outs }: Rows): string => `create temp table opt_outs as
  select identifier_kind, identifier, profile_id, controller, channel, topic, occurred_at, "source" from (
    select a.i, ${subject('a.i + 5000000')}, ${GROUP} controller,
      pick(['email', 'email', 'email', 'sms', 'sms', '*', 'social_listing'], a.i, 'opted out of') channel, pick(['*', '*', '*', '*', 'targeted_offer', 'newsletter', 'general_offer'], a.i, 'opted topic') topic,
      case when once_in(150, a.i, 'opted without time') then null when once_in(120, a.i, 'opting out later') then ${AS_OF} + interval 4 days else some_time(a.i, 'opted', 0, 900) end occurred_at,
      pick(['unsubscribe_link', 'stop_reply', 'preference_centre', 'customer_service'], a.i, 'opted how') "source"
    from range(${opt_outs}) a(i) join people s on s.p = any_profile(a.i, 'opting out')
  ) order by i`;

/** Reports of providers, none later than as-of. */
export const deliveriesTable = ({ deliveries }: Rows): string => `create temp table deliveries as
  select case when mailed then 'email' else 'phone' end identifier_kind,
    case when mailed then ${typed('s.mail', 'a.i', "'reported'")} else ${international('a.i', "'reported number'")} end identifier, case when mailed then 'email' else 'sms' end channel,
    pick(['soft_bounce', 'soft_bounce', 'soft_bounce', 'soft_bounce', 'soft_bounce', 'hard_bounce', 'hard_bounce', 'complaint'], a.i, 'outcome') outcome,
    some_time(a.i, 'reported at', 0, 700) "at"
  from (select i, roll(i, 'mailed', 10) < 7 mailed from range(${deliveries}) t(i)) a join people s on s.p = any_profile(a.i, 'reported of') order by a.i`;
