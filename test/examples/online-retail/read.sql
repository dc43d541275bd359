-- What the files say, read from the raw CSVs. Variables: purchases, folder, as_of.
-- Every instant is a TIMESTAMP in UTC. A cell that says nothing is null.

-- White space and export marks at both ends say nothing; letters with marks are one character each.
create macro said(cell) as
  nullif(trim(nfc_normalize(cell), concat(' ', chr(9), chr(10), chr(13), chr(160), chr(8203), chr(65279))), '');

create macro sheet(name) as table
  select * from read_csv(concat(getvariable('folder'), '/', name, '.csv'), all_varchar = true, header = true);

-- A time with an offset, or nothing that can be read.
create macro instant(cell) as case
  when regexp_full_match(cell, '\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d([.]\d+)?(Z|[+-]\d\d:\d\d)')
  then try_cast(cell as timestamptz) at time zone 'UTC' end;

-- The clock on the wall. The one summer of these data is that of 2011, from 27 March to 30 October 01:00 UTC; the hour
-- that comes twice is its first one, the hour that is skipped is pushed on into summer time.
create macro clock(cell) as
  case when regexp_full_match(cell, '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d') then try_cast(cell as timestamp) end;
create macro in_london(cell) as clock(cell) - case
  when clock(cell) >= '2011-03-27 02:00'::timestamp and clock(cell) < '2011-10-30 02:00'::timestamp
  then interval 1 hour else interval 0 hour end;
create macro in_stockholm(cell) as clock(cell) - case
  when clock(cell) >= '2011-03-27 03:00'::timestamp and clock(cell) < '2011-10-30 03:00'::timestamp
  then interval 2 hours else interval 1 hour end;

create table line as
  select * from read_csv(getvariable('purchases'), all_varchar = true, header = true);

-- Negative quantities are returns. Lines of nobody are nobody's.
create table purchase as
  select
    said(CustomerID) as customer,
    said(InvoiceNo) as receipt,
    in_london(said(InvoiceDate)) as sold_at,
    clock(said(InvoiceDate))::date as day,
    said(Quantity)::decimal(18, 6) as quantity,
    (said(Quantity)::decimal(12, 0) * said(UnitPrice)::decimal(18, 6))::decimal(30, 6) as pounds
  from line
  where said(CustomerID) is not null;

create table customer as
  select
    said(customer_no) as customer,
    said(email) as email, said(second_email) as second_email, said(old_email) as old_email,
    said(mobile) as mobile, said(old_mobile) as old_mobile,
    case when regexp_full_match(said(country), '[A-Za-z]{2}') then upper(said(country)) end as country,
    said(language) as language, said(first_name) as first_name, said(last_name) as last_name,
    said(tier) as tier,
    try_cast(said(born) as date) as born,
    coalesce(lower(said(deceased)) = 'true', false) as deceased,
    coalesce(lower(said(protected)) = 'true', false) as protected,
    coalesce(lower(said(control_group)) = 'true', false) as control_group,
    -- Something is written that nobody can read: it might be a refusal.
    (said(country) is not null and not regexp_full_match(said(country), '[A-Za-z]{2}'))
      or (said(born) is not null and try_cast(said(born) as date) is null) as unreadable
  from sheet('customers');

-- What a word may be. Anything else is unreadable.
create macro company(cell) as case when cell in ('okq8', 'okq8_bank', 'ok_forening', '*') then cell end;
create macro channel(cell) as case when cell in ('email', 'sms', '*') then cell end;
create macro topic(cell) as
  case when cell in ('newsletter', 'general_offer', 'targeted_offer', 'survey', '*') then cell end;
create macro purpose(cell) as
  case when cell in ('direct_marketing', 'profiling', 'market_research', '*') then cell end;

