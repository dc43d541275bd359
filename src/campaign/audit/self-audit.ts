import chunk from 'lodash-es/chunk.js';
import { ClearlistError, type Issue } from '../../errors.js';
import { definitionHash } from '../../identity/digest.js';
import type { Profile } from '../../model/profile.js';
import { allowCode } from '../../model/reasons.js';
import { placeOf } from '../../model/record-kind.js';
import { reasonsOf } from '../../suppression/mask.js';
import { reasonTable } from '../../suppression/policy.js';
import type { Campaign } from '../campaign.js';
import { contentOf } from '../cleared-list.js';
import { decisionRequest } from '../decision-request.js';
import type { EngineRun, RunDefinition } from '../engine.js';
import type { PersonDecision } from '../person-decision.js';
import { decideMembers, phoneCountry, populationOf } from '../reference-run.js';
import { runIdentity } from '../run-id.js';
import { overlooked } from './overlooked.js';

/**
 * The self-audit: before anything is released, the reference decides again about a sample of those whom an engine
 * decided about, from their raw rows, captured in the same scan. One disagreement, and nothing is released.
 */

/** The key of the hash: nobody can tell before the definitions are there who will be looked at. */
export const auditSalt = (run: RunDefinition): string => `audit:${runIdentity(run, []).runId}`;

/** How many decisions were held against the reference, and how many records against those that it decided from. */
export interface AuditReport {
  readonly persons: number;
  readonly decisions: number;
  /** Records that name one of these persons, found by another way. */
  readonly named: number;
}

/**
 * @throws {ClearlistError} `self-audit-failed` where an engine and the reference disagree, or where neither knew of a
 * record that names somebody; it names rows, no persons.
 */
export async function selfAudit(run: RunDefinition, done: EngineRun): Promise<AuditReport> {
  const named = requireComplete(run, done);
  const issues: Issue[] = [];
  const persons = new Set<string>();
  let decisions = 0;
  for (const { campaigns, persons: sample, records } of done.captured.filter(({ isDecided }) => isDecided)) {
    const population = populationOf(run, records);
    for (const { campaign: asking, answers } of await questions(run, done, campaigns, sample)) {
      const who = population.directory(phoneCountry(run, asking));
      const about = [...new Set(answers.map(({ found }) => found.personId))];
      const profiles = about.flatMap((personId) => who.persons.get(personId) ?? []);
      const expected = new Map<string, PersonDecision>();
      for (const some of chunk(profiles, AT_ONCE)) {
        for (const one of decideMembers(run, asking, population, some)) expected.set(one.personId, one);
        await others();
      }
      for (const { campaign, found } of answers) {
        persons.add(found.personId);
        decisions += 1;
        const other = expected.get(found.personId);
        if (other !== undefined && sameDecision(found, other)) continue;
        const place = placeIn(who.persons.get(found.personId));
        issues.push({ at: `campaigns.${campaign.id}, ${place}`, message: difference(run, found, other) });
      }
    }
  }
  if (issues.length > 0) throw disagreement(decisions, issues);
  return { persons: persons.size, decisions, named };
}

/** That nothing is missing among the captured records; units of what it returns: records. */
function requireComplete(run: RunDefinition, { captured }: EngineRun): number {
  const named = new Set<string>();
  const issues = captured.flatMap(({ campaigns: [campaign], found, ...sample }) => {
    const known = new Set(sample.persons);
    const lost = sample.drawn.filter((personId) => !known.has(personId)).length;
    for (const { kind, source, row } of found?.rows ?? []) named.add(`${kind} ${row} ${source}`);
    const country = campaign && phoneCountry(run, campaign);
    return [
      ...(lost === 0
        ? []
        : [{ message: `${lost} of the persons that were drawn are not among those that were captured` }]),
      ...(found === undefined ? [] : overlooked(found, sample, country)),
    ];
  });
  if (issues.length > 0) throw incomplete(issues);
  return named.size;
}

/** About how many persons the reference decides before others have their turn. */
const AT_ONCE = 100;

/** Whoever waits for an engine hears from it. */
const others = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** What some campaigns ask alike, with what an engine answered each of them. */
interface Question {
  /** One that asks it. */
  readonly campaign: Campaign;
  readonly answers: { readonly campaign: Campaign; readonly found: PersonDecision }[];
}

/** Of a sample few are members of any one campaign: the reference decides about those, once for all that ask the same. */
async function questions(
  run: RunDefinition,
  { lists }: EngineRun,
  campaigns: readonly Campaign[],
  sample: readonly string[],
): Promise<readonly Question[]> {
  const asked = new Map<string, Question>();
  for (const campaign of campaigns) {
    const key = definitionHash(decisionRequest(campaign, run));
    const question = asked.get(key) ?? { campaign, answers: [] };
    asked.set(key, question);
    const list = lists[run.campaigns.indexOf(campaign)] as EngineRun['lists'][number];
    for (const one of list.proof === undefined ? [list] : [list, list.proof])
      for await (const found of contentOf(one).decisionsOf(sample)) question.answers.push({ campaign, found });
  }
  return [...asked.values()];
}

const placeIn = (profile: Profile | undefined): string => (profile === undefined ? 'no row' : placeOf(profile));

const sameDecision = (a: PersonDecision, b: PersonDecision): boolean =>
  a.mask === b.mask && a.address === b.address && a.basis === b.basis;

/** Codes only: neither addresses nor names. */
function difference(run: RunDefinition, found: PersonDecision, expected: PersonDecision | undefined): string {
  const table = reasonTable(run.policy);
  const says = ({ mask, basis }: PersonDecision): string =>
    basis === undefined ? reasonsOf(mask, table).join(' ') : allowCode[basis];
  if (expected === undefined) return `the engine says ${says(found)}, the reference knows nobody there`;
  const address = found.address === expected.address ? '' : ', at another address';
  return `the engine says ${says(found)}, the reference ${says(expected)}${address}`;
}

const incomplete = (issues: readonly Issue[]): ClearlistError =>
  new ClearlistError(
    'self-audit-failed',
    'records name persons who were decided about without them, or might have been; nothing was released',
    { hint: HINT, issues },
  );

const disagreement = (decisions: number, issues: readonly Issue[]): ClearlistError =>
  new ClearlistError(
    'self-audit-failed',
    `the engine and the reference disagree on ${issues.length} of ${decisions} decisions held against each other; nothing was released`,
    { hint: HINT, issues },
  );

const HINT = 'This is a fault of Clearlist: report the lines above. Until it is mended, run with --engine memory.';
