import { resolve } from 'node:path';
import * as z from 'zod';
import { canonicalJson } from '../identity/digest.js';
import { type Instant, parseInstant } from '../model/instant.js';
import type { AudiencePlace, Transfer, TransferAnswer } from '../model/transfer.js';
import { type Added, addRecords } from './add-lines.js';
import { addLines, EMPTY_DIGEST } from './content-digest.js';
import type { Store, WriteOptions } from './open-store.js';
import { storeDamaged } from './store-errors.js';
import type { LedgerKind } from './stored-kinds.js';

/**
 * What Clearlist itself writes down, each kind with its own shape: JSON with keys in order. Equal entries are the same
 * entry, so that recording a run or a transfer again adds nothing.
 */

const count = z.int().min(0);

/** A run that was published. Units: persons, rows. Names nobody. */
const storedRun = z.strictObject({
  runId: z.string(),
  asOf: z.string(),
  forSending: z.boolean(),
  /** SHA-256 of its manifest. */
  manifest: z.string(),
  campaigns: z.array(
    z.strictObject({ id: z.string(), members: count, suppressed: count, cleared: count, listed: count }),
  ),
  inputs: z.array(z.strictObject({ source: z.string(), kind: z.string(), rows: count })),
});
/** What a store knows of a run. */
export type StoredRun = z.infer<typeof storedRun>;

/** Somebody who came into an audience, or is in it no more, as of a run. */
const membership = z.strictObject({
  segment: z.string(),
  profileId: z.string(),
  change: z.enum(['entered', 'left']),
  asOf: z.string(),
});
/** Somebody came into an audience or left it. */
export type Membership = z.infer<typeof membership>;

const place = { destination: z.string(), audience: z.string(), at: z.int() };
/** The run, or the taking back, whose files it is about. */
const run = z.string().optional();
const transfer = z.strictObject({
  ...place,
  personId: z.string(),
  digest: z.string(),
  profile: z.string().optional(),
  run,
});
const transferAnswer = z.union([
  z.strictObject({ ...place, answer: z.enum(['added', 'removal_requested', 'removed']), digest: z.string(), run }),
  z.strictObject({ ...place, answer: z.enum(['added', 'removed']), run }),
  z.strictObject({ ...place, answer: z.enum(['deletion_requested', 'removal_refused', 'audience_deleted']), run }),
]);

const shapes = {
  run: storedRun,
  membership,
  transfer,
  transfer_answer: transferAnswer,
} as const satisfies Record<LedgerKind, z.ZodType>;

export const ledgerLine = (entry: StoredRun | Membership | Transfer | TransferAnswer): string => canonicalJson(entry);

/** All entries of a kind. */
async function entriesOf<K extends LedgerKind>(store: Store, kind: K): Promise<readonly z.infer<(typeof shapes)[K]>[]> {
  const entries: z.infer<(typeof shapes)[K]>[] = [];
  for await (const { entry } of linesOf(store, kind)) entries.push(entry);
  return entries;
}

async function* linesOf<K extends LedgerKind>(
  store: Store,
  kind: K,
): AsyncGenerator<{ readonly entry: z.infer<(typeof shapes)[K]>; readonly line: string }> {
  for await (const lines of store.lines(kind)) {
    for (const line of lines) {
      const parsed = shapes[kind].safeParse(jsonOf(line));
      if (!parsed.success) throw storeDamaged(store.folder, `an entry of kind ${kind} is not what was written`);
      yield { entry: parsed.data as z.infer<(typeof shapes)[K]>, line };
    }
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const instantOf = ({ asOf }: { readonly asOf: string }): number => parseInstant(asOf) ?? Number.NEGATIVE_INFINITY;

/** The runs that a store knows, by their as-of. */
export const storedRuns = async (store: Store): Promise<readonly StoredRun[]> =>
  [...(await entriesOf(store, 'run'))].sort((a, b) => instantOf(a) - instantOf(b));

/** Changes of membership, by their as-of. */
export const storedMemberships = async (store: Store): Promise<readonly Membership[]> =>
  [...(await entriesOf(store, 'membership'))].sort((a, b) => instantOf(a) - instantOf(b));

/** What is known of audiences, and a digest of what became known at each time. */
export interface TransferFacts {
  readonly transfers: readonly Transfer[];
  readonly answers: readonly TransferAnswer[];
  /** By the time of transfers and answers; a digest that no order changes. */
  readonly digests: ReadonlyMap<Instant, string>;
}

/** The same of some audiences only, without the others in memory. */
export async function transferFacts(store: Store, isAbout: (place: AudiencePlace) => boolean): Promise<TransferFacts> {
  const digests = new Map<Instant, string>();
  const some = async <K extends 'transfer' | 'transfer_answer'>(kind: K) => {
    const entries: z.infer<(typeof shapes)[K]>[] = [];
    for await (const { entry, line } of linesOf(store, kind)) {
      if (!isAbout(entry)) continue;
      entries.push(entry);
      digests.set(entry.at, addLines(digests.get(entry.at) ?? EMPTY_DIGEST, [line]));
    }
    return entries;
  };
  const transfers = (await some('transfer')) as readonly Transfer[];
  return { transfers, answers: (await some('transfer_answer')) as readonly TransferAnswer[], digests };
}

/** Everything that `removals()` needs of the past. */
export async function storedTransfers(
  store: Store,
): Promise<{ readonly transfers: readonly Transfer[]; readonly answers: readonly TransferAnswer[] }> {
  const transfers = (await entriesOf(store, 'transfer')) as readonly Transfer[];
  return { transfers, answers: (await entriesOf(store, 'transfer_answer')) as readonly TransferAnswer[] };
}

/**
 * Writes down what was handed to recipients, and what they answered; before it is handed over, so that nothing is out
 * there of which nobody knows.
 *
 * @throws {ClearlistError} as `addRecords`.
 */
export const recordTransfers = (
  folder: string,
  {
    transfers = [],
    answers = [],
    run,
  }: {
    readonly transfers?: readonly Transfer[];
    readonly answers?: readonly TransferAnswer[];
    /** Whose files they are, for the audit log. */
    readonly run?: string;
  },
  options: WriteOptions = {},
): Promise<Added> =>
  addRecords(
    resolve(folder),
    { transfer: transfers.map(ledgerLine), transfer_answer: answers.map(ledgerLine) },
    {
      action: 'record_transfers',
      detail: { transfers: transfers.length, answers: answers.length, ...(run === undefined ? {} : { run }) },
    },
    options,
  );
