// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources in which faults are planted are full of them
import { caughtBy, type PlantedFault } from './planted-fault.js';

const inIdentityDirectory = caughtBy('identity/directory');
const inIdentityEmail = caughtBy('identity/email');
const inIdentitySqlParity = caughtBy('identity/sql-parity');
const inModelText = caughtBy('model/text');
const inSegmentsAggregate = caughtBy('segments/aggregate');
const inSegmentsAggregateEdges = caughtBy('segments/aggregate-edges');
const inChannels = caughtBy('suppression/channels');
const inConsent = caughtBy('suppression/consent');
const inReach = caughtBy('suppression/reach');
const inSoftOptIn = caughtBy('suppression/soft-opt-in');

/** Faults of who is in an audience, by which address, and of what counts as theirs: of one face, which the other or the table must betray. */
export const audienceFaults: readonly PlantedFault[] = [
  inReach(
    'former addresses are forgotten',
    'identity/identity-tables.ts',
    'from ${identifiers} where key is not null`',
    'from ${identifiers} where key is not null and not former`',
  ),
  inIdentitySqlParity(
    'odd e-mail addresses are no addresses',
    'identity/written-identifiers.ts',
    'coalesce(w.certain, e.key) as key',
    'w.certain as key',
  ),
  inIdentitySqlParity(
    'the country of a number may be missing on one side',
    'identity/written-identifiers.ts',
    'f.country is not distinct from w.country',
    'f.country = w.country',
  ),
  inIdentityEmail(
    'a tag is not folded',
    'identity/email.ts',
    'return plus === -1 || plus > at ? canonical',
    'return plus >= -1 || plus > at ? canonical',
  ),
  inIdentitySqlParity(
    'a tag is folded one character late',
    'identity/email-sql.ts',
    "substr(${canonical}, 1, strpos(${canonical}, '+') - 1)",
    "substr(${canonical}, 1, strpos(${canonical}, '+'))",
  ),
  inIdentityEmail(
    'letter case is kept',
    'identity/email.ts',
    'visibleText(raw)?.toLowerCase()',
    'visibleText(raw)?.trim()',
  ),
  inIdentityDirectory(
    'a merge known at as-of does not count',
    'identity/directory.ts',
    '(link.occurredAt ?? asOf) <= asOf',
    '(link.occurredAt ?? asOf) < asOf',
  ),
  inChannels(
    'a former address is a candidate',
    'campaign/decision-queries.ts',
    'channelIdentifiers(channel))} and not former',
    'channelIdentifiers(channel))}',
  ),
  inChannels(
    'an invalid address beside a valid one is a candidate',
    'campaign/decision-queries.ts',
    '(key is not null and ${usable})',
    '(key is not null)',
  ),
  inChannels(
    'preference decides before clearance',
    'campaign/decision-queries.ts',
    'count(*) ${cleared} > 0',
    "${call('first_by', mask, name('place'))} = 0",
  ),
  inChannels(
    'preference decides which address is written to before clearance',
    'campaign/decision-queries.ts',
    '${cleared} as ${address}',
    'as ${address}',
  ),
  inChannels(
    'only the first address gives reasons',
    'campaign/decision-queries.ts',
    "else ${call('bit_or', mask)} end",
    "else ${call('first_by', mask, name('place'))} end",
  ),
  inChannels('preference is ignored', 'campaign/candidates.ts', 'a.rank - b.rank ||', ''),
  inModelText(
    'text in UTF-16 order',
    'model/text.ts',
    'isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1',
    'x - y',
  ),
  inSegmentsAggregate(
    'a return takes no line back',
    'segments/measures/units.ts',
    'then -1 else 1 end',
    'then 0 else 1 end',
  ),
  inSegmentsAggregate(
    'a return counts as the last purchase',
    'segments/measures/measure-twin.ts',
    "[sql`type = ${'sale'}`]",
    '[]',
  ),
  inSegmentsAggregate(
    'a row without receipt is a receipt',
    'sql/aggregates.ts',
    'where ${key} is not null group by',
    'group by',
  ),
  inSoftOptIn('fuel_card is fuel', 'segments/row-filter.ts', 'value.startsWith(`${path}/`)', 'value.startsWith(path)'),
  inConsent(
    'consent holds at its end',
    'segments/row-filter.ts',
    '(${column} is null or ${column} > ${test.absentOrAfter})',
    '(${column} is null or ${column} >= ${test.absentOrAfter})',
  ),
  inSegmentsAggregateEdges(
    'an hour of winter time counts twice',
    'campaign/counted-relation.ts',
    'b.counted_at < z.to_at',
    'b.counted_at <= z.to_at',
  ),
  inSegmentsAggregate(
    'days are days of UTC',
    'campaign/counted-relation.ts',
    'b.counted_at + z.minutes * ${MINUTE}',
    'b.counted_at + z.minutes * ${MINUTE} * 0',
  ),
  inSegmentsAggregateEdges(
    'days before 1970 are cut towards zero',
    'sql/dialects/duckdb.ts',
    '`((${a}) - (((${a}) % (${b})) + (${b})) % (${b})) // (${b})`',
    '`(${a}) // (${b})`',
  ),
  inSegmentsAggregateEdges(
    'behaviour of merged profiles is lost',
    'campaign/reference-run.ts',
    'views.get(within.personOf(purchase.profileId))',
    'views.get(purchase.profileId)',
  ),
];
