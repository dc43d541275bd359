/**
 * Draws without chance: every value is a hash of the row's number, what is drawn, and the seed. The same seed and
 * version of DuckDB give the same bytes, and a column that is added changes no other.
 */
export const AS_OF = "timestamptz '2026-01-01 00:00:00+00'";

/** @param profiles How many there are. */
export const macros = (profiles: number, seed: number): readonly string[] => [
  /** A whole number from 0 below n. */
  `create macro roll(i, what, n) as (hash(i, what, ${seed}) % n::ubigint)::bigint`,
  `create macro pick(list, i, what) as list[1 + roll(i, what, len(list))]`,
  /** True once in n. */
  `create macro once_in(n, i, what) as roll(i, what, n) = 0`,
  `create macro days_before(days) as ${AS_OF} - to_seconds(86400 * days::bigint)`,
  /** A whole minute between so many days before as-of. */
  `create macro some_time(i, what, least, most) as ${AS_OF} - to_seconds(86400 * least + 60 * roll(i, what, 1440 * (most - least)))`,
  /** Of times that follow the rows' order, one in a hundred lies on, just before or just after a bound of a window. */
  `create macro on_a_bound(usual, i) as case when once_in(100, i, 'bound') then days_before(pick([0, 7, 14, 30, 45, 60, 90, 120, 180, 365], i, 'which bound')) + to_seconds(roll(i, 'side', 3) - 1) else usual end`,
  `create macro profile_id(p) as 'C' || lpad(p::varchar, 8, '0')`,
  `create macro country_of(p) as case when roll(p, 'country', 100) < 45 then 'SE' when roll(p, 'country', 100) < 70 then 'FI' when roll(p, 'country', 100) < 85 then 'NO' else 'DK' end`,
  `create macro currency_of(country) as case country when 'SE' then 'SEK' when 'FI' then 'EUR' when 'NO' then 'NOK' else 'DKK' end`,
  /** Few profiles have many rows: the square of an even draw, spread over all numbers. */
  `create macro busy_profile(i, what) as 1 + (least(${profiles - 1}, floor(${profiles} * pow(roll(i, what, 1000000) / 1e6, 1.7)))::bigint * 7919) % ${profiles}`,
  `create macro any_profile(i, what) as 1 + roll(i, what, ${profiles})`,
];
