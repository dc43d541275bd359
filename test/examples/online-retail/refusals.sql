-- Which refusals and consents there are, and whom they reach. Lists for sending count a refusal of any date.

create or replace macro group_of_okq8() as ['okq8', 'okq8_bank', 'ok_forening', '*'];

-- An objection ends only when the person takes back exactly that, later, with proof, known by as-of.
create or replace table standing_objection as
  with known_lift as (
    select * from objection
    where lifts and not unclear and source = 'data_subject' and proof is not null
      and greatest(received_at, entered_at) <= getvariable('as_of')
      and received_at is not null and entered_at is not null
  )
  select o.*, coalesce(o.received_at, 'infinity'::timestamp) as since
  from objection as o
  where not o.lifts and not exists (
    from known_lift as l
    where l.received_at > coalesce(o.received_at, 'infinity'::timestamp)
      and (l.company, l.purpose, l.channel) = (o.company, o.purpose, o.channel)
      and l.customer is not distinct from o.customer
      and email_key(l.email) is not distinct from email_key(o.email)
      and phone_key(l.mobile, l.country) is not distinct from phone_key(o.mobile, o.country)
  );

create or replace table standing_restriction as
  select r.*, coalesce(r.starts, 'infinity'::timestamp) as since
  from restriction as r
  where not r.lifts and not exists (
    from restriction as l
    where l.lifts and not l.unclear and l.starts > coalesce(r.starts, 'infinity'::timestamp)
      and greatest(l.starts, l.entered_at) <= getvariable('as_of')
      and l.entered_at is not null
      and l.company = r.company
      and l.customer is not distinct from r.customer
      and email_key(l.email) is not distinct from email_key(r.email)
  );

-- Every record that can refuse something.
create or replace table refusal as
  select 'objection' as kind, customer, email, mobile, country, company, purpose, channel, '*' as topic, since
  from standing_objection
  union all
  select 'restriction', customer, email, mobile, country, company, '*', '*', '*', since
  from standing_restriction
  union all
  select 'opt-out', customer, email, mobile, country, company, '*', channel, topic,
    coalesce(clicked_at, 'infinity'::timestamp)
  from opt_out
  union all
  select answer, customer, email, mobile, country, company, purpose, channel, topic,
    coalesce(said_at, 'infinity'::timestamp)
  from consent where answer in ('withdrawn', 'refused')
  union all
  select 'unreadable', customer, email, mobile, country, company, purpose, channel, topic, null
  from consent where unreadable;

-- A refusal reaches the person who gave it, everybody who holds or has held the address it was given for, and whoever
-- would be written to at an address that the person who gave it holds or has held.
create or replace table refused as
  with named as materialized (
    select row_number() over () as number, r.*, p.person as giver, mailbox(email_key(r.email)) as email_box,
      phone_key(r.mobile, r.country) as phone_box
    from refusal as r left join person_of as p on p.customer = r.customer
  ),
  reached as (
    select n.number, c.candidate from named as n join candidate as c on c.person = n.giver
    union
    select n.number, c.candidate
    from named as n join held as h on h.kind = 'email' and h.mailbox = n.email_box join candidate as c using (person)
    union
    select n.number, c.candidate
    from named as n join held as h on h.kind = 'sms' and h.mailbox = n.phone_box join candidate as c using (person)
    union
    select n.number, c.candidate
    from named as n join held as h on h.person = n.giver join candidate as c on c.mailbox = h.mailbox
    where h.kind = (select channel from campaign)
  )
  select r.candidate, n.giver, n.kind, n.company, n.purpose, n.channel, n.topic, n.since
  from reached as r join named as n using (number);

-- A consent reaches only what it names: this customer, this very address, or both; an address that cannot be read is
-- nobody's. It does not pass on in a merge.
create or replace table consented as
  select c.candidate, k.customer, if(k.email is null and k.mobile is null, null, c.address) as named, k.company,
    k.purpose, k.channel, k.topic, k.answer, k.source, k.proof, k.valid_until,
    k.said_at as since
  from consent as k join candidate as c
    on (k.customer = c.person or k.customer is null)
    and case
      when k.email is null and k.mobile is null then k.customer is not null
      when (select channel from campaign) = 'email' then email_key(k.email) = c.address
      else phone_key(k.mobile, k.country) = c.address end
  where k.answer in ('given', 'pending')
    and k.said_at <= getvariable('as_of') and k.entered_at <= getvariable('as_of');
