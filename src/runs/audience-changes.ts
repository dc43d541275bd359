import { ClearlistError } from '../errors.js';
import { closestNames } from '../model/closest-names.js';
import { DAY, type Instant, parseInstant } from '../model/instant.js';
import type { Project } from '../project/load-project.js';
import { readAudit } from '../store/audit.js';
import { type Membership, type StoredRun, storedMemberships, storedRuns } from '../store/ledger.js';
import { type Moves, movesAfter } from '../store/memberships.js';
import { openStore, type Store } from '../store/open-store.js';
import { requireStore } from './project-store.js';

/** Who came into an audience since a run, and who left it, by profile id, in UTF-8 byte order. Personal data. */
export interface AudienceChanges extends Moves {
  readonly segment: string;
  readonly since: { readonly runId: string; readonly asOf: string };
  /** As of the last run for sending that the store knows. */
  readonly until: string;
}

/**
 * Who came into an audience and who left it between a run and the last one, from what the store keeps; nothing is
 * decided anew, and whoever came and left again is neither.
 *
 * @param segment Id of the audience.
 * @throws {ClearlistError} `project-invalid` where nothing is kept; `unknown-name` for a run or an audience that the store
 * does not know; `input-invalid` for a run of before it was kept, or of which some was taken out since.
 */
export async function audienceChanges(
  project: Project,
  segment: string,
  { since }: { readonly since: string },
): Promise<AudienceChanges> {
  const store = await openStore(requireStore(project).folder);
  const kept = await storedMemberships(store);
  if (kept.length === 0) throw nothingKept(project);
  const runs = (await storedRuns(store)).filter(({ forSending }) => forSending);
  const run = runs.find(({ runId }) => runId === since);
  const last = runs.at(-1);
  if (run === undefined || last === undefined) throw unknownRun();
  const own = kept.filter((one) => one.segment === segment);
  if (own.length === 0) throw unknownAudience(segment, kept);
  const from = parseInstant(run.asOf) ?? Number.NaN;
  if (!own.some(({ asOf }) => (parseInstant(asOf) ?? Number.NaN) <= from)) throw notKeptThen(segment, run);
  if (from < (await keptFrom(store))) throw takenOut(run);
  return { segment, since: { runId: run.runId, asOf: run.asOf }, until: last.asOf, ...movesAfter(own, from) };
}

/** From when on nothing of a membership was taken out of the store. */
async function keptFrom({ folder, head }: Store): Promise<Instant> {
  const limits = (await readAudit(folder, head.audit)).map(({ action, at, days }) => {
    const { membership } = (action === 'prune' ? days : {}) as { readonly membership?: number };
    return membership === undefined
      ? Number.NEGATIVE_INFINITY
      : (parseInstant(at) ?? Number.POSITIVE_INFINITY) - membership * DAY;
  });
  return Math.max(Number.NEGATIVE_INFINITY, ...limits);
}

const nothingKept = ({ file }: Project): ClearlistError =>
  new ClearlistError('project-invalid', 'the store keeps nothing of who came into an audience and who left it', {
    at: `${file}, store.keepMemberships`,
    hint: 'Write "store": { "folder": "store", "keepMemberships": true } and run; it is kept from then on.',
  });

const unknownRun = (): ClearlistError =>
  new ClearlistError('unknown-name', 'the store knows no run for sending of that id', {
    at: '--since',
    hint: 'Take the id from the name of the run’s folder or from its manifest; runs that retention took out are gone.',
  });

function unknownAudience(segment: string, kept: readonly Membership[]): ClearlistError {
  const names = [...new Set(kept.map((one) => one.segment))];
  const close = closestNames(segment, names);
  return new ClearlistError('unknown-name', `no audience is kept by the name ${JSON.stringify(segment)}`, {
    at: 'segments',
    hint: `Use one of ${(close.length === 0 ? names : close).join(', ')}.`,
  });
}

const notKeptThen = (segment: string, { asOf }: StoredRun): ClearlistError =>
  new ClearlistError('input-invalid', `nobody is known to have been in the audience ${segment} as of ${asOf}`, {
    at: '--since',
    hint: 'It was empty then, or the store did not keep who was in it; name a later run.',
  });

const takenOut = ({ asOf }: StoredRun): ClearlistError =>
  new ClearlistError('input-invalid', `of who was in an audience as of ${asOf}, some was taken out by retention`, {
    at: '--since',
    hint: 'Name a run within store.retentionDays.membership of the last `clearlist store prune`.',
  });
