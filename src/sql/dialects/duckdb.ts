import type { SqlValue } from '../fragment.js';
import type { Dialect } from './dialect.js';

const quote = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Millionths in decimal notation. */
function pointSix(millionths: bigint): string {
  const digits = String(millionths < 0n ? -millionths : millionths).padStart(7, '0');
  return `${millionths < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

function literal(value: SqlValue): string {
  if (value === null) return 'null';
  if (typeof value === 'object' && 'bytes' in value) return `unhex(${quote(value.bytes)})`;
  if (typeof value === 'object' && 'file' in value) return quote(value.file);
  if (typeof value === 'object') return `cast('${pointSix(value.decimal)}' as decimal(38,6))`;
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean') return String(value);
  // A negative literal is bracketed so that it can follow a minus sign.
  return value < 0 ? `(${value})` : String(value);
}

/** DuckDB 1.5, checked by `test/sql/duckdb.test.ts` and the parity tests. */
export const duckdb: Dialect = {
  id: 'duckdb',
  quoteName: (name) => `"${name.replaceAll('"', '""')}"`,
  literal,
  functions: {
    matches: (text, pattern) => `regexp_full_match(${text}, ${pattern})`,
    starts_with: (text, prefix) => `starts_with(${text}, ${prefix})`,
    ends_with: (text, suffix) => `suffix(${text}, ${suffix})`,
    is_ascii: (text) => `(length(${text}) = strlen(${text}))`,
    one_of: (text, ...list) => `list_contains([${list.join(', ')}], ${text})`,
    // What DuckDB takes for chance it works out where it stands; the least that `random` gives is 0.
    apart: (value) => `case when random() >= 0 then ${value} end`,
    like: (text, pattern) => `(${text} like ${pattern} escape '\\')`,
    glob: (text, pattern) => `(${text} glob ${pattern})`,
    trim_chars: (text, characters) => `trim(${text}, ${characters})`,
    rearrange: (text, pattern, replacement) => `regexp_replace(${text}, ${pattern}, ${replacement})`,
    split_items: (text, separator, characters, end) =>
      `nullif(array_to_string(list_filter(list_transform(string_split(${text}, ${separator}), lambda item: trim(item, ${characters})), lambda item: item <> ''), ${end}), '')`,
    nfc: (text) => `nfc_normalize(${text})`,
    to_decimal: (text) => `try_cast(${text} as decimal(18,6))`,
    to_micros: (text) => `epoch_us(try_cast(${text} as timestamptz))`,
    from_micros: (a) => `make_timestamptz(${a})`,
    to_date_text: (text) => `try_cast(${text} as date)::varchar`,
    to_local_micros: (text) => `epoch_us(try_cast(${text} as timestamp))`,
    // `//` cuts towards zero, so the remainder is made positive first.
    floor_divide: (a, b) => `((${a}) - (((${a}) % (${b})) + (${b})) % (${b})) // (${b})`,
    // Exact: of a decimal q DuckDB takes the place in whole numbers.
    quantile: (a, q) => `quantile_disc(${a}, ${q})`,
    first_by: (a, ...keys) => `arg_min_null(${a}, row(${keys.join(', ')}))`,
    last_by: (a, ...keys) => `arg_max_null(${a}, row(${keys.join(', ')}))`,
    join_texts: (a, separator, ...keys) => `string_agg(${a}, ${separator} order by ${keys.join(', ')})`,
    bit_and: (a, b) => `(${a} & ${b})`,
    bit_or: (a) => `bit_or(${a})`,
    sha256: (text) => `sha256(${text})`,
    base64: (bytes) => `to_base64(${bytes})`,
    utf8: (text) => `encode(${text})`,
    unhex: (text) => `unhex(${text})`,
    concat_bytes: (a, b) => `(${a} || ${b})`,
  },
};
