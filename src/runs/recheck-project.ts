import { join } from 'node:path';
import omit from 'lodash-es/omit.js';
import { allocationFields } from '../campaign/allocation/definition.js';
import type { Campaign, ListColumn } from '../campaign/campaign.js';
import { contentOf } from '../campaign/cleared-list.js';
import { ADDRESS } from '../campaign/define-campaign.js';
import type { Engine, EngineRun, RunDefinition } from '../campaign/engine.js';
import type { PersonDecision } from '../campaign/person-decision.js';
import { auditPlanOf } from '../campaign/release/release.js';
import { runIdentity } from '../campaign/run-id.js';
import { selfAudit } from '../campaign/self-audit.js';
import { ClearlistError } from '../errors.js';
import type { CampaignEntry } from '../export/campaign-entry.js';
import { guardCell } from '../export/formula-guard.js';
import { type KeptList, publishRecheck } from '../export/publish-recheck.js';
import type { DropCode, RecheckManifest } from '../export/recheck-manifest.js';
import { requireValid, type SentLists, sentLists } from '../export/sent-lists.js';
import { readWrittenList, type WrittenList } from '../export/written-list.js';
import { definitionHash } from '../identity/digest.js';
import type { Project } from '../project/load-project.js';
import { reasonsOf } from '../suppression/mask.js';
import { reasonTable } from '../suppression/policy.js';
import { runDefinition } from './run-definition.js';
import { clearlistVersion } from './version.js';

/** A recheck that was written. */
export interface Rechecked {
  readonly folder: string;
  readonly manifest: RecheckManifest;
}

/**
 * Holds lists that were written against today's records, just before they are sent: whoever must not be contacted any
 * more is dropped, with the reason; nobody is ever added. The project's definitions and policy of today count.
 *
 * @throws {ClearlistError} `list-expired` and `list-altered` refuse the whole; `self-audit-failed`; `unknown-name` for a
 * campaign that the project does not have any more, `definition-invalid` for one that sends something else now.
 */
export async function recheckProject(
  project: Project,
  engine: Engine,
  path: string,
  { asOf }: { readonly asOf: string },
): Promise<Rechecked> {
  const sent = listsOnly(await sentLists(path));
  const definition = recheckDefinition(project, sent, asOf);
  requireValid(sent, definition.asOf);
  const lists = await listsOf(sent);
  const run = await engine.run(definition);
  const audited = await selfAudit(definition, run);
  const kept: KeptList[] = [];
  for (const one of lists) kept.push(await keep(one, definition, run));
  const { runId, policyHash, asOf: when } = runIdentity(definition, run.inputs);
  const { id, version } = definition.policy;
  return publishRecheck(sent, definitionHash([runId, sent.manifest]).slice(0, 16), kept, {
    asOf: when,
    policy: { id, version, hash: policyHash },
    audited,
    versions: { clearlist: clearlistVersion(), engine: run.engine.id, engineVersion: run.engine.version },
  });
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

const EVERYBODY = { id: 'recheck', condition: { kind: 'all', of: [] } } as const;

/** Everybody is asked about, because being on the list is what makes a member now; nobody is left out by allocation. */
function recheckDefinition(project: Project, sent: SentLists, asOf: string): RunDefinition {
  const only = sent.campaigns.map(({ id }) => id);
  const { allocation: _, ...definition } = runDefinition(project, { asOf, only });
  const campaigns = definition.campaigns.map((campaign): Campaign => {
    requireSame(
      campaign,
      sent.campaigns.find(({ id }) => id === campaign.id),
    );
    return { ...(omit(campaign, Object.keys(allocationFields)) as Campaign), audience: EVERYBODY };
  });
  return { ...definition, campaigns, audit: auditPlanOf(project.release) };
}

function requireSame(campaign: Campaign, entry: CampaignEntry | undefined): void {
  const { controller, kind, channel } = campaign;
  if (entry?.controller === controller && entry.kind === kind && entry.channel === channel) return;
  throw new ClearlistError(
    'definition-invalid',
    'the campaign sends something else now than when its list was written',
    {
      at: `campaigns.${campaign.id}`,
      hint: 'Run the campaign again, or recheck with the project as it was.',
    },
  );
}

interface ListToCheck {
  readonly campaign: string;
  readonly file: CampaignEntry['files'][number];
  readonly list: WrittenList;
  readonly idColumn: ListColumn;
  readonly idAt: number;
  readonly addressAt: number;
}

async function listsOf({ campaigns, folder }: SentLists): Promise<readonly ListToCheck[]> {
  const lists: ListToCheck[] = [];
  for (const { id, files } of campaigns) {
    for (const file of files) {
      if (file.encrypted !== undefined) throw encrypted(id);
      const { columns = [] } = file;
      const idAt = columns.findIndex(({ field }) => field === 'id');
      if (idAt === -1) throw nameless(id);
      const addressAt = columns.findIndex(({ field }) => field === ADDRESS);
      lists.push({
        campaign: id,
        file,
        list: await readWrittenList(join(folder, file.name), file.sha256),
        idColumn: columns[idAt] as ListColumn,
        idAt,
        addressAt,
      });
    }
  }
  return lists;
}

const encrypted = (campaign: string): ClearlistError =>
  new ClearlistError('input-invalid', 'the list is encrypted for its recipient, so that nobody here can read it', {
    at: `campaigns.${campaign}.encryptFor`,
    hint: 'Run the campaign again just before it is sent: a new list holds today’s refusals.',
  });

const nameless = (campaign: string): ClearlistError =>
  new ClearlistError(
    'input-invalid',
    'the list has no column of profile ids, so that nobody on it can be found again',
    {
      at: `campaigns.${campaign}.columns`,
      hint: 'Add "profileId" to the columns of the campaign and run it again.',
    },
  );

async function keep(one: ListToCheck, definition: RunDefinition, run: EngineRun): Promise<KeptList> {
  const { campaign, file, list, idColumn, idAt, addressAt } = one;
  const place = definition.campaigns.findIndex(({ id }) => id === campaign);
  const content = contentOf(run.lists[place] as EngineRun['lists'][number]);
  const listed = new Set(list.records.map(({ cells }) => cells[idAt]));
  const decisions = new Map<string, PersonDecision>();
  for await (const decision of content.decisions()) {
    const written = guardCell(idColumn, decision.personId);
    if (written !== undefined && listed.has(written)) decisions.set(written, decision);
  }
  const table = reasonTable(definition.policy);
  const drops = new Map<DropCode, number>();
  const kept = list.records.filter(({ cells }) => {
    const code = dropped(decisions.get(cells[idAt] ?? ''), addressAt === -1 ? undefined : cells[addressAt]);
    if (code !== undefined) drops.set(code, (drops.get(code) ?? 0) + 1);
    return code === undefined;
  });
  function dropped(decision: PersonDecision | undefined, address: string | undefined): DropCode | undefined {
    if (decision === undefined) return 'PERSON_UNKNOWN';
    const [reason] = reasonsOf(decision.mask, table);
    if (reason !== undefined) return reason;
    return address === undefined || address === (decision.address ?? '') ? undefined : 'ADDRESS_CHANGED';
  }
  const { name, part } = file;
  return {
    about: {
      campaign,
      name,
      ...(part === undefined ? {} : { part }),
      reasons: [...drops].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, rows]) => ({ code, rows })),
    },
    list,
    kept: kept.map(({ bytes }) => bytes),
  };
}
