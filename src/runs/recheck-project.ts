import type { Engine } from '../campaign/engine.js';
import { runIdentity } from '../campaign/run-id.js';
import { ClearlistError, requireGoing } from '../errors.js';
import { type KeptList, publishRecheck } from '../export/publish-recheck.js';
import type { RecheckManifest } from '../export/recheck-manifest.js';
import { requireValid, type SentLists, sentLists } from '../export/sent-lists.js';
import { definitionHash } from '../identity/digest.js';
import { parseAsOf } from '../model/instant.js';
import { compareUtf8 } from '../model/text.js';
import type { Project } from '../project/load-project.js';
import { decideToday, keep, listsOf, requireSameCampaign } from './recheck-lists.js';
import { clearlistVersion } from './version.js';

/** A recheck that was written. */
export interface Rechecked {
  readonly folder: string;
  readonly manifest: RecheckManifest;
  /** The same recheck had been written before; nothing was changed. */
  readonly alreadyThere: boolean;
}

/**
 * Holds lists that were written against today's records, just before they are sent: whoever must not be contacted any
 * more is dropped, with the reason; nobody is ever added. The project's definitions and policy of today count.
 *
 * @param lists Names of files; every list there where none is given.
 * @throws {ClearlistError} `list-expired` and `list-altered` refuse the whole; `self-audit-failed`; `unknown-name` for a
 * campaign that the project does not have any more and a list that is not there, `definition-invalid` for one that sends something else now.
 */
export async function recheckProject(
  project: Project,
  engine: Engine,
  path: string,
  { asOf, lists: named }: { readonly asOf: string; readonly lists?: readonly string[] },
): Promise<Rechecked> {
  const sent = chosen(listsOnly(await sentLists(path)), named);
  for (const entry of sent.campaigns) requireSameCampaign(project, entry);
  requireValid(sent, parseAsOf(asOf));
  const lists = await listsOf(sent);
  const only = sent.campaigns.map(({ id }) => id);
  const today = await decideToday(project, engine, { only, asOf });
  const { definition, run, audited } = today;
  const kept: KeptList[] = [];
  for (const one of lists) kept.push(await keep(one, today));
  requireGoing(engine.signal);
  const { runId, policyHash, asOf: when } = runIdentity(definition, run.inputs);
  const { id, version } = definition.policy;
  return publishRecheck(sent, recheckId([runId, sent.manifest], named), kept, {
    asOf: when,
    policy: { id, version, hash: policyHash },
    audited,
    versions: { clearlist: clearlistVersion(), engine: run.engine.id, engineVersion: run.engine.version },
  });
}

/** Some of the lists are another recheck than all of them. */
const recheckId = (of: readonly string[], named: readonly string[] = []): string =>
  definitionHash([...of, ...new Set([...named].sort(compareUtf8))]).slice(0, 16);

function chosen(sent: SentLists, named: readonly string[] | undefined): SentLists {
  if (named === undefined) return sent;
  const names = sent.campaigns.flatMap(({ files }) => files.map(({ name }) => name));
  const unknown = named.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ClearlistError('unknown-name', `no list of messages is named "${unknown}" here`, {
      at: '--list',
      hint: `Lists of messages: ${names.join(', ') || 'none'}.`,
    });
  }
  const campaigns = sent.campaigns.map((entry) => ({
    ...entry,
    files: entry.files.filter(({ name }) => named.includes(name)),
  }));
  return { ...sent, campaigns: campaigns.filter(({ files }) => files.length > 0) };
}

/**
 * What goes to people. An audience at a listing service is not sent again: whoever must not be there any more is taken
 * back, which is what removals are for.
 */
function listsOnly(sent: SentLists): SentLists {
  const campaigns = sent.campaigns.filter(({ listing }) => listing === undefined);
  if (campaigns.length > 0 || sent.campaigns.length === 0) return { ...sent, campaigns };
  throw new ClearlistError('input-invalid', 'there is no list in it that is sent to people', {
    at: sent.path,
    hint: 'Take persons back from audiences at listing services with `clearlist removals`.',
  });
}
