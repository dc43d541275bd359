/**
 * Normalised addresses, numbers and names, as macros.
 *
 * Invalid is null. Numbers are checked by length and first digit of each country, which suffices for the data.
 */
const words = "('', 'n/a', '-', 'null', 'none', 'unknown')";

export const identifierMacros: readonly string[] = [
  `create macro given_at_all(written) as written is not null and lower(trim(written)) not in ${words}`,
  'create macro tidy(written) as lower(nfc_normalize(trim(written)))',
  "create macro mail_of(written) as case when regexp_full_match(tidy(written), '[^\\s@,;]+@[^\\s@,;.]+(\\.[^\\s@,;.]+)+') then tidy(written) end",
  "create macro base_of(mail) as regexp_replace(mail, '\\+[^@]*@', '@')",
  `create macro dialled(digits, country) as case
    when starts_with(digits, '+') then digits
    when starts_with(digits, '00') then '+' || substr(digits, 3)
    when country = 'SE' and starts_with(digits, '0') then '+46' || substr(digits, 2)
    when country = 'FI' and starts_with(digits, '0') then '+358' || substr(digits, 2)
    when country = 'NO' then '+47' || digits
    when country = 'DK' then '+45' || digits end`,
  "create macro sound(number) as case when regexp_full_match(number, '\\+46[1-9]\\d{6,8}|\\+358[1-9]\\d{4,10}|\\+47[2-9]\\d{7}|\\+45[2-9]\\d{7}') then number end",
  "create macro phone_of(written, country) as sound(dialled(regexp_replace(replace(written, '(0)', ''), '[^0-9+]', '', 'g'), country))",
  "create macro key_of(kind, written) as case kind when 'email' then base_of(mail_of(written)) when 'phone' then phone_of(written, null) end",
  // INVARIANT: what is hashed is never empty text; the hash of null is null.
  "create macro letters(name) as nullif(regexp_replace(lower(nfc_normalize(name)), '[^\\p{L}\\p{M}\\p{N}]', '', 'g'), '')",
  "create macro name_kept(name) as nullif(tidy(name), '')",
  "create macro zip_kept(code) as nullif(trim(regexp_replace(trim(code), '^(SE|FI|NO|DK)-', '', 'i')), '')",
  "create macro zip_bare(code) as lower(regexp_replace(zip_kept(code), '\\s', '', 'g'))",
];
