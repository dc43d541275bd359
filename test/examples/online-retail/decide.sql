-- Every reason against every candidate of the persons in `member`, for the one-row table `campaign`; then, for every
-- person, whether one candidate is left, and which.

create or replace table asked as
  select c.*, p.* exclude (customer, email, mobile)
  from member as m join candidate as c using (person) join person as p on p.customer = m.person;

-- The refusals that concern this message: objections, opt-outs and restrictions given to any company of the group,
-- withdrawn and refused consents only to the one that sends.
create or replace table concerning as
  select r.*
  from refused as r, campaign as c
  where r.channel in (c.channel, '*') and case
    when r.kind in ('withdrawn', 'refused')
    then r.company in ('okq8', '*') and r.purpose in ('direct_marketing', '*') and r.topic in (c.kind, '*')
    else r.company in ('okq8', 'okq8_bank', 'ok_forening', '*') end;

-- The yeses in the scope of this message, and what each of them is good for.
create or replace table agreed as
  select k.*, k.answer = 'given' and k.proof is not null as proven,
    k.answer = 'given' and k.proof is not null
      and (k.valid_until is null or k.valid_until > getvariable('as_of')) as valid
  from consented as k, campaign as c
  where k.company in ('okq8', '*') and k.purpose in ('direct_marketing', '*') and k.channel in (c.channel, '*')
    and k.topic in (c.kind, '*');

-- An opt-out ends, for one candidate, with that candidate's own later yes, proven, still valid and good for this
-- address. Leaving everything on a channel ends with any yes to this message, leaving a topic only with one that names
-- the topic; leaving what nobody can read is both. One that a customer gave ends only with a yes that names a customer: an address may be anybody's.
create or replace table opted_out as
  with left_for as (
    select r.*, unnest(case topic
      when '*' then ['CHANNEL_OPT_OUT']
      when '?' then ['CHANNEL_OPT_OUT', 'TOPIC_OPT_OUT']
      else ['TOPIC_OPT_OUT'] end) as reason
    from concerning as r
    where r.kind = 'opt-out' and r.topic in ('*', '?', (select c.kind from campaign as c))
  )
  select r.candidate, r.reason
  from left_for as r join asked as a using (candidate)
  where not exists (
    from agreed as k
    where k.valid and k.source = 'data_subject' and k.since > r.since
      and (r.reason = 'CHANNEL_OPT_OUT' or k.topic = (select c.kind from campaign as c))
      and k.candidate = r.candidate and (r.giver is null or k.customer is not null)
  );

create or replace table history as
  with no as (
    select candidate,
      max(since) filter (kind = 'withdrawn') as withdrawn,
      max(since) filter (kind = 'refused') as refused,
      max(since) filter (kind in ('withdrawn', 'refused')) as stopped
    from concerning group by candidate
  ),
  yes as (
    select candidate,
      max(since) as asked,
      max(since) filter (proven) as proven,
      max(since) filter (valid) as valid
    from agreed group by candidate
  ),
  elsewhere as (select distinct candidate from consented where answer = 'given')
  select a.candidate, no.* exclude (candidate), yes.* exclude (candidate), e.candidate is not null as elsewhere
  from asked as a
  left join no on no.candidate = a.candidate
  left join yes on yes.candidate = a.candidate
  left join elsewhere as e on e.candidate = a.candidate;

-- The person's own sales to the sending company. The shop offers an opt-out with each, so one in the last 365 days
-- carries a message about its products, as long as nothing in its scope was ever refused or withdrawn.
create or replace table sold as
  select customer as person,
    bool_or(sold_at >= getvariable('as_of') - interval 8760 hours)
      and (select products = 'shop' from campaign) as lately
  from purchase
  where quantity >= 0 and sold_at < getvariable('as_of')
  group by customer;

create or replace table ground as
  select h.candidate,
    coalesce(h.valid > coalesce(h.stopped, '-infinity'::timestamp), false) as consent,
    coalesce(s.lately, false) and h.stopped is null as soft_opt_in,
    case
      when h.stopped is not null and (h.asked is null or h.asked <= h.stopped)
      then if(h.refused = h.stopped, 'CONSENT_REFUSED', 'CONSENT_WITHDRAWN')
      when h.proven > coalesce(h.stopped, '-infinity'::timestamp) then 'CONSENT_EXPIRED'
      when h.asked is not null then 'CONSENT_UNPROVEN'
      when h.elsewhere then 'CONSENT_SCOPE_MISMATCH'
      else 'CONSENT_MISSING' end as consent_reason,
    s.person is not null as ever_sold
  from history as h join asked as a using (candidate) left join sold as s using (person);