-- A yes counts from when it was both said and entered, and not at all when one of the two is not known. A no counts
-- whenever it was said; without a time it is later than everything.
create table consent as
  select
    said(customer_no) as customer, said(email) as email, said(mobile) as mobile,
    upper(said(country)) as country,
    company(said(company)) as company, purpose(said(purpose)) as purpose, channel(said(channel)) as channel,
    case when said(topic) is null then '*' else topic(said(topic)) end as topic,
    case when said(answer) in ('given', 'pending', 'refused', 'withdrawn') then said(answer) end as answer,
    instant(said(said_at)) as said_at, instant(said(entered_at)) as entered_at,
    instant(said(valid_until)) as valid_until, said(source) as source, said(proof) as proof,
    company(said(company)) is null or purpose(said(purpose)) is null or channel(said(channel)) is null
      or coalesce(said(answer), '') not in ('given', 'pending', 'refused', 'withdrawn')
      or (said(topic) is not null and topic(said(topic)) is null)
      or (said(valid_until) is not null and instant(said(valid_until)) is null) as unreadable
  from sheet('consents');

-- A refusal whose scope is missing or cannot be read refuses everything.
create table objection as
  select
    said(customer_no) as customer, said(email) as email, said(mobile) as mobile,
    upper(said(country)) as country,
    coalesce(company(said(company)), '*') as company, coalesce(purpose(said(purpose)), '*') as purpose,
    coalesce(channel(said(channel)), '*') as channel, coalesce(said(state) = 'lifted', false) as lifts,
    -- What nobody can read lifts nothing.
    (said(company) is not null and company(said(company)) is null)
      or (said(purpose) is not null and purpose(said(purpose)) is null)
      or (said(channel) is not null and channel(said(channel)) is null) as unclear,
    in_stockholm(said(received_at)) as received_at, in_stockholm(said(entered_at)) as entered_at,
    said(source) as source, said(proof) as proof
  from sheet('objections');

create table opt_out as
  select
    said(customer_no) as customer, said(email) as email, said(mobile) as mobile,
    null::varchar as country,
    coalesce(company(said(company)), '*') as company, coalesce(channel(said(channel)), '*') as channel,
    -- Of a topic that nobody can read, nobody knows that it is another one.
    case when said(topic) is null then '*' else coalesce(topic(said(topic)), '?') end as topic, in_stockholm(said(clicked_at)) as clicked_at
  from sheet('opt-outs');

create table restriction as
  select
    said(customer_no) as customer, said(email) as email, null::varchar as mobile,
    null::varchar as country, coalesce(company(said(company)), '*') as company,
    coalesce(said(state) = 'lifted', false) as lifts,
    said(company) is not null and company(said(company)) is null as unclear,
    instant(said("from")) as starts, instant(said(entered_at)) as entered_at
  from sheet('restrictions');

create table merge as
  select said(customer_no) as customer, said(into_customer_no) as into_customer, instant(said("at")) as merged_at
  from sheet('links')
  where said(what) = 'merge';

-- Merged customers are one person, whoever the last merge leads to; of several merges of one customer the latest
-- counts.
create table person_of as
  with recursive latest as (
    select customer, into_customer from merge
    where customer <> into_customer
    qualify row_number() over (partition by customer order by merged_at desc nulls last, into_customer) = 1
  ),
  followed(customer, person) as (
    select customer, customer from customer
    union all
    select f.customer, l.into_customer from followed as f join latest as l on l.customer = f.person
  )
  select customer, person from followed where person not in (select customer from latest);

-- A merge hides nobody's state: what holds of one of the merged customers holds of the person.
create table person as
  with every as (
    select p.person, bool_or(c.deceased) as deceased, bool_or(c.protected) as protected,
      bool_or(c.control_group) as control_group, bool_or(c.unreadable) as unreadable, max(c.born) as born
    from customer as c join person_of as p using (customer) group by p.person
  )
  select c.* replace (
    e.deceased as deceased, e.protected as protected, e.control_group as control_group, e.unreadable as unreadable,
    e.born as born
  )
  from customer as c
  join person_of as p on p.customer = c.customer and p.person = c.customer
  join every as e on e.person = c.customer;

-- What a person bought before as-of, whichever of their merged customers did.
create table bought as
  select p.person, b.* from purchase as b join person_of as p using (customer)
  where b.sold_at < getvariable('as_of');
