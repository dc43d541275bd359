import { type DigestKeys, requireDigestKeys } from '../model/digest-keys.js';
import { parseAsOf } from '../model/instant.js';
import { type AttributeSchema, type Records, type RecordsInput, readRecords } from '../model/records.js';
import type { RateTable } from '../segments/rates.js';
import { checkSegment } from '../segments/read-segment.js';
import { requireRates } from '../segments/require-rates.js';
import { membersAmong, type Segment } from '../segments/segment.js';
import { checkZone } from '../segments/zone.js';
import { name, type Sql, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { type Policy, policyWords } from '../suppression/policy.js';
import { referenceBoundaries } from './boundaries.js';
import { boundaryReports } from './boundary-reports.js';
import type { Engine, RunDefinition, SegmentMembers } from './engine.js';
import { idListReports } from './id-list-reports.js';
import { knownOptions } from './known-options.js';
import { populationOf } from './reference-run.js';
import type { Relations } from './relations.js';
import { type Check, runChecks } from './run-checks.js';
import { memberships, universeOf, universeQuery } from './universe.js';
import type { AskedFit, AskedList } from './universe-columns.js';

/** The same as {@link compileMembers}, by the reference. */
export function referenceMembers(run: RunDefinition, records: Records, segment: Segment): SegmentMembers {
  const population = populationOf(run, records);
  const directory = population.directory(undefined);
  const persons = population.persons(directory);
  requireRates([segment], persons, run);
  const members = membersAmong(segment, persons, run).map(({ profile }) => profile.id);
  return {
    universe: persons.length,
    count: members.length,
    members: { [Symbol.asyncIterator]: () => inTurn(members) },
    idLists: idListReports([segment], directory),
    boundaries: boundaryReports([segment], referenceBoundaries(run, records, [segment])),
  };
}

async function* inTurn<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** The same in SQL: `counts` gives one row of `universe` and `members`, `members` the ids in order. */
export interface CompiledMembers {
  readonly counts: Sql;
  readonly members: Sql;
  readonly checks: readonly Check[];
  readonly idLists: readonly AskedList[];
  readonly fits: readonly AskedFit[];
}

export function compileMembers(
  plan: PlanBuilder,
  relations: Relations,
  run: RunDefinition,
  segment: Segment,
): CompiledMembers {
  const universe = universeOf(plan, relations, run);
  const asked = memberships(universe, [segment]);
  const everybody = plan.table('membership', universeQuery(universe, asked));
  const isMember = name(asked[0]?.column ?? '');
  return {
    counts: sql`select count(*) as universe, count(*) filter (where ${isMember}) as members from ${everybody}`,
    members: sql`select person_id from ${everybody} where ${isMember} order by person_id`,
    checks: [...runChecks(universe.profile, []), ...universe.checks],
    idLists: universe.columns.lists,
    fits: universe.columns.fits,
  };
}

/** As of when, and with what was known, persons are looked at. */
export interface PersonsOptions {
  /** Its words are those that records may name. */
  readonly policy: Policy;
  /** ISO 8601 with offset, whole milliseconds. */
  readonly asOf: string;
  /** IANA zone of calendar windows and days; UTC where it is not given. */
  readonly zone?: string;
  readonly attributes?: AttributeSchema;
  /** What amounts in other currencies are converted by. */
  readonly rates?: RateTable;
  /** ISO 8601 with offset: purchases and events that their source recorded later are not seen; as-of where it is not given. */
  readonly knownAt?: string;
  /** Evaluate with what was known at as-of. */
  readonly replay?: boolean;
  /** Whether events on a device count for whoever logged in on it; off where it is not given. */
  readonly linkDevices?: boolean;
  readonly keys?: DigestKeys;
}

interface MembersOptions extends PersonsOptions {
  readonly segment: Segment;
}

/** Which segment, over which records, as of when. */
export type SegmentMembersOptions = MembersOptions & ({ readonly records: RecordsInput } | { readonly engine: Engine });

/**
 * Who is in a segment, in memory over plain records or on an engine; the meaning is the same.
 *
 * Members are nobody’s list: no refusal was looked at. `clearAudience` gives what may be sent to.
 *
 * @throws {ClearlistError} `definition-invalid`, `as-of-invalid`, `input-invalid`, `rows-lost`, `duplicate-id`.
 *
 * @example
 * const { count, members } = await segmentMembers({ segment: segment('swedes', field('country').is('SE')), records, policy: okq8, asOf });
 * for await (const id of members) console.log(id);
 */
export async function segmentMembers(options: SegmentMembersOptions): Promise<SegmentMembers> {
  const { segment } = options;
  const run = personsRun(options);
  checkSegment(segment, run, `segments.${segment.id}`);
  if (!('records' in options)) return options.engine.members({ run, segment });
  const { words, attributes } = run;
  return referenceMembers(run, readRecords(options.records, { ...words, attributes }), segment);
}

/** The run of whoever looks at persons and sends nothing. */
export function personsRun({ policy, zone = 'UTC', attributes = {}, ...options }: PersonsOptions): RunDefinition {
  checkZone(zone, 'zone');
  return {
    campaigns: [],
    policy,
    asOf: parseAsOf(options.asOf),
    ...knownOptions(options),
    replay: options.replay === true,
    zone,
    attributes,
    words: policyWords(policy),
    linkDevices: options.linkDevices === true,
    keys: requireDigestKeys(options.keys ?? {}),
  };
}
