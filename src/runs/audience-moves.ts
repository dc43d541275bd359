import { contentOf } from '../campaign/cleared-list.js';
import type { EngineRun, RunDefinition } from '../campaign/engine.js';
import type { Project } from '../project/load-project.js';
import { type Membership, storedMemberships } from '../store/ledger.js';
import { keptBefore, type Moves, movesTo } from '../store/memberships.js';
import { openStore } from '../store/open-store.js';

/** How many came into the audience of a campaign and left it since a run last kept who is in it. Units: persons. */
export interface AudienceMove {
  readonly campaign: string;
  readonly entered: number;
  readonly left: number;
}

/**
 * The moves of every campaign whose audience the store knew as of an earlier time; nothing for a replay, and where the
 * project keeps no memberships.
 *
 * What is kept as of the run's own time does not count, so that making the same run again says the same.
 *
 * @throws {ClearlistError} whatever reading the store throws.
 */
export async function audienceMoves(
  { store }: Pick<Project, 'store'>,
  definition: RunDefinition,
  run: EngineRun,
): Promise<readonly AudienceMove[]> {
  if (store === undefined || !store.keepMemberships || definition.replay) return [];
  const known = keptBefore(await storedMemberships(await openStore(store.folder)), definition.asOf);
  const moves = new Map<string, Moves>();
  for await (const [segment, members] of audiences(definition, run)) {
    const kept = known.filter((one) => one.segment === segment);
    if (kept.length > 0) moves.set(segment, movesTo(kept, members));
  }
  return definition.campaigns.flatMap(({ id, audience }) => {
    const own = moves.get(audience.id);
    return own === undefined ? [] : [{ campaign: id, entered: own.entered.length, left: own.left.length }];
  });
}

/** The members of each audience of a run, one audience in memory at a time; one that several campaigns share comes once. */
export async function* audiences(
  { campaigns }: RunDefinition,
  { lists }: EngineRun,
): AsyncGenerator<readonly [segment: Membership['segment'], members: ReadonlySet<string>]> {
  const done = new Set<string>();
  for (const [i, { audience }] of campaigns.entries()) {
    const list = lists[i];
    if (list === undefined || done.has(audience.id)) continue;
    done.add(audience.id);
    const members = new Set<string>();
    for await (const { personId } of contentOf(list).decisions()) members.add(personId);
    yield [audience.id, members];
  }
}
