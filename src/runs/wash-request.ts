import { resolve } from 'node:path';
import omitBy from 'lodash-es/omitBy.js';
import type { Campaign, ListColumn } from '../campaign/campaign.js';
import { type ClearedList, contentOf } from '../campaign/cleared-list.js';
import { ADDRESS } from '../campaign/define-campaign.js';
import type { Engine, RunDefinition } from '../campaign/engine.js';
import { ClearlistError, requireGoing } from '../errors.js';
import { writeDurably } from '../files/durable-file.js';
import { writing } from '../files/write-access.js';
import { compareUtf8 } from '../model/text.js';
import type { Project } from '../project/load-project.js';
import { reasonsOf } from '../suppression/mask.js';
import { reasonTable } from '../suppression/policy.js';
import { registerNames } from '../suppression/register-policy.js';
import { runDefinition } from './run-definition.js';

/** For which campaign, in which register, into which file. */
export interface WashRequestOptions {
  readonly campaign: string;
  /** As the policy names it, `NIX_TELEFON`. */
  readonly register: string;
  /** ISO 8601 with offset. */
  readonly asOf: string;
  /** Where to write the request. */
  readonly file: string;
}

/** What was asked for. No personal data. */
export interface WashRequest {
  readonly campaign: string;
  readonly register: string;
  readonly file: string;
  /** Persons whom only the missing or outdated check stops. */
  readonly persons: number;
  /** Rows of the request; an address that several persons share is asked about once. */
  readonly rows: number;
}

/** What a register is asked about, by channel; headers are those by which answers are bound. */
const COLUMNS: Readonly<Record<string, readonly ListColumn[]>> = {
  phone: [{ header: 'phone', field: ADDRESS }],
  post: [
    { header: 'first_name', field: 'firstName' },
    { header: 'last_name', field: 'lastName' },
    { header: 'address', field: 'streetAddress' },
    { header: 'postal_code', field: 'postalCode' },
    { header: 'country', field: 'country' },
  ],
};

/**
 * Writes what an agent has to look up in a refusal register: the numbers, or names and addresses, of those whom a campaign
 * could contact if only the register had been asked.
 *
 * Whoever is stopped by anything else, or is known to be listed, is not in it: an agent learns of nobody more than needed
 * (GDPR Art. 5(1)(c)). Rows are distinct and in UTF-8 byte order, so that they say nothing about persons' order or ids.
 *
 * @throws {ClearlistError} `unknown-name`, `definition-invalid`, `as-of-invalid`, `output-not-writable`; what a run throws.
 */
export async function washRequest(project: Project, engine: Engine, options: WashRequestOptions): Promise<WashRequest> {
  const { campaign: id, register, asOf, file } = options;
  const run = runDefinition(project, { asOf, only: [id] });
  const [campaign] = run.campaigns;
  const columns = campaign === undefined ? undefined : COLUMNS[campaign.channel];
  if (campaign === undefined || columns === undefined) throw noRegister(id, run);
  if (!registerNames(run.policy.registers).includes(register)) throw unknownRegister(register, run);
  const needed = await uncheckedPersons(await listOf(engine, run), run);
  const list = await listOf(engine, withoutRegister(run, campaign, register, columns));
  const cells = new Map<string, readonly string[]>();
  let persons = 0;
  for await (const [personId, ...row] of list) {
    if (personId === undefined || !needed.has(personId)) continue;
    persons += 1;
    const texts = row.map((cell) => cell ?? '');
    cells.set(JSON.stringify(texts), texts);
  }
  requireGoing(engine.signal);
  const rows = [...cells].sort(([a], [b]) => compareUtf8(a, b)).map(([, texts]) => [...texts]);
  const { writeToString } = await import('fast-csv');
  const text = await writeToString(rows, {
    headers: columns.map(({ header }) => header),
    alwaysWriteHeaders: true,
    includeEndRowDelimiter: true,
  });
  await writing(file, () => writeDurably(resolve(file), [text]));
  return { campaign: id, register, file, persons, rows: rows.length };
}

const CHECKS: readonly string[] = ['REGISTER_MISSING', 'REGISTER_STALE'];

/** Whom nothing but a check stops. */
async function uncheckedPersons(list: ClearedList, { policy }: RunDefinition): Promise<ReadonlySet<string>> {
  const table = reasonTable(policy);
  const unchecked = new Set<string>();
  for await (const { personId, mask } of contentOf(list).decisions()) {
    const reasons = reasonsOf(mask, table);
    if (reasons.length > 0 && reasons.every((reason) => CHECKS.includes(reason))) unchecked.add(personId);
  }
  return unchecked;
}

async function listOf(engine: Engine, run: RunDefinition): Promise<ClearedList> {
  const [list] = (await engine.run(run)).lists;
  if (list === undefined) throw new Error('a run of one campaign gives one list');
  return list;
}

/** The same campaign as if nobody had to be looked up in that register; everybody who is cleared then is listed. */
function withoutRegister(
  run: RunDefinition,
  { limit: _limit, holdOut: _holdOut, split: _split, proof: _proof, ...campaign }: Campaign,
  register: string,
  columns: readonly ListColumn[],
): RunDefinition {
  const { allocation: _allocation, policy, ...rest } = run;
  const registers = { ...policy.registers, for: omitBy(policy.registers.for, (name) => name === register) };
  return {
    ...rest,
    policy: { ...policy, registers },
    campaigns: [{ ...campaign, columns: [{ header: 'profile_id', field: 'id' }, ...columns] }],
  };
}

const noRegister = (id: string, { campaigns }: RunDefinition): ClearlistError =>
  new ClearlistError('definition-invalid', 'registers are asked about telephone calls and post', {
    at: `campaigns.${id}`,
    hint: `The campaign’s channel is ${campaigns[0]?.channel ?? 'none'}; name one that calls or writes letters.`,
  });

const unknownRegister = (register: string, { policy }: RunDefinition): ClearlistError =>
  new ClearlistError('unknown-name', `the policy has no register "${register}"`, {
    at: '--register',
    hint: `Use one of ${registerNames(policy.registers).join(', ')}.`,
  });
