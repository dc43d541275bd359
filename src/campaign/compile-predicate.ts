import { parseAsOf } from '../model/instant.js';
import { type AttributeSchema, type RecordsInput, readRecords } from '../model/records.js';
import type { PersonTest, PersonView } from '../segments/condition.js';
import { fitBoundaries, ranksIn } from '../segments/fit-boundaries.js';
import { preparedTest } from '../segments/prepared.js';
import type { RateTable } from '../segments/rates.js';
import { checkSegment, rankNeedsPopulation } from '../segments/read-segment.js';
import type { Segment } from '../segments/segment.js';
import { checkZone } from '../segments/zone.js';
import { knownOptions } from './known-options.js';
import { populationOf } from './reference-run.js';
import { type PersonsOptions, personsRun } from './segment-members.js';

/** What a segment means beyond its definition. */
export interface PredicateOptions {
  /** ISO 8601 with offset, whole milliseconds. */
  readonly asOf: string;
  /** IANA zone of calendar windows and days; UTC where it is not given. */
  readonly zone?: string;
  readonly attributes?: AttributeSchema;
  /** What amounts in other currencies are converted by. */
  readonly rates?: RateTable;
  /** Among whom ranks are taken; needed where the segment has one. */
  readonly population?: readonly PersonView[];
}

/**
 * A segment as a test of one person, for pipelines that hold their persons in memory and ask often.
 *
 * Definitions are read, windows resolved and lists opened once. It is not the answer to whether somebody may be
 * contacted: no refusal is looked at.
 *
 * @throws {ClearlistError} `definition-invalid`, `as-of-invalid`; the test throws `rate-missing` where an amount of the
 * person has no rate.
 *
 * @example
 * const isSwede = compilePredicate(segment('swedes', field('country').is('SE')), { asOf });
 * readPersons({ records, policy: okq8, asOf }).filter(isSwede);
 */
export function compilePredicate(segment: Segment, options: PredicateOptions): PersonTest {
  const { zone = 'UTC', attributes = {}, population } = options;
  checkZone(zone, 'zone');
  const at = `segments.${segment.id}`;
  const { uses } = segment;
  const context = {
    asOf: parseAsOf(options.asOf),
    zone,
    attributes,
    ...knownOptions(options),
    ...(uses === undefined ? {} : { uses }),
  };
  checkSegment(segment, context, at);
  const conditions = [segment.condition];
  if (population === undefined && ranksIn(conditions, context).length > 0) throw rankNeedsPopulation(at);
  return preparedTest(segment.condition, fitBoundaries(conditions, population ?? [], context));
}

/** Which records, as of when. */
export interface ReadPersonsOptions extends PersonsOptions {
  readonly records: RecordsInput;
}

/**
 * Everybody among some records, with what they bought and did, merged profiles taken together, in the order of their
 * ids: what {@link compilePredicate} tests, and what `segmentMembers` looks at.
 *
 * @throws {ClearlistError} `definition-invalid`, `as-of-invalid`, `input-invalid`, `rows-lost`, `duplicate-id`.
 */
export function readPersons({ records, ...options }: ReadPersonsOptions): readonly PersonView[] {
  const run = personsRun(options);
  const population = populationOf(run, readRecords(records, { ...run.words, attributes: run.attributes }));
  return population.persons(population.directory(undefined)).map(compacted);
}

/**
 * A person whose parts stand beside each other in memory, where what they were read from stood between them: whoever
 * tests a hundred thousand persons mostly waits for memory.
 */
const compacted = (person: PersonView): PersonView => ({
  ...person,
  profile: { ...person.profile, attributes: { ...person.profile.attributes } },
});
