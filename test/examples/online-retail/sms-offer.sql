-- Who spent more than 1,000.50 pounds in half a year, and gold customers who were here on three days of the last year
-- and within 180 days; never the shop's own people. Numbers without a country are Swedish.

create or replace table campaign as
  select 'sms' as channel, 'general_offer' as kind, true as targeted, 'SE' as country, null::varchar as products;

create or replace table member as
  with spending as (
    -- Half a year begins with 10 June in London, in summer time.
    select person, sum(pounds) as pounds from bought where sold_at >= '2011-06-09 23:00' group by person
  ),
  visit as (
    select person, day from bought where sold_at >= '2010-12-10 00:00' group by person, day having sum(quantity) > 0
  ),
  visits as (select person, count(*) as days from visit group by person),
  last_sale as (select person, max(day) as day from bought where quantity >= 0 group by person)
  select p.customer as person
  from person as p
  left join spending as s on s.person = p.customer
  left join visits as v on v.person = p.customer
  left join last_sale as l on l.person = p.customer
  where (s.pounds >= 1000.50 or (p.tier = 'gold' and v.days >= 3 and '2011-12-10'::date - l.day <= 180))
    and p.tier is distinct from 'staff';
