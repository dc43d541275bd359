-- Customers who came at least twice, spent 100 pounds net of returns, and have not been here for 90 days.

create or replace table campaign as
  select 'email' as channel, 'targeted_offer' as kind, true as targeted, null::varchar as country, 'shop' as products;

create or replace table member as
  with receipt as (
    -- A receipt counts while more was bought than brought back on it. The 90 days begin with 11 September in London.
    select person, receipt, sum(quantity) > 0 as counts,
      coalesce(sum(quantity) filter (sold_at >= '2011-09-10 23:00'), 0) > 0 as counts_lately
    from bought group by person, receipt
  ),
  habit as (
    select person, count(*) filter (counts) as receipts, count(*) filter (counts_lately) as lately
    from receipt group by person
  ),
  spending as (select person, sum(pounds) as pounds from bought group by person)
  select person from habit join spending using (person)
  where receipts >= 2 and pounds >= 100 and lately = 0;
