/** Customers of four countries: addresses that several share, tags, other spellings, and what is no address. */
const first =
  'Åsa,Björn,Käthe,Maj-Britt,Ole Petter,Sinikka,Jyrki,Øyvind,Søren,Kristín,Anna,Lars,Per-Erik,Aino,Tuula,Ingrid,Nils,Mette,Jens,Väinö'.split(
    ',',
  );
const last =
  "Ångström,Sjögren,af Geijerstam,O'Connor,Lindqvist,Mäkelä,Hyvönen,Nygård,Brække,Østby,Kjær,Møller,von Rosen,Holm-Hansen,Virtanen,Ek,Dahl,Lund,Rasmussen,Åkerblom".split(
    ',',
  );

const texts = (list: readonly string[]): string =>
  `[${list.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ')}]`;

/** What a name is in an address. */
const slug = (name: string): string => `regexp_replace(translate(lower(${name}), 'åäöøé', 'aaooe'), '[^a-z]', '', 'g')`;

/** Å written as A and a ring, which looks the same. */
const decomposed = (name: string): string =>
  `replace(replace(replace(${name}, 'å', 'a' || chr(778)), 'ä', 'a' || chr(776)), 'ö', 'o' || chr(776))`;

/** Every profile with its own tidy address and number, whatever its row says of them: `people`. */
export const people = (profiles: number): string => `create temp table people as
  with named as (
    select p, country_of(p) country, pick(${texts(first)}, p, 'first') given_name, pick(${texts(last)}, p, 'last') family_name,
      pick(['example.com', 'example.org', 'example.net', 'post.example.com', 'mail.example.se'], p, 'domain') host
    from range(1, ${profiles + 1}) t(p)
  )
  select *, ${slug('given_name')} || '.' || ${slug('family_name')} || '.' || p::varchar || '@' || host mail,
    case country
      when 'SE' then '7' || pick(['0', '2', '3', '6'], p, 'net') || lpad(roll(p, 'number', 10000000)::varchar, 7, '0')
      when 'FI' then pick(['40', '44', '45', '50'], p, 'net') || lpad(roll(p, 'number', 10000000)::varchar, 7, '0')
      when 'NO' then pick(['41', '45', '46', '47', '48', '90', '92', '95'], p, 'net') || lpad(roll(p, 'number', 1000000)::varchar, 6, '0')
      else pick(['20', '22', '26', '28', '30', '31', '42', '50'], p, 'net') || (110000 + roll(p, 'number', 890000))::varchar end digits,
    case country when 'SE' then '46' when 'FI' then '358' when 'NO' then '47' else '45' end dial
  from named`;

/** A number as people write it, with the country. */
export const international = (row: string, what: string): string => `case roll(${row}, ${what}, 6)
    when 0 then '00' || dial || digits when 1 then '+' || dial || ' ' || digits[1:2] || ' ' || digits[3:5] || ' ' || digits[6:]
    when 2 then '+' || dial || ' (0)' || digits[1:2] || '-' || digits[3:] when 3 then '+' || dial || '-' || digits
    else '+' || dial || digits end`;

const nationally = `case when country in ('SE', 'FI') then '0' else '' end || case when once_in(2, p, 'blanks') then digits[1:2] || ' ' || digits[3:] else digits end`;

/** An address as people write it: capitals, blanks, a tag. */
export const typed = (mail: string, row: string, what: string): string => `case roll(${row}, ${what}, 8)
    when 0 then upper(${mail}) when 1 then ' ' || ${mail} when 2 then replace(${mail}, '@', '+list@') when 3 then ${mail} || '  ' else ${mail} end`;

/** Some have the address of the one before, some their number. */
export const profilesTable = `create temp table profiles as
  with held as (
    select a.*, case when once_in(35, a.p, 'one mailbox') and b.mail is not null then b.mail else a.mail end held_mail,
      case when once_in(45, a.p, 'one phone') and b.country = a.country then b.digits else a.digits end held_digits
    from people a left join people b on b.p = a.p - 1
  ), written as (
    select * exclude (digits), held_digits digits from held
  )
  select profile_id(p) profile_id,
    case when once_in(20, p, 'no mail') then null
      when once_in(200, p, 'mail word') then pick(['n/a', 'N/A', '-', 'none', 'unknown', 'null', ' '], p, 'which word')
      when once_in(90, p, 'not a mail') then pick([replace(held_mail, '@', ' at '), split_part(held_mail, '@', 1), replace(held_mail, '@', '@@'), replace(held_mail, '@', ',@')], p, 'how not')
      when once_in(30, p, 'tag') then replace(held_mail, '@', '+bonus.' || roll(p, 'tag number', 3)::varchar || '@')
      when once_in(12, p, 'spelling') then ${typed('held_mail', 'p', "'how spelt'")} else held_mail end email,
    case when once_in(8, p, 'no phone') then null
      when once_in(150, p, 'phone word') then pick(['n/a', '-', 'NULL', 'none', 'Unknown'], p, 'which phone word')
      when once_in(130, p, 'not a phone') then pick(['123', 'ring mig', '+' || dial || ' 70', '+' || dial || digits || '99999999'], p, 'how no phone')
      when once_in(3, p, 'at home') then ${nationally}
      else ${international('p', "'phone spelt'")} end phone,
    case when once_in(60, p, 'composed') then ${decomposed('given_name')} when once_in(80, p, 'no first') then null else given_name end first_name,
    case when once_in(60, p, 'composed') then ${decomposed('family_name')} else family_name end last_name,
    pick(['Storgatan', 'Kyrkogatan', 'Rantatie', 'Bryggen', 'Strandvejen'], p, 'street') || ' ' || (1 + roll(p, 'door', 120))::varchar street,
    case when once_in(30, p, 'no code') then null else case when once_in(9, p, 'code prefix') then country || '-' else '' end
      || case country when 'SE' then (100 + roll(p, 'code', 880))::varchar || case when once_in(3, p, 'code blank') then '' else ' ' end || lpad(roll(p, 'code end', 100)::varchar, 2, '0')
        when 'FI' then lpad((100 + roll(p, 'code', 99000))::varchar, 5, '0') else lpad((1001 + roll(p, 'code', 8900))::varchar, 4, '0') end end postal_code,
    pick(['Umeå', 'Malmö', 'Turku', 'Oulu', 'Bergen', 'Odense'], p, 'city') city, pick(['north', 'south', 'east', 'west'], p, 'region') region, country,
    case when once_in(16, p, 'no birth') then null when once_in(300, p, 'just of age') then date '2008-01-01' + roll(p, 'which day', 3)::integer - 1
      when once_in(20, p, 'young') then date '2008-06-01' + roll(p, 'young day', 2500)::integer else date '1940-01-01' + roll(p, 'birth', 24000)::integer end birth_date,
    pick(['female', 'male', null], p, 'gender') gender, pick(['sv', 'fi', 'nb', 'da', 'en'], p, 'language') "language",
    date '2010-01-01' + roll(p, 'since', 5800)::integer member_since, once_in(180, p, 'died') deceased, once_in(260, p, 'protected') protected_identity
  from written order by p`;
