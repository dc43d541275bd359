import type { PersonQuery } from '../campaign/engine.js';
import { ClearlistError } from '../errors.js';
import { readCell, UNREADABLE, type Words } from '../model/read-cell.js';
import { readRow } from '../model/read-record.js';
import type { Field, Placed } from '../model/record-kind.js';
import { recordKinds } from '../model/record-kinds.js';
import type { Project } from '../project/load-project.js';
import { addRecords } from '../store/add-lines.js';
import type { WriteOptions } from '../store/open-store.js';
import { lineId, recordLine } from '../store/record-lines.js';
import { type Policy, policyWords, refusalControllers } from '../suppression/policy.js';
import { namesSomebody } from './import-records.js';
import { requireStore } from './project-store.js';
import { type RefusalScope, scopeOf } from './refusal-scopes.js';

/** What a person refuses, as somebody took it in. */
export interface RefusalInput extends WriteOptions {
  readonly person: PersonQuery & { readonly country?: string };
  /** What is refused, in words; see `refusalScopes`. */
  readonly scopes: readonly string[];
  /** To whom; to every controller where it is not given. */
  readonly controller?: string;
  /** Only on this channel; on every channel where it is not given. Not for scopes that are a channel themselves. */
  readonly channel?: string;
  /** ISO 8601 with offset: when it was received. */
  readonly receivedAt: string;
  /** Who took it in. */
  readonly agent?: string;
  /** Reference to the proof: a call, a letter, a case. */
  readonly evidence?: string;
  /** The person takes an earlier refusal of exactly this scope back; needs evidence. Objections and restrictions only. */
  readonly lift?: boolean;
}

/** What was recorded. Holds no personal data but the caller's own words. */
export interface RecordedRefusal {
  readonly records: readonly {
    readonly kind: RefusalScope['kind'];
    /** By which it is found again, in evidence and in the store. */
    readonly id: string;
    readonly fields: Readonly<Record<string, string>>;
    /** What ends by it, in English, Swedish and Finnish. */
    readonly says: RefusalScope['says'];
  }[];
  /** Controllers whose messages it ends. */
  readonly controllers: readonly string[];
  /** `profile`: that person with every address; `identifier`: everybody who holds or has held the address. */
  readonly given: 'profile' | 'identifier';
  readonly lift: boolean;
  readonly added: number;
  readonly already: number;
}

/**
 * Records a refusal that a person expressed, as widely as the law reads it. It is on disk when this returns, and every
 * later decision knows it.
 *
 * @throws {ClearlistError} `input-invalid` for a person, time or lift that cannot be; `unknown-name` for a scope,
 * channel or controller; `project-invalid`; whatever writing to the store throws. Nothing is recorded then.
 */
export async function recordRefusal(project: Project, input: RefusalInput): Promise<RecordedRefusal> {
  const { person, scopes, lift = false, receivedAt, agent, evidence, controller, channel, now, waitMs } = input;
  const { folder } = requireStore(project);
  const { policy } = project;
  if (scopes.length === 0) throw unclear('scope', 'nothing is said to be refused', 'Name what the person refuses.');
  if (!namesSomebody(asRow(person))) {
    throw unclear('person', 'this can be no profile id, e-mail address or phone number', 'Ask for the address again.');
  }
  if (lift && evidence === undefined) {
    throw unclear('evidence', 'a refusal is lifted by the person with proof only', 'Give --evidence, or lift nothing.');
  }
  const common = {
    ...asRow(person),
    ...(controller === undefined ? {} : { controller }),
    occurredAt: receivedAt,
    origin: 'data_subject',
    ...(agent === undefined ? {} : { agent }),
    ...(evidence === undefined ? {} : { evidence }),
  };
  const records = scopes.map((word) => {
    const scope = scopeOf(word, policy);
    const fields = { ...scope.fields, ...narrowed(scope, channel), ...stateOf(scope, lift) };
    const record = recordFrom(scope, { ...common, ...fields }, policyWords(policy));
    return { kind: scope.kind, fields, says: scope.says, line: recordLine(scope.kind, record, 'record-refusal') };
  });
  const lines: Partial<Record<RefusalScope['kind'], string[]>> = {};
  for (const { kind, line } of records) lines[kind] = [...(lines[kind] ?? []), line];
  const detail = { kinds: records.map(({ kind }) => kind), lift };
  const clock = { ...(now === undefined ? {} : { now }), ...(waitMs === undefined ? {} : { waitMs }) };
  const { added, already } = await addRecords(folder, lines, { action: 'record_refusal', detail }, clock);
  return {
    records: records.map(({ kind, fields, says, line }) => ({ kind, id: lineId(line), fields, says })),
    controllers: reached(policy, controller),
    given: 'profileId' in person ? 'profile' : 'identifier',
    lift,
    added,
    already,
  };
}

const asRow = (person: RefusalInput['person']): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(person).filter(([, value]) => value !== undefined));

/** The controllers that a refusal given to one of them reaches. */
const reached = (policy: Policy, controller: string | undefined): readonly string[] =>
  controller === undefined ? policy.controllers.map(({ id }) => id) : refusalControllers(policy, controller);

function narrowed({ fields }: RefusalScope, channel: string | undefined): Readonly<Record<string, string>> {
  if (channel === undefined) return {};
  if (fields.channel === '*') return { channel };
  throw unclear('channel', 'this refusal is about a channel already, or about none', 'Leave --channel out.');
}

function stateOf({ kind }: RefusalScope, lift: boolean): Readonly<Record<string, string>> {
  if (kind === 'objection') return { state: lift ? 'lifted' : 'objected' };
  if (kind === 'restriction') return { state: lift ? 'lifted' : 'restricted' };
  if (!lift) return {};
  throw unclear('lift', 'an opt-out is ended by a new consent of the person', 'Record the consent.');
}

/** Reads what is to be recorded as a source's row would be read, but takes nothing that cannot be read. */
function recordFrom({ kind }: RefusalScope, given: Readonly<Record<string, string>>, words: Words): Placed {
  const fields: Readonly<Record<string, Field>> = recordKinds[kind].fields;
  const cells = Object.entries(given).flatMap(([name, text]) => {
    const field = fields[name];
    return field === undefined ? [] : [[name, readCell(field, text, words)] as const];
  });
  const unreadable = cells.find(([, cell]) => cell === UNREADABLE || cell === undefined)?.[0];
  if (unreadable !== undefined) {
    throw unclear(unreadable, `this is no readable ${unreadable}`, 'Correct it; nothing was recorded.');
  }
  const read = readRow(kind, Object.fromEntries(cells), { source: 'record-refusal', row: 1 });
  if ('lost' in read) throw new Error(`bug: a refusal lacks ${read.lost}`);
  return read.record as Placed;
}

const unclear = (at: string, message: string, hint: string): ClearlistError =>
  new ClearlistError('input-invalid', message, { at, hint });
