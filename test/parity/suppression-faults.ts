// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources in which faults are planted are full of them
import { caughtBy, type PlantedFault } from './planted-fault.js';

const inCompany = caughtBy('suppression/company');
const inConsent = caughtBy('suppression/consent');
const inContactPolicy = caughtBy('suppression/contact-policy');
const inDataUse = caughtBy('suppression/data-use');
const inDeliverability = caughtBy('suppression/deliverability');
const inManyFacts = caughtBy('campaign/many-facts');
const inObjections = caughtBy('suppression/objections');
const inOptOuts = caughtBy('suppression/opt-outs');
const inPersonState = caughtBy('suppression/person-state');
const inReach = caughtBy('suppression/reach');
const inRegisters = caughtBy('suppression/registers');
const inSoftOptIn = caughtBy('suppression/soft-opt-in');

/** Faults of the rules, of the grounds and of reach: of one face, which the other or the table must betray. */
export const suppressionFaults: readonly PlantedFault[] = [
  inObjections(
    'a lift at the same instant lifts',
    'suppression/standing.ts',
    'lifted <= record.at',
    'lifted < record.at',
  ),
  inObjections(
    'a lift at the same instant lifts, in SQL',
    'suppression/standing.ts',
    "${name('l', 'at')} > ${name('r', 'at')}",
    "${name('l', 'at')} >= ${name('r', 'at')}",
  ),
  inObjections(
    'a lift needs no evidence',
    'suppression/standing.ts',
    'if (!matchesRow(lifting.lifts, record) || record.knownAt > context.asOf) continue;',
    "if ((record as { state?: string }).state !== 'lifted' || record.knownAt > context.asOf) continue;",
  ),
  inObjections(
    'a replay forgets refusals known just then',
    'suppression/standing.ts',
    'laterRefusalsCount ? [] : [sql`known_at <= ${asOf}`]',
    'laterRefusalsCount ? [] : [sql`known_at < ${asOf}`]',
  ),
  inObjections(
    'a list for sending ignores later refusals',
    'suppression/standing.ts',
    'laterRefusalsCount || knownAt <= asOf;',
    'knownAt <= asOf;',
  ),
  inConsent(
    'permissions count before they are known',
    'suppression/standing.ts',
    '${allOf([...filterSql(permitting[kind]), sql`known_at <= ${asOf}`])}',
    '${allOf(filterSql(permitting[kind]))} and ${asOf} > 0',
  ),
  inConsent(
    'consent at the instant of withdrawal holds',
    'suppression/grounds/consent.ts',
    'b === undefined || a > b',
    'b === undefined || a >= b',
  ),
  inConsent(
    'consent at the instant of withdrawal holds, in SQL',
    'suppression/reached-facts.ts',
    'a.at > ${at}',
    'a.at >= ${at}',
  ),
  inConsent(
    'withdrawn and refused change places',
    'suppression/grounds/consent.ts',
    'ask.blockedLast(refused, withdrawn)',
    'ask.blockedLast(withdrawn, refused)',
  ),
  inConsent(
    'pending consent counts as consent elsewhere',
    'suppression/grounds/consent.ts',
    'when ${ask.granted(queries.elsewhere)}',
    'when ${ask.granted(queries.any)}',
  ),
  inSoftOptIn(
    'a sale at as-of counts',
    'suppression/person-rows.ts',
    'sql`occurred_at < ${to}`',
    'sql`occurred_at <= ${to}`',
  ),
  inRegisters(
    'a sale at the limit does not count',
    'suppression/reference-view.ts',
    'sale.occurredAt >= from',
    'sale.occurredAt > from',
  ),
  inSoftOptIn(
    'a merge carries the soft opt-in',
    'suppression/person-rows.ts',
    'sql`profile_id = person_id`',
    'sql`true`',
  ),
  inReach('what two hold is not shared', 'identity/related.ts', 'having count(*) > 1', 'having count(*) > 2'),
  inReach('a shared address does not carry a refusal', 'suppression/reach-sql.ts', ', ...some(theirs, shared)]', ']'),
  inReach(
    'a shared address does not carry a refusal, in memory',
    'suppression/reach.ts',
    "reachedBy.some((key) => theirs.has(key)) ? 'shared_identifier' : undefined",
    "theirs.size < 0 ? 'shared_identifier' : undefined",
  ),
  inReach(
    'a refusal of a merged profile is lost',
    'suppression/rule-scans.ts',
    "personSql(this.merged, name('r', 'profile_id'))",
    "name('r', 'profile_id')",
  ),
  inReach(
    'a permission of a profile for its address is lost',
    'suppression/reach-sql.ts',
    'where a.profile_id is null or a.profile_id = c.person_id',
    'where a.profile_id is null',
  ),
  inReach(
    'a permission for an address serves every address',
    'suppression/reach-sql.ts',
    '`${own} where not a.addressed`',
    '`${own}`',
  ),
  inReach(
    'a permission reaches whoever shares the address',
    'suppression/reach-sql.ts',
    'where a.profile_id is null or a.profile_id = c.person_id',
    'where a.profile_id is null or true',
  ),
  inReach(
    'a permission for an address serves every address, in memory',
    'suppression/reach.ts',
    '(profileId !== undefined && !addressed)',
    'profileId !== undefined',
  ),
  inSoftOptIn(
    'a sale just as long ago as the soft opt-in lasts does not count',
    'suppression/person-rows.ts',
    'row.occurredAt >= from',
    'row.occurredAt > from',
  ),
  inPersonState(
    'of age one day late',
    'suppression/rules/profile-state.ts',
    'birthDate > latest',
    'birthDate >= latest',
  ),
  inPersonState(
    'an unknown country is fine',
    'suppression/rules/profile-state.ts',
    'sql`${own} is null or ${foreign}`',
    'foreign',
  ),
  inConsent(
    'one missing ground is enough to refuse',
    'suppression/rules/no-ground.ts',
    'const none = allOf(',
    'const none = anyOf(',
  ),
  inOptOuts(
    'whatever consent ends an opt-out',
    'suppression/sql-ask.ts',
    'not ${this.granted(ending, [query])}',
    'not ${this.granted(ending)}',
  ),
  inContactPolicy(
    'a cap is reached one contact too late',
    'suppression/rules/frequency-cap.ts',
    'ask.contacted(query, count)',
    'ask.contacted(query, count + 1)',
  ),
  inContactPolicy(
    'a contact told twice counts twice',
    'suppression/person-rows.ts',
    'select distinct person_id, ',
    'select person_id, ',
  ),
  inContactPolicy(
    'contacts of merged profiles are lost',
    'suppression/person-rows.ts',
    'profileId === undefined ? undefined : personOf(profileId);',
    'profileId;',
  ),
  inDeliverability(
    'a bounce is about every address',
    'suppression/reach.ts',
    "return identifiers.some(({ kind, key }) => kind === identifier?.kind && key === identifier.key)\n      ? 'identifier'\n      : undefined;",
    "if (identifiers.some(({ kind, key }) => kind === identifier?.kind && key === identifier.key)) return 'identifier';",
  ),
  inDeliverability(
    'a bounce is about the base form',
    'suppression/reach.ts',
    'return identifiers.some(({ kind, key }) => kind === identifier?.kind && key === identifier.key)',
    'return identifiers.some((one) => identifier !== undefined && keyOf(one) === keyOf(identifier))',
  ),
  inContactPolicy(
    'a soft bounce at the edge of the window counts',
    'suppression/reference-view.ts',
    'record.at <= after',
    'record.at < after',
  ),
  inContactPolicy(
    'a report told twice counts twice',
    'suppression/sql-ask.ts',
    "select distinct ${join(content, ', ')} from ${standing}",
    "select ${join(content, ', ')} from ${standing}",
  ),
  inCompany(
    'legitimate interest outlives a withdrawal',
    'suppression/grounds/legitimate-interest.ts',
    '(${concerned} and not ${withdrawn} and not ${refused})',
    '(${concerned} and not ${refused})',
  ),
  inCompany(
    'sole traders are companies',
    'suppression/grounds/company.ts',
    "profile.party === 'company' &&",
    "profile.party !== undefined && profile.party !== 'consumer' &&",
  ),
  inContactPolicy(
    'calling hours of nobody knows which country are open',
    'suppression/rules/quiet-hours.ts',
    'campaign === undefined ? there : sql`${there} or ${own} is null`',
    'there',
  ),
  inDataUse(
    'data may be read that were refused and given at one instant',
    'suppression/rules/data-use.ts',
    'givenAt > refusedAt)',
    'givenAt >= refusedAt)',
  ),
  inDataUse(
    'what is hidden needs no rows, in SQL',
    'suppression/rules/data-use.ts',
    'allOf([present, sql`not ${ask.granted(given, [refused])}`, ...refuses])',
    'allOf([sql`not ${ask.granted(given, [refused])}`, ...refuses])',
  ),
  inManyFacts(
    'all facts are in one word, however many there are',
    'suppression/fact-words.ts',
    '`${this.hint}_${Math.floor(place / WORD) + 1}`',
    '`${this.hint}_1`',
  ),
  inConsent(
    'a consent is later than any one of the refusals',
    'suppression/reached-facts.ts',
    "allOf([holdsBit(name('a', bit.word), bit), ...later])",
    "allOf([holdsBit(name('a', bit.word), bit), anyOf(later)])",
  ),
  inRegisters(
    'whoever is listed at the instant of the version is not, in SQL',
    'suppression/sql-ask.ts',
    '${since} is null or ${at} >= ${since}',
    '${since} is null or ${at} > ${since}',
  ),
];
