import type { Target } from '../jobs/campaigns.js';

const hash = (text: string): string => `sha256(${text})`;

/** One list, one row for each address: the lowest profile stays. */
export function listQuery({ channel }: Target, i: number): string {
  const address = channel === 'sms' ? 'phone' : 'mail';
  return `select profile_id, ${address} as ${channel === 'sms' ? 'phone' : 'email'}, first_name, "language" from decided_${i} where not suppressed
    qualify row_number() over (partition by ${address} order by profile_id) = 1 order by profile_id`;
}

/** A row of a listing is a person; of several with one address each has a row. */
const LISTED = 'not suppressed order by profile_id';

export const metaQuery = (
  i: number,
): string => `select ${hash('mail')} as em, ${hash('substr(phone, 2)')} as ph, ${hash('letters(first_name)')} as fn, ${hash('letters(last_name)')} as ln,
    ${hash('zip_bare(postal_code)')} as zip, ${hash('lower(country)')} as country from decided_${i} where ${LISTED}`;

/** Address fields all or none. */
export const googleQuery = (i: number): string => {
  const whole = (value: string): string =>
    `case when name_kept(first_name) is not null and name_kept(last_name) is not null and zip_kept(postal_code) is not null and country is not null then ${value} end`;
  const folded = `case when split_part(mail, '@', 2) in ('gmail.com', 'googlemail.com') then replace(split_part(base_of(mail), '@', 1), '.', '') || '@' || split_part(mail, '@', 2) else mail end`;
  return `select ${hash(folded)} as "Email", ${hash('phone')} as "Phone", ${whole(hash('name_kept(first_name)'))} as "First Name", ${whole(hash('name_kept(last_name)'))} as "Last Name",
    ${whole('upper(country)')} as "Country", ${whole('zip_kept(postal_code)')} as "Zip" from decided_${i} where ${LISTED}`;
};