create or replace table against as
  -- Who it is.
  select candidate, 'RECORD_UNPARSEABLE' as reason from asked where unreadable
  union all select a.candidate, 'UNKNOWN_COUNTRY' from asked as a, campaign as c
    where if(a.country is null, c.country is null, a.country not in ('SE', 'FI', 'NO', 'DK'))
  union all select candidate, 'DECEASED' from asked where deceased
  union all select candidate, 'PROTECTED_IDENTITY' from asked where protected
  -- Eighteen on the day of the run, which is 10 December 2011 in London.
  union all select candidate, 'MINOR' from asked where born > '1993-12-10'::date
  union all select candidate, 'CONTROL_GROUP' from asked where control_group
  union all select candidate, 'NO_IDENTIFIER_FOR_CHANNEL' from asked where addressed = 'none'
  union all select candidate, 'IDENTIFIER_INVALID' from asked where addressed = 'unusable'
  -- What was refused. An unreadable record is about anything.
  union all select candidate, 'RECORD_UNPARSEABLE' from refused where kind = 'unreadable'
  union all select candidate, 'PROCESSING_RESTRICTED' from concerning where kind = 'restriction'
  union all select candidate, 'OBJECTION_DIRECT_MARKETING' from concerning
    where kind = 'objection' and purpose in ('direct_marketing', '*')
  union all select r.candidate, 'OBJECTION_PROFILING' from concerning as r, campaign as c
    where r.kind = 'objection' and r.purpose = 'profiling' and c.targeted
  union all select candidate, reason from opted_out
  -- What is missing where there is no ground.
  union all select candidate, consent_reason from ground where not consent and not soft_opt_in
  union all select candidate, 'SOFT_OPT_IN_NOT_MET' from ground where not consent and not soft_opt_in and ever_sold;

-- The graver reason comes first.
create or replace table gravity as
  select reason, rank from unnest([
    'UNKNOWN_COUNTRY', 'RECORD_UNPARSEABLE', 'DECEASED', 'PROTECTED_IDENTITY', 'PROCESSING_RESTRICTED', 'MINOR',
    'OBJECTION_DIRECT_MARKETING', 'OBJECTION_PROFILING', 'CHANNEL_OPT_OUT', 'TOPIC_OPT_OUT',
    'NO_IDENTIFIER_FOR_CHANNEL', 'IDENTIFIER_INVALID', 'CONSENT_REFUSED', 'CONSENT_WITHDRAWN', 'CONSENT_EXPIRED',
    'CONSENT_UNPROVEN', 'CONSENT_SCOPE_MISMATCH', 'SOFT_OPT_IN_NOT_MET', 'CONSENT_MISSING', 'CONTROL_GROUP'
  ]) with ordinality as g(reason, rank);

-- Cleared with the preferred address against which there is nothing.
create or replace table cleared as
  select a.person, a.address, if(g.consent, 'consent', 'soft_opt_in') as basis
  from asked as a join ground as g using (candidate)
  where a.candidate not in (select candidate from against)
  qualify row_number() over (partition by a.person order by a.rank, encode(a.address)) = 1;

create or replace table suppressed as
  select a.person, g.reason, g.rank = min(g.rank) over (partition by a.person) as "primary"
  from asked as a join against as x using (candidate) left join gravity as g using (reason)
  where a.person not in (select person from cleared)
  group by a.person, g.reason, g.rank;

-- Nobody is written to twice at one address: the lowest customer number stays. A spreadsheet must not compute a name.
create or replace macro as_text(cell) as
  if(regexp_matches(cell, '^[=+@\t\r\n-]'), concat('''', cell), cell);

create or replace table listed as
  select c.person as profile_id, c.address, as_text(p.first_name) as first_name, as_text(p.last_name) as last_name,
    p.language as language, p.country, p.tier
  from cleared as c join person as p on p.customer = c.person
  qualify row_number() over (partition by c.address order by encode(c.person)) = 1;
