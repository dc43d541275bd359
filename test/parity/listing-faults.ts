// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources in which faults are planted are full of them
import { caughtBy, type PlantedFault } from './planted-fault.js';

const SERVICES = 'export/listing-services';
const byVectors = caughtBy(`${SERVICES}/vectors`);
const byParity = caughtBy(`${SERVICES}/sql-parity`);
const byRows = caughtBy(`${SERVICES}/match-rows`);

const services = (file: string): string => `${SERVICES}/${file}.ts`;

/** Faults of what listing services are given: in the rules, in their SQL, and in how lists are rendered. */
export const listingFaults: readonly PlantedFault[] = [
  byVectors(
    'listing: dots stay at Gmail',
    services('google-email'),
    "parts(baseEmail(canonical)).local.replaceAll('.', '')",
    'parts(baseEmail(canonical)).local',
  ),
  byVectors(
    'listing: an identity number may come out of the dots',
    services('google-email'),
    'local !== bare && nationalIdCountry(bare) !== undefined',
    'local === bare && nationalIdCountry(bare) !== undefined',
  ),
  byVectors(
    'listing: one suffix is taken off',
    services('google-names'),
    "return 'value' in again ? bareName(pattern, again.value) : again;",
    'return again;',
  ),
  byVectors('listing: þ is t', services('transliterate'), "þ: 'th'", "þ: 't'"),
  byVectors(
    'listing: a hash is hashed',
    services('written-field'),
    "rule.encoding !== 'plain' && HASH.test(raw.trim())",
    "rule.encoding === 'plain' && HASH.test(raw.trim())",
  ),
  byVectors(
    'listing: a British code keeps its last letters at Meta',
    services('meta-fields'),
    "if (country === 'GB')",
    "if (country === 'UK')",
  ),
  byVectors(
    'listing: the country stays before a postal code',
    services('google-postal-code'),
    'if (bare(end) === canonical)',
    'if (bare(end).endsWith(canonical))',
  ),
  byParity(
    'listing: SQL knows one of the domains of Gmail',
    services('google-email'),
    "strpos(${canonical}, '@') + 1)`, GMAIL)",
    "strpos(${canonical}, '@') + 1)`, GMAIL.slice(0, 1))",
  ),
  byParity(
    'listing: SQL lets an identity number come out of the dots',
    services('google-email'),
    "sql`not ${call('matches', local, literal(NATIONAL_ID_SHAPE))}`",
    "sql`not ${call('matches', local, literal('never'))}`",
  ),
  byParity(
    'listing: SQL hashes encoded domains',
    services('email-domain'),
    "strpos(${canonical}, 'xn--') = 0",
    "strpos(${canonical}, 'xn--') < 999",
  ),
  byParity(
    'listing: SQL keeps the plus at Meta',
    services('meta-fields'),
    'sql`substr(${canonical}, 2)`',
    'sql`substr(${canonical}, 1)`',
  ),
  byParity(
    'listing: SQL leaves suffixes on',
    services('google-names'),
    "case when not ${call('matches', canonical, literal(HAS_SUFFIX_SQL))}",
    "case when not ${call('matches', canonical, literal('never'))}",
  ),
  byParity(
    'listing: SQL hashes a name that became a placeholder',
    services('saying-something'),
    "or not ${call('matches', spelled, literal(PLACEHOLDER_NAMES))}",
    "or not ${call('matches', spelled, literal('never'))}",
  ),
  byParity(
    'listing: SQL hashes placeholders',
    'identity/name-sql.ts',
    "not ${call('matches', text, literal(PLACEHOLDER_NAMES))}",
    "not ${call('matches', text, literal('never'))}",
  ),
  byParity(
    'listing: SQL takes a digest for a name',
    'identity/name-sql.ts',
    'const LONGEST = 30;',
    'const LONGEST = 99;',
  ),
  byParity(
    'listing: SQL takes zeros for a postal code',
    'identity/field-sql.ts',
    "${code} <> ${'0'.repeat(digits)}",
    "${code} <> 'never'",
  ),
  byParity(
    'listing: SQL takes a device that hides for one',
    'identity/field-sql.ts',
    'not ${matches(uuid, SAME_DIGIT)}',
    "not ${matches(uuid, 'never')}",
  ),
  byParity(
    'listing: SQL writes the text of a digest in base64',
    services('encoding'),
    "call('base64', call('unhex', call('sha256', text)))",
    "call('base64', call('utf8', call('sha256', text)))",
  ),
  byParity(
    'listing: whoever has no country is joined to nothing',
    'campaign/certain-texts.ts',
    "${name(alias, 'country')} is not distinct from ${country}",
    "${name(alias, 'country')} = ${country}",
  ),
  byParity(
    'listing: the reference lets no country stand in',
    'campaign/render-reference.ts',
    'profile.country ?? fallbackCountry',
    'profile.country',
  ),
  byParity(
    'listing: SQL has identifiers in the order of the alphabet',
    'campaign/rendered-columns.ts',
    "literal(TEXT_END), name('rank'), name('raw'))",
    "literal(TEXT_END), name('raw'))",
  ),
  byRows('listing: SQL sends former identifiers', 'campaign/rendered-columns.ts', ' and not i.former', ' and i.former'),
  byRows(
    'listing: half an address is sent',
    services('match-rows'),
    'if (together.every((key) => values[key] !== undefined)) return;',
    'if (together.some((key) => values[key] !== undefined)) return;',
  ),
  byRows(
    'listing: a list that is refused whole is rendered',
    'campaign/list-refusals.ts',
    'rows: noRows,\n    rendered: noRows,',
    'rows: noRows,',
  ),
  byRows(
    'listing: the shorter name is not repeated',
    services('match-rows'),
    'Math.min(i, names.length - 1)',
    'Math.min(i, names.length)',
  ),
];
