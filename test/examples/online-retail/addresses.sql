-- Addresses, for the campaign in the one-row table `campaign`: its country reads numbers that name none.

-- E-mail: small letters, no invisible characters, one @, a domain of at least two parts, in ASCII.
create or replace macro small(cell) as
  replace(lower(nfc_normalize(regexp_replace(cell, '[\x{00ad}\x{200b}]', '', 'g'))), '@ängen.', '@xn--ngen-koa.');
create or replace macro email_key(cell) as case
  when regexp_full_match(small(cell), '[^@\s,=+-][^@\s,]*@([a-z0-9-]+[.])+[a-z0-9-]+')
    and not contains(small(cell), '..') and not contains(small(cell), '.@')
  then small(cell) end;

-- The same mailbox, whatever tag is written after a plus.
create or replace macro mailbox(key) as regexp_replace(key, '[+][^@]*@', '@');

-- Numbers: digits with the country code. Those of these data are mobile numbers of the four countries.
create or replace macro digits(cell) as regexp_replace(replace(cell, '(0)', ''), '[ ()-]', '', 'g');
create or replace macro international(cell, country) as case
  when digits(cell)[1] = '+' then digits(cell)
  when digits(cell)[1:2] = '00' then concat('+', digits(cell)[3:])
  when country = 'SE' and digits(cell)[1] = '0' then concat('+46', digits(cell)[2:])
  when country = 'FI' and digits(cell)[1] = '0' then concat('+358', digits(cell)[2:])
  when country = 'NO' then concat('+47', digits(cell))
  when country = 'DK' then concat('+45', digits(cell)) end;
create or replace macro phone_key(cell, country) as case
  when regexp_full_match(
    international(cell, coalesce(country, (select c.country from campaign as c))),
    '[+](4670\d{7}|35840\d{7}|4790\d{6}|4528\d{6})')
  then international(cell, coalesce(country, (select c.country from campaign as c))) end;

-- Everything every customer has given us, in the order in which we should use it.
create or replace table contact as
  with written as (
    select customer, 'email' as kind, 1 as rank, false as former, email as cell, country from customer
    union all select customer, 'email', 2, false, second_email, country from customer
    union all select customer, 'email', 1, true, old_email, country from customer
    union all select customer, 'sms', 1, false, mobile, country from customer
    union all select customer, 'sms', 1, true, old_mobile, country from customer
  )
  select
    customer, kind, rank, former,
    case when kind = 'email' then email_key(cell) else phone_key(cell, country) end as address,
    case when kind = 'email' then mailbox(email_key(cell)) else phone_key(cell, country) end as mailbox
  from written
  where cell is not null;

-- What a person holds or has held, merged customers included.
create or replace table held as
  select distinct p.person, c.kind, c.mailbox
  from contact as c join person_of as p using (customer)
  where c.mailbox is not null;

-- One candidate for every address of a person that the campaign could write to, or one without an address.
create or replace table candidate as
  with usable as (
    select p.customer as person, c.address, c.mailbox, min(c.rank) as rank
    from person as p join contact as c on c.customer = p.customer
    where c.kind = (select channel from campaign) and not c.former and c.address is not null
    group by all
  ),
  attempted as (
    select distinct customer as person from contact
    where kind = (select channel from campaign) and not former
  )
  select row_number() over (order by p.customer, u.address) as candidate,
    p.customer as person, u.address, u.mailbox, u.rank,
    case when u.address is not null then 'usable' when a.person is not null then 'unusable' else 'none' end as addressed
  from person as p
  left join usable as u on u.person = p.customer
  left join attempted as a on a.person = p.customer;
