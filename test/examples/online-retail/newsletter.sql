-- Everybody. No products are named, so that only a consent carries it; what people bought is not read.

create or replace table campaign as
  select 'email' as channel, 'newsletter' as kind, false as targeted, null::varchar as country,
    null::varchar as products;

create or replace table member as select customer as person from person;
