// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources in which faults are planted are full of them
import { caughtBy, type PlantedFault } from './planted-fault.js';

const inConcerned = caughtBy('campaign/concerned');
const inDevices = caughtBy('identity/devices');
const inMerges = caughtBy('identity/merged-persons', 'suppression/reach-by-hand');
const inTombstones = caughtBy('identity/refusal-digest', 'identity/tombstones');
const inProjects = caughtBy('runs/linked-project');
const inChanges = caughtBy('engines/changed-source');
const inKnownFiles = caughtBy('engines/cached-files');
const inKept = caughtBy('runs/kept-fields');

/** Faults of devices, merges and tombstones, and of what a project reads of them. */
export const linkFaults: readonly PlantedFault[] = [
  inDevices(
    'reference: a login at the instant of the event does not count',
    'identity/devices.ts',
    'from <= at',
    'from < at',
  ),
  inDevices(
    'reference: a tie goes to whoever is written last',
    'identity/devices.ts',
    'tied && last.personId !== personId ? undefined : personId',
    'personId',
  ),
  inDevices(
    'reference: logins after as-of count',
    'identity/devices.ts',
    'occurredAt !== undefined && occurredAt < asOf',
    'occurredAt !== undefined && asOf > 0',
  ),
  inDevices(
    'reference: devices are linked though linking is off',
    'campaign/event-persons.ts',
    'linkDevices ? (',
    'linkDevices || true ? (',
  ),
  inDevices(
    'reference: a login takes events of named profiles',
    'campaign/event-persons.ts',
    'if (profileId !== undefined) return',
    'if (profileId !== undefined && deviceId === undefined) return',
  ),
  inMerges(
    'reference: a merge hides states',
    'suppression/profile-evidence.ts',
    '[profile, ...merged]',
    '[profile, ...merged.slice(1)]',
  ),
  inMerges('reference: a merge carries no refusal', 'suppression/reach.ts', "return 'merge'", 'return undefined'),
  inMerges(
    'reference: a refusal on an address leaves the holder’s other addresses free',
    'suppression/reach.ts',
    'refusalKeys.some((given) => held.has(given))',
    'refusalKeys.some((given) => held.has(given) && identifier !== undefined && given === keyOf(identifier))',
  ),
  inMerges(
    'SQL: a shared address blocks the other person wholly',
    'suppression/reach-sql.ts',
    'return candidates.listing\n',
    'return kinds.length > 0\n',
  ),
  inTombstones(
    'reference: only one of the keys in use is tried',
    'identity/tombstones.ts',
    'for (const id of inUse)',
    'for (const id of inUse.slice(0, 1))',
  ),
  inTombstones(
    'reference: a tombstone is ended by a consent at the same instant',
    'suppression/rules/erased.ts',
    'ended === undefined || at >= ended',
    'ended === undefined || at > ended',
  ),
  inTombstones(
    'both: an import ends an erasure',
    'suppression/rules/erased.ts',
    "        { field: 'origin', in: ['data_subject'] },\n",
    '',
  ),
  inTombstones(
    'both: the kind is left out of the hash',
    'identity/refusal-digest.ts',
    'hmacSha256(key.hex, keyOf(canonical))',
    'hmacSha256(key.hex, canonical.refusalKey)',
  ),
  inTombstones(
    'both: the plus-tag stays in the hash',
    'identity/refusal-digest.ts',
    'keyOf(canonical))',
    'keyOf({ ...canonical, refusalKey: canonical.key }))',
  ),
  inTombstones(
    'both: erasures by others of the group do not count',
    'suppression/rules/erased.ts',
    "{ kind: 'tombstone', filter: [groupScope(request, policy)] }",
    "{ kind: 'tombstone', filter: [{ field: 'controller', in: [request.controller] }] }",
  ),
  inDevices(
    'SQL: a tie goes to the lowest id',
    'identity/devices.ts',
    'case when min(${person}) = max(${person}) then min(${person}) end',
    'min(${person})',
  ),
  inDevices(
    'SQL: a login at the instant of the event does not count',
    'identity/devices.ts',
    'order by moment)',
    'order by moment rows between unbounded preceding and 1 preceding)',
  ),
  inDevices('SQL: logins after as-of count', 'identity/devices.ts', 'l.occurred_at < ${asOf}', '${asOf} > 0'),
  inDevices(
    'SQL: a merged profile’s login counts for nobody',
    'identity/devices.ts',
    "const person = personSql(merged, name('l', 'profile_id'))",
    "const person = name('l', 'profile_id')",
  ),
  inDevices(
    'SQL: a device is nobody’s again after a tie',
    'identity/devices.ts',
    "case when min(${person}) = max(${person}) then min(${person}) end as person_id from ${links} as l${joinMerged(merged, name('l', 'profile_id'))} where ${counted} group by l.device_id, l.occurred_at",
    "min(${person}) as person_id from ${links} as l${joinMerged(merged, name('l', 'profile_id'))} where ${counted} group by l.device_id, l.occurred_at having min(${person}) = max(${person})",
  ),
  inConcerned(
    'SQL: nobody reads the addresses of those merged into whoever refuses',
    'campaign/concerned.ts',
    ' union select m.profile_id from ${merged} as m join concerned as c on c.person_id = m.person_id',
    '',
  ),
  inConcerned(
    'SQL: nobody reads the addresses of whoever refuses outside of every audience',
    'campaign/concerned.ts',
    'join([...persons, ...naming]',
    'join([...persons]',
  ),
  inConcerned(
    'SQL: nobody reads the addresses of whoever withdrew',
    'campaign/concerned.ts',
    "(not ${isTrue(inList(name('r', 'state'), SILENT_STATES))} or ",
    '(false or ',
  ),
  inConcerned(
    'SQL: records of whoever shares an address with a member are not kept',
    'identity/related.ts',
    ' union select h.person_id from ${held} as h join ${keys} as k on k.kind = h.kind and k.refusal_key = h.refusal_key',
    '',
  ),
  inConcerned(
    'SQL: records of those merged into whoever shares an address with a member are not kept',
    'identity/related.ts',
    ' union select m.profile_id from ${merged} as m join sharing as s on s.person_id = m.person_id',
    '',
  ),
  inMerges(
    'SQL: a merge hides states',
    'suppression/sql-ask.ts',
    'if (this.relations.mergedStates === undefined)',
    'if (this.relations.mergedStates !== null)',
  ),
  inMerges(
    'SQL: of merged birth dates the earliest counts',
    'identity/merged-states.ts',
    'max(p.birth_date)',
    "case when count(*) > 0 then '1970-01-01' end",
  ),
  inTombstones('SQL: a digest matches whatever the key', 'identity/tombstones.ts', 'd.key_id = t.key_id and ', ''),
  inTombstones(
    'SQL: the pads are exchanged',
    'identity/refusal-digest.ts',
    'const { inner, outer } = hmacPads(keyHex)',
    'const { inner: outer, outer: inner } = hmacPads(keyHex)',
  ),
  inTombstones(
    'SQL: long keys are not hashed first',
    'identity/digest.ts',
    'given.length > BLOCK_BYTES ?',
    'given.length > 4 * BLOCK_BYTES ?',
  ),
  inProjects(
    'SQL: a tombstone without its key is passed over',
    'identity/tombstones.ts',
    "{ query: firstOf(tombstones, unmatchable('key_id', Object.keys(keys))), error: missingKey },",
    '',
  ),
  inProjects(
    'SQL: a tombstone of an unknown version is passed over',
    'identity/tombstones.ts',
    "{ query: firstOf(tombstones, unmatchable('normaliser', normalisers)), error: unknownNormaliser },",
    '',
  ),
  inProjects(
    'SQL: explain does not see who logged in next',
    'campaign/about-person.ts',
    "anyOf([known('profile_id'), ...devices])",
    "anyOf([known('profile_id')])",
  ),
  inProjects(
    'SQL: explain does not see tombstones',
    'identity/tombstones.ts',
    ' or exists (select 1 from ${matched} as s where s.source = t.source and s.row = t.row)',
    '',
  ),
  inProjects(
    'sources: a digest in capitals is another digest',
    'sources/relations/tombstone.ts',
    "sql`lower(${cells.value('digest')})`",
    "cells.value('digest')",
  ),
  inProjects(
    'sources: a login without a time is kept',
    'sources/relations/person.ts',
    ", without('login', 'occurredAt')",
    '',
  ),
  inKept(
    'SQL: what a store says is looked at only as far as a source says it too',
    'engines/duckdb/kept-data.ts',
    'own.has(kind) || ',
    '',
  ),
  inChanges(
    'files are not held against what they were once the last of them is read',
    'engines/duckdb/source-data.ts',
    'for (const { source } of prepared) await requireUnchanged(source.source, source.files);',
    '',
  ),
  inKnownFiles(
    'what was seen of a file that was written just then is known of it later',
    'sources/known-files.ts',
    'known === undefined || !file.settled',
    'known === undefined',
  ),
  inKnownFiles(
    'the time at which the system changed a file is no part of its stamp',
    'sources/files.ts',
    '[size, mtimeNs, ctimeNs, ino, dev]',
    '[size, mtimeNs]',
  ),
];
