import { AS_OF } from './draws.js';
import type { Rows } from './sizes.js';

/** Purchases of two years and events of one, in the order of time, a little of each after as-of. */
const spread = (rows: number, days: number): string =>
  `on_a_bound(days_before(${days}) + to_seconds(floor((i + roll(i, 'jitter', 40)) / ${rows}.0 * ${(days + 3) * 86400})::bigint), i)`;

const categories = [
  ...[
    'fuel/petrol_95',
    'fuel/petrol_98',
    'fuel/diesel',
    'fuel/hvo100',
    'fuel/diesel',
    'fuel/petrol_95',
    'fuel/hvo100',
    'fuel/petrol_98',
    'fuel',
  ],
  ...['wash/basic', 'wash/premium', 'shop/coffee', 'shop/bakery', 'shop/sandwich', 'charging/fast', 'charging/normal'],
  ...['parts/engine_oil', 'parts/washer_fluid', 'fuel_card/fee'],
];

/** Fuel is sold by `okq8` alone; of the rest a little by the bank and the associations. Amounts and quantities are positive. */
export const purchasesView = ({ purchases }: Rows): string => `create temp view purchases as
  with sold as (
    select i, busy_profile(i, 'buyer') p, ${spread(purchases, 730)} "at", pick([${categories.map((one) => `'${one}'`).join(', ')}], i, 'category') category
    from range(${purchases}) t(i)
  )
  select 'B' || lpad(i::varchar, 9, '0') purchase_id, profile_id(p) profile_id, "at", split_part(category, '/', -1) product, category,
    (1 + roll(i, 'quantity', 4))::integer quantity,
    ((case when starts_with(category, 'fuel/') or category = 'fuel' then 9000 + roll(i, 'amount', 80000) when starts_with(category, 'wash') then 6000 + roll(i, 'amount', 21000) else 900 + roll(i, 'amount', 12500) end) / 100)::decimal(12, 2) amount,
    case when once_in(33, i, 'abroad') then pick(['SEK', 'EUR', 'NOK', 'DKK'], i, 'currency') else currency_of(country_of(p)) end currency,
    'shop-' || lpad(roll(i, 'store', 700)::varchar, 4, '0') store, case when once_in(90, i, 'returned') then 'return' else 'sale' end kind,
    case when once_in(100, i, 'not asked') then null else roll(i, 'collected', 9) < 2 end contact_collected, not once_in(5, i, 'not offered') opt_out_offered,
    case when starts_with(category, 'fuel') then 'okq8' when once_in(20, i, 'association') then 'ok_forening' when once_in(40, i, 'bank') then 'okq8_bank' else 'okq8' end controller
  from sold`;

const types =
  'app_open,app_open,app_open,app_open,app_open,app_open,app_open,page_view,page_view,page_view,page_view,page_view,page_view,search,search,email_open,email_open,email_open,email_click,add_to_cart'.split(
    ',',
  );

export const eventsView = ({ events }: Rows): string => `create temp view events as
  select 'E' || lpad(i::varchar, 10, '0') event_id, profile_id(busy_profile(i, 'visitor')) profile_id, ${spread(events, 365)} "at",
    pick([${types.map((one) => `'${one}'`).join(', ')}], i, 'type') "type", case when once_in(8, i, 'named') then 'page-' || roll(i, 'page', 90)::varchar end "name",
    pick(['ios', 'android', 'web'], i, 'device') || '-' || lpad(roll(i, 'device number', 90000000)::varchar, 8, '0') device_id
  from range(${events}) t(i)`;

export const contactsView = ({ contacts }: Rows): string => `create temp view contacts as
  with made as (
    select i, on_a_bound(days_before(70) + to_seconds(floor(i / ${contacts}.0 * ${71 * 86400})::bigint), i) "at", roll(i, 'sort', 20) sort from range(${contacts}) t(i)
  )
  select profile_id(busy_profile(i, 'addressee')) profile_id, 'letter-' || roll(i, 'letter', 70)::varchar campaign,
    case when sort < 12 then 'email' when sort < 16 then 'sms' when sort < 19 then 'push' else 'social_listing' end channel,
    case when sort % 7 = 0 then 'service_message' when sort = 19 then 'listing_ad' else pick(['newsletter', 'targeted_offer', 'general_offer'], i, 'kind') end kind,
    case when sort % 7 = 0 then 'service' when sort = 19 then 'listing_advertising' else 'direct_marketing' end purpose, "at"
  from made where "at" <= ${AS_OF} + interval 1 day`;
