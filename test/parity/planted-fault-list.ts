/** A fault: one place in the source, and what a tired programmer could have written there. */
export interface PlantedFault {
  readonly says: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
  /** The test file that must catch it; the parity of generated ledgers where none is named. */
  readonly by?: string;
}

const fault = (says: string, file: string, find: string, put: string): PlantedFault => ({ says, file, find, put });

/** Faults of one face, which the other face must betray. */
export const oneSided: readonly PlantedFault[] = [
  fault('a lift at the same instant lifts', 'suppression/standing.ts', 'lifted <= record.at', 'lifted < record.at'),
  fault(
    'a lift at the same instant lifts, in SQL',
    'suppression/standing.ts',
    "${name('l', 'at')} > ${name('r', 'at')}",
    "${name('l', 'at')} >= ${name('r', 'at')}",
  ),
  fault(
    'a lift needs no evidence',
    'suppression/standing.ts',
    'if (!matchesRow(lifting.lifts, record) || record.knownAt > context.asOf) continue;',
    "if ((record as { state?: string }).state !== 'lifted' || record.knownAt > context.asOf) continue;",
  ),
  fault(
    'a replay forgets refusals known just then',
    'suppression/standing.ts',
    'laterRefusalsCount ? [] : [sql`known_at <= ${asOf}`]',
    'laterRefusalsCount ? [] : [sql`known_at < ${asOf}`]',
  ),
  fault(
    'a list for sending ignores later refusals',
    'suppression/standing.ts',
    'laterRefusalsCount || knownAt <= asOf;',
    'knownAt <= asOf;',
  ),
  fault(
    'permissions count before they are known',
    'suppression/standing.ts',
    '${allOf([...filterSql(permitting[kind]), sql`known_at <= ${asOf}`])}',
    '${allOf(filterSql(permitting[kind]))} and ${asOf} > 0',
  ),
  fault(
    'consent at the instant of withdrawal holds',
    'suppression/grounds/consent.ts',
    'b === undefined || a > b',
    'b === undefined || a >= b',
  ),
  fault(
    'consent at the instant of withdrawal holds, in SQL',
    'suppression/grounds/consent.ts',
    '${grant} > ${stop}',
    '${grant} >= ${stop}',
  ),
  fault(
    'withdrawn and refused change places',
    'suppression/grounds/consent.ts',
    '${at.refused} = ${stop}',
    '${at.refused} <> ${stop}',
  ),
  fault(
    'pending consent counts as consent elsewhere',
    'suppression/grounds/consent.ts',
    'when ${elsewhere} is not null',
    'when ${at.any} is not null or ${elsewhere} is not null and false',
  ),
  fault(
    'a sale at as-of counts',
    'suppression/person-rows.ts',
    'sql`occurred_at < ${to}`',
    'sql`occurred_at <= ${to}`',
  ),
  fault(
    'a sale at the limit does not count',
    'suppression/reference-view.ts',
    'sale.occurredAt >= from',
    'sale.occurredAt > from',
  ),
  fault('a merge carries the soft opt-in', 'suppression/person-rows.ts', 'sql`profile_id = person_id`', 'sql`true`'),
  fault(
    'a shared address does not carry a refusal',
    'suppression/sql-ask.ts',
    '...(kinds.length === 0 ? [] : [shared])',
    '',
  ),
  fault(
    'a shared address does not carry a refusal, in memory',
    'suppression/reach.ts',
    "reachedBy.some((key) => theirs.has(key)) ? 'shared_identifier' : undefined",
    "theirs.size < 0 ? 'shared_identifier' : undefined",
  ),
  fault(
    'a refusal of a merged profile is lost',
    'suppression/sql-ask.ts',
    "  { merged, holders }: IdentityTables,\n): readonly Sql[] {\n  const person = personSql(merged, name('a', 'profile_id'));",
    "  { merged, holders }: IdentityTables,\n): readonly Sql[] {\n  const person = name('a', 'profile_id');",
  ),
  fault(
    'a permission of a profile for its address is lost',
    'suppression/sql-ask.ts',
    'where a.profile_id is null or a.profile_id = c.person_id',
    'where a.profile_id is null',
  ),
  fault(
    'a permission for an address serves every address',
    'suppression/sql-ask.ts',
    '`${own} where not a.addressed`',
    '`${own}`',
  ),
  fault(
    'a permission reaches whoever shares the address',
    'suppression/reach.ts',
    'if (profileId !== undefined && profileId !== personId) return false;',
    'if (profileId !== undefined && profileId !== personId && identifiers.length === 0) return false;',
  ),
  fault(
    'former addresses are forgotten',
    'identity/identity-tables.ts',
    'from ${identifiers} where key is not null`',
    'from ${identifiers} where key is not null and not former`',
  ),
  fault(
    'odd e-mail addresses are no addresses',
    'identity/identity-tables.ts',
    'sql`coalesce(${certainEmailSql(raw)}, e.key)`',
    'certainEmailSql(raw)',
  ),
  fault(
    'the country of a number may be missing on one side',
    'identity/identity-tables.ts',
    'f.country is not distinct from ${country(own)}',
    'f.country = ${country(own)}',
  ),
  fault(
    'a tag is not folded',
    'identity/email.ts',
    'return plus === -1 || plus > at ? canonical',
    'return plus >= -1 || plus > at ? canonical',
  ),
  fault(
    'a tag is folded one character late',
    'identity/email-sql.ts',
    "substr(${canonical}, 1, strpos(${canonical}, '+') - 1)",
    "substr(${canonical}, 1, strpos(${canonical}, '+'))",
  ),
  fault('letter case is kept', 'identity/email.ts', 'visibleText(raw)?.toLowerCase()', 'visibleText(raw)?.trim()'),
  fault(
    'a merge known at as-of does not count',
    'identity/directory.ts',
    '(link.occurredAt ?? asOf) <= asOf',
    '(link.occurredAt ?? asOf) < asOf',
  ),
  fault('a former address is a candidate', 'campaign/decision-queries.ts', 'and not former group by', 'group by'),
  fault(
    'an invalid address beside a valid one is a candidate',
    'campaign/decision-queries.ts',
    'where key is not null or any_key is null',
    'where true',
  ),
  fault(
    'preference decides before clearance',
    'campaign/decision-queries.ts',
    'order by case when mask = 0 then 0 else 1 end, kind, rank, key',
    'order by kind, rank, key',
  ),
  fault(
    'only the first address gives reasons',
    'campaign/decision-queries.ts',
    'then 0 else every_mask end',
    'then 0 else mask end',
  ),
  fault('preference is ignored', 'campaign/candidates.ts', 'a.rank - b.rank ||', ''),
  fault(
    'text in UTF-16 order',
    'model/text.ts',
    'isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1',
    'x - y',
  ),
  fault('a return takes no line back', 'segments/measures/count.ts', 'then -1 else 1 end', 'then 0 else 1 end'),
  fault('a return counts as the last purchase', 'segments/measures/measure-twin.ts', "[sql`type = ${'sale'}`]", '[]'),
  fault('a row without receipt is a receipt', 'sql/aggregates.ts', 'where ${key} is not null group by', 'group by'),
  fault('fuel_card is fuel', 'segments/row-filter.ts', 'value.startsWith(`${path}/`)', 'value.startsWith(path)'),
  fault(
    'consent holds at its end',
    'segments/row-filter.ts',
    '(${column} is null or ${column} > ${test.absentOrAfter})',
    '(${column} is null or ${column} >= ${test.absentOrAfter})',
  ),
  fault(
    'an hour of winter time counts twice',
    'campaign/counted-relation.ts',
    'b.counted_at < z.to_at',
    'b.counted_at <= z.to_at',
  ),
  fault(
    'days are days of UTC',
    'campaign/counted-relation.ts',
    'b.counted_at + z.minutes * ${MINUTE}',
    'b.counted_at + z.minutes * ${MINUTE} * 0',
  ),
  fault(
    'days before 1970 are cut towards zero',
    'sql/dialects/duckdb.ts',
    '`((${a}) - (((${a}) % (${b})) + (${b})) % (${b})) // (${b})`',
    '`(${a}) // (${b})`',
  ),
  fault(
    'behaviour of merged profiles is lost',
    'campaign/reference-run.ts',
    'views.get(within.personOf(purchase.profileId))',
    'views.get(purchase.profileId)',
  ),
  fault('of age one day late', 'suppression/rules/profile-state.ts', 'birthDate > latest', 'birthDate >= latest'),
  fault(
    'an unknown country is fine',
    'suppression/rules/profile-state.ts',
    'sql`(${own} is null or (${foreign}))`',
    'isTrue(foreign)',
  ),
  fault(
    'one missing ground is enough to refuse',
    'suppression/rules/no-ground.ts',
    'const none = allOf(',
    'const none = anyOf(',
  ),
  fault(
    'a consent at the instant of the opt-out ends it',
    'suppression/rules/opt-outs.ts',
    '${at} >= ${endedAt}',
    '${at} > ${endedAt}',
  ),
  fault(
    'a cap is reached one contact too late',
    'suppression/rules/frequency-cap.ts',
    '${ask.contacts(query)} >= ${count}',
    '${ask.contacts(query)} > ${count}',
  ),
  fault(
    'a contact told twice counts twice',
    'suppression/person-rows.ts',
    'select distinct ${personOfRow(merged)}, ',
    'select ${personOfRow(merged)}, ',
  ),
  fault(
    'contacts of merged profiles are lost',
    'suppression/person-rows.ts',
    'profileId === undefined ? undefined : personOf(profileId);',
    'profileId;',
  ),
  fault(
    'a bounce is about every address',
    'suppression/reach.ts',
    "return identifier !== undefined && refusalKeys.includes(keyOf(identifier)) ? 'identifier' : undefined;",
    "if (identifier !== undefined && refusalKeys.includes(keyOf(identifier))) return 'identifier';",
  ),
  fault(
    'a soft bounce at the edge of the window counts',
    'suppression/reference-view.ts',
    'record.at <= after',
    'record.at < after',
  ),
  fault(
    'a report told twice counts twice',
    'suppression/sql-ask.ts',
    "select distinct ${join(content, ', ')} from ${standing}",
    "select ${join(content, ', ')} from ${standing}",
  ),
  fault(
    'legitimate interest outlives a withdrawal',
    'suppression/grounds/legitimate-interest.ts',
    '(${concerned} and ${withdrawn} is null and ${refused} is null)',
    '(${concerned} and ${refused} is null)',
  ),
  fault(
    'sole traders are companies',
    'suppression/grounds/company.ts',
    "profile.party === 'company' &&",
    "profile.party !== undefined && profile.party !== 'consumer' &&",
  ),
  fault(
    'calling hours of nobody knows which country are open',
    'suppression/rules/quiet-hours.ts',
    'campaign === undefined ? there : sql`(${there} or ${country} is null)`',
    'there',
  ),
];
