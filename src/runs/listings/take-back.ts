import { resolve } from 'node:path';
import groupBy from 'lodash-es/groupBy.js';
import type { Engine } from '../../campaign/engine.js';
import { placeKey } from '../../campaign/transfers/audience-ledger.js';
import { requestsOf } from '../../campaign/transfers/delta-facts.js';
import type { Removals } from '../../campaign/transfers/removals.js';
import { ClearlistError, requireGoing } from '../../errors.js';
import { publishRemovals } from '../../export/publish-removals.js';
import { definitionHash } from '../../identity/digest.js';
import { DAY, formatInstant, type Instant } from '../../model/instant.js';
import { compareUtf8 } from '../../model/text.js';
import type { Project } from '../../project/load-project.js';
import { recordTransfers, type TransferFacts, transferFacts } from '../../store/ledger.js';
import { openStore } from '../../store/open-store.js';
import { earlierRows } from '../plan-project.js';
import { requireStore } from '../project-store.js';
import { runDefinition } from '../run-definition.js';
import { requireNotShrunk } from '../shrink-guard.js';
import { isListingCampaign, placeOf } from './listing-campaign.js';
import { type AudienceRemovals, causesOf, removalsToPublish } from './removal-files.js';
import { removalsToday } from './removals-today.js';

/** What a person chooses when taking back. */
export interface TakeBackOptions {
  /** ISO 8601 with offset. */
  readonly asOf: string;
  /** Only of this recipient. */
  readonly destination?: string;
  /** The folder in which the files get a folder of their own; the project's for lists where it is not given. */
  readonly out?: string;
  /** Says what is open and writes nothing. */
  readonly pending?: boolean;
}

/** What has to be taken back of one audience. No personal data. */
export interface AudienceTakenBack {
  readonly destination: string;
  readonly audience: string;
  /** Absent for an audience that no campaign fills any more. */
  readonly campaign?: string;
  readonly entries: number;
  readonly deleteAudience: boolean;
  readonly causes: readonly { readonly cause: string; readonly entries: number }[];
  /** Entries that were asked back before and are not acknowledged, since when, and for how many whole days. */
  readonly unacknowledged: { readonly entries: number; readonly since?: string; readonly days?: number };
  readonly files: readonly string[];
}

/** What has to be taken back, and where it was written. No personal data. */
export interface TakenBack {
  /** By which answers name the whole; absent where nothing was written. */
  readonly id?: string;
  readonly asOf: string;
  readonly folder?: string;
  readonly alreadyThere: boolean;
  readonly audiences: readonly AudienceTakenBack[];
}

/**
 * Decides about everybody whom a recipient may hold, and writes what has to be taken back. It is written down before
 * anybody sees the files, and asked for again, with its age, until the recipient has acknowledged it.
 *
 * @throws {ClearlistError} `project-invalid` without a store; `unknown-name`; what a run and the store throw.
 */
export async function takeBack(project: Project, engine: Engine, options: TakeBackOptions): Promise<TakenBack> {
  const { folder: store } = requireStore(project);
  const definition = runDefinition(project, { asOf: options.asOf });
  const facts = await factsOf(project, store, options.destination);
  const newest = [...facts.digests.keys()].reduce((latest, at) => Math.max(latest, at), Number.NEGATIVE_INFINITY);
  const now = Math.max(definition.asOf, newest);
  const check = async (run: Parameters<Parameters<typeof removalsToday>[4]>[0]): Promise<void> =>
    requireNotShrunk(project, run.inputs, await earlierRows(project, definition));
  const found = await removalsToday(engine, definition, facts, now, check);
  const audiences = byAudience(project, found);
  const asOf = formatInstant(definition.asOf);
  if (audiences.length === 0 || options.pending === true) {
    return { asOf, alreadyThere: false, audiences: audiences.map((one) => takenBack(one, now, [])) };
  }
  const id = idOf(asOf, found);
  const published = await publishRemovals(
    resolve(options.out ?? project.output),
    { id, asOf },
    await Promise.all(audiences.map((one) => removalsToPublish(project, one, id))),
    async () => {
      requireGoing(engine.signal);
      // Running again as of the same time asks for the same, and has it written down already.
      if (facts.answers.some(({ run }) => run === id)) return;
      await recordTransfers(store, {
        answers: requestsOf(found, { run: id, at: Math.max(definition.asOf, newest + 1) }),
        run: id,
      });
    },
  );
  const { folder, manifest, alreadyThere } = published;
  return {
    id,
    asOf,
    folder,
    alreadyThere,
    audiences: audiences.map((one, i) =>
      takenBack(
        one,
        now,
        (manifest.audiences[i]?.files ?? []).map(({ name }) => name),
      ),
    ),
  };
}

async function factsOf(project: Project, store: string, destination: string | undefined): Promise<TransferFacts> {
  const known = new Set(Object.keys(project.destinations));
  const facts = await transferFacts(await openStore(store), (place) => {
    known.add(place.destination);
    return destination === undefined || place.destination === destination;
  });
  if (destination === undefined || known.has(destination)) return facts;
  throw new ClearlistError('unknown-name', `no destination is named "${destination}"`, {
    at: '--destination',
    hint: `Use one of ${[...known].sort(compareUtf8).join(', ') || 'those that you put into the project file'}.`,
  });
}

/** Everything that is asked for; not since when, so that asking again as of the same time is the same. */
const idOf = (asOf: string, { removals, deletions }: Removals): string =>
  definitionHash({
    asOf,
    removals: removals.map(({ destination, audience, digest }) => [destination, audience, digest]),
    deletions: deletions.map(({ destination, audience }) => [destination, audience]),
  }).slice(0, 16);

function byAudience(project: Project, { removals, deletions }: Removals): readonly AudienceRemovals[] {
  const campaigns = new Map(
    project.campaigns.filter(isListingCampaign).map((campaign) => [placeKey(placeOf(campaign)), campaign]),
  );
  const groups = Object.entries(groupBy([...removals, ...deletions], placeKey));
  return groups.map(([key]): AudienceRemovals => {
    const of = <T extends { destination: string; audience: string }>(all: readonly T[]): readonly T[] =>
      all.filter((one) => placeKey(one) === key);
    const [destination, audience] = JSON.parse(key) as [string, string];
    const campaign = campaigns.get(key);
    return {
      destination,
      audience,
      ...(campaign === undefined ? {} : { campaign }),
      removals: of(removals),
      deletions: of(deletions),
    };
  });
}

function takenBack(one: AudienceRemovals, now: Instant, files: readonly string[]): AudienceTakenBack {
  const { destination, audience, campaign, removals, deletions } = one;
  const open = [...removals, ...deletions].flatMap(({ requestedAt }) => requestedAt ?? []);
  const since = open.reduce((first, at) => Math.min(first, at), Number.POSITIVE_INFINITY);
  const entries = deletions.reduce((sum, deletion) => sum + deletion.entries, removals.length);
  return {
    destination,
    audience,
    ...(campaign === undefined ? {} : { campaign: campaign.id }),
    entries,
    deleteAudience: deletions.length > 0,
    causes: causesOf(one),
    unacknowledged: {
      entries: deletions.length > 0 && open.length > 0 ? entries : open.length,
      ...(open.length === 0 ? {} : { since: formatInstant(since), days: Math.floor((now - since) / DAY) }),
    },
    files,
  };
}
