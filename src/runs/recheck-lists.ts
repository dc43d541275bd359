import { join } from 'node:path';
import { type AuditReport, selfAudit } from '../campaign/audit/self-audit.js';
import type { Campaign, ListColumn } from '../campaign/campaign.js';
import { contentOf } from '../campaign/cleared-list.js';
import { ADDRESS } from '../campaign/define-campaign.js';
import type { Engine, EngineRun, RunDefinition } from '../campaign/engine.js';
import type { PersonDecision } from '../campaign/person-decision.js';
import { withoutAllocation } from '../campaign/proof.js';
import { auditPlanOf } from '../campaign/release/release.js';
import { ClearlistError } from '../errors.js';
import type { CampaignEntry } from '../export/campaign-entry.js';
import { guardCell } from '../export/formula-guard.js';
import type { KeptList } from '../export/publish-recheck.js';
import type { DropCode } from '../export/recheck-manifest.js';
import type { SentLists } from '../export/sent-lists.js';
import { readWrittenList, type WrittenList } from '../export/written-list.js';
import type { Project } from '../project/load-project.js';
import { reasonsOf } from '../suppression/mask.js';
import { reasonTable } from '../suppression/policy.js';
import { runDefinition } from './run-definition.js';

/** What is decided today about everybody, for some campaigns: what written lists are held against. */
export interface DecidedToday {
  readonly definition: RunDefinition;
  readonly run: EngineRun;
  readonly audited: AuditReport;
}

/** @throws {ClearlistError} `unknown-name`, `self-audit-failed`, and whatever stops a run. */
export async function decideToday(
  project: Project,
  engine: Engine,
  { only, asOf }: { readonly only: readonly string[]; readonly asOf: string },
): Promise<DecidedToday> {
  const definition = todayDefinition(project, only, asOf);
  const run = await engine.run(definition);
  return { definition, run, audited: await selfAudit(definition, run) };
}

const EVERYBODY = { id: 'recheck', condition: { kind: 'all', of: [] } } as const;

/** Everybody is asked about, because being on the list is what makes a member now; nobody is left out by allocation. */
function todayDefinition(project: Project, only: readonly string[], asOf: string): RunDefinition {
  const { allocation: _, ...definition } = runDefinition(project, { asOf, only });
  const campaigns = definition.campaigns.map(
    (campaign): Campaign => ({ ...withoutAllocation(campaign), audience: EVERYBODY }),
  );
  return { ...definition, campaigns, audit: auditPlanOf(project.release) };
}

/**
 * Whether a campaign of a written run is still what it was.
 *
 * @throws {ClearlistError} `definition-invalid` where it sends something else now than when its list was written;
 * `unknown-name` where the project has it no more.
 */
export function requireSameCampaign({ campaigns }: Pick<Project, 'campaigns'>, entry: CampaignEntry): void {
  const campaign = campaigns.find(({ id }) => id === entry.id);
  if (campaign === undefined) throw noCampaign(entry.id);
  requireSame(campaign, entry);
}

const noCampaign = (id: string): ClearlistError =>
  new ClearlistError('unknown-name', `the project has no campaign "${id}" any more`, {
    at: `campaigns.${id}`,
    hint: 'Hold its lists against the project as it was.',
  });

function requireSame({ id, controller, kind, channel }: Campaign, entry: CampaignEntry): void {
  if (entry.controller === controller && entry.kind === kind && entry.channel === channel) return;
  throw new ClearlistError(
    'definition-invalid',
    'the campaign sends something else now than when its list was written',
    {
      at: `campaigns.${id}`,
      hint: 'Run the campaign again, or recheck with the project as it was.',
    },
  );
}

/** A list as it was written, and where in it a person stands. */
export interface ListToCheck {
  readonly campaign: string;
  readonly file: CampaignEntry['files'][number];
  readonly list: WrittenList;
  readonly idAt: number;
  readonly addressAt: number;
}

/** @throws {ClearlistError} `list-altered`; `input-invalid` for a list in which nobody can be found again. */
export async function listsOf({ campaigns, folder }: SentLists): Promise<readonly ListToCheck[]> {
  const lists: ListToCheck[] = [];
  for (const { id, files } of campaigns) {
    for (const file of files) {
      if (file.encrypted !== undefined) throw encrypted(id);
      requireLegible(id, file);
      const idAt = (file.columns ?? []).findIndex(({ field }) => field === 'id');
      const addressAt = (file.columns ?? []).findIndex(({ field }) => field === ADDRESS);
      lists.push({
        campaign: id,
        file,
        list: await readWrittenList(join(folder, file.name), file.sha256),
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
    hint: 'Run the campaign again just before it is sent: a new list holds today’s refusals. Name the other lists with --list.',
  });

/**
 * @param instead What to do where running again does not help; hints say it in place of that.
 * @throws {ClearlistError} `input-invalid` for a list in which nobody can be found again.
 */
export function requireLegible(
  campaign: string,
  { encrypted, columns = [] }: CampaignEntry['files'][number],
  instead?: string,
): void {
  if (encrypted !== undefined) {
    throw new ClearlistError('input-invalid', 'the list is encrypted, and only its recipients can read who is on it', {
      at: `campaigns.${campaign}.encryptFor`,
      hint: instead ?? 'Run the campaign again just before it is sent.',
    });
  }
  if (columns.some(({ field }) => field === 'id')) return;
  throw new ClearlistError(
    'input-invalid',
    'the list has no column of profile ids, so that nobody on it can be found again',
    {
      at: `campaigns.${campaign}.columns`,
      hint: instead ?? 'Add "profileId" to the columns of the campaign and run it again.',
    },
  );
}

/** Of a written list, what may still be sent. */
export async function keep(one: ListToCheck, { definition, run }: DecidedToday): Promise<KeptList> {
  const { campaign, file, list, idAt, addressAt } = one;
  const place = definition.campaigns.findIndex(({ id }) => id === campaign);
  const content = contentOf(run.lists[place] as EngineRun['lists'][number]);
  const listed = new Set(list.records.map(({ cells }) => cells[idAt]));
  const decisions = new Map<string, PersonDecision>();
  const column = (file.columns ?? [])[idAt] as ListColumn;
  for await (const decision of content.decisions()) {
    const written = guardCell(column, decision.personId);
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
  const { name, part, proof } = file;
  return {
    about: {
      campaign,
      name,
      ...(part === undefined ? {} : { part }),
      ...(proof === undefined ? {} : { proof }),
      reasons: [...drops].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, rows]) => ({ code, rows })),
    },
    list,
    kept: kept.map(({ bytes }) => bytes),
  };
}
