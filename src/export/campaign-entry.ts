import * as z from 'zod';
import type { ListContent } from '../campaign/cleared-list.js';
import type { ProofCounts } from '../campaign/proof.js';
import { readableMembers } from '../campaign/readable.js';
import {
  bases,
  type ListRefusalCode,
  listRefusals,
  type ReasonCode,
  type ReasonGroup,
  reasonRank,
  reasons,
} from '../model/reasons.js';
import { sealFormatNames } from './hand-over/recipient.js';
import type { WrittenFile } from './list-file.js';
import { type ListingEntry, listingEntrySchema } from './listing-files/listing-entry.js';
import { type ListingOperation, listingOperations } from './listing-files/listing-file.js';

/** Units: persons, rows or bytes. */
export const count = z.int().min(0);

/** What a self-audit looked at. Runs of before it held records against each other say nothing of `named`. */
export const auditedSchema = z.strictObject({ persons: count, decisions: count, named: count.optional() });
export const sha256Text = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower hex');
export const reasonCode = z.enum(reasonRank as readonly [ReasonCode, ...ReasonCode[]]);

/** A name, never a path: manifests are read from disk, and what they name is opened. */
const fileName = z.string().regex(/^(?!\.{1,2}$)[^/\\\0]+$/, 'not a plain file name');

const listRefusalCode = z.enum(Object.keys(listRefusals) as [ListRefusalCode, ...ListRefusalCode[]]);

const group = z.enum(['final', 'fixable', 'timing'] as const satisfies readonly ReasonGroup[]);
const column = z.strictObject({ header: z.string(), field: z.string() });
const written = z.strictObject({
  name: fileName,
  /** Which part of a split campaign. */
  part: z.string().optional(),
  /** For the proof recipients of a campaign: never sent to its audience. */
  proof: z.literal(true).optional(),
  sha256: sha256Text,
  rows: count,
  bytes: count,
  /** Of a list of persons; files for a listing service are made by the rules of the service. */
  columns: z.array(column).optional(),
  /** What a file tells a listing service to do; absent for what is beside it. */
  operation: z.enum(listingOperations).optional(),
  /** The file is encrypted; `sha256` and `bytes` are of what stands there, and differ each time it is made. */
  encrypted: z
    .strictObject({
      format: z.enum(sealFormatNames),
      /** By name; `key` is the SHA-256 of the public key. */
      for: z.array(z.strictObject({ id: z.string(), key: sha256Text })).min(1),
      plain: z.strictObject({ sha256: sha256Text, bytes: count }),
    })
    .optional(),
});
const counts = z
  .strictObject({
    universe: count,
    members: count,
    suppressed: count,
    cleared: count,
    capped: count,
    duplicates: count,
    overLimit: count,
    heldOut: count,
    listed: count,
  })
  .refine(({ universe, members }) => members <= universe, 'more members than persons')
  .refine(({ members, suppressed, cleared }) => cleared === members - suppressed, 'cleared is not members − suppressed')
  .refine(
    ({ cleared, capped, duplicates, overLimit, heldOut, listed }) =>
      listed === cleared - capped - duplicates - overLimit - heldOut,
    'listed is not cleared without the capped, the duplicates, those over the limit and the held out',
  );

/** Counts without reasons: of so few people, reasons would tell who. */
const proof = z
  .strictObject({
    asked: count,
    persons: count,
    cleared: count,
    listed: count,
    /** Absent for a campaign that is refused whole. */
    file: written.optional(),
  })
  .refine(({ asked, persons }) => persons <= asked, 'more proof recipients than ids')
  .refine(({ persons, cleared, listed }) => listed <= cleared && cleared <= persons, 'not a funnel')
  .refine(({ listed, file }) => file === undefined || file.rows === listed, 'the file has not as many rows as persons');

/** What a manifest says about one campaign and its list. Codes, counts and hashes: nothing about any one person. */
export const campaignEntrySchema = z
  .strictObject({
    id: z.string(),
    controller: z.string(),
    kind: z.string(),
    purpose: z.string(),
    channel: z.string(),
    /** Segment id. */
    audience: z.string(),
    counts,
    /** Members whose data the audience may read; absent where the policy guards nothing of what it reads. */
    readable: count.optional(),
    reasons: z.array(z.strictObject({ code: reasonCode, group, primary: count, any: count })),
    bases: z.array(z.strictObject({ basis: z.enum(bases), persons: count })),
    /** One, or one for each part of a split campaign. */
    files: z.array(written),
    /** Of a campaign that names proof recipients; nobody of them counts above. */
    proof: proof.optional(),
    /** Why the campaign is refused whole; it has no files then. */
    refused: z.array(z.strictObject({ code: listRefusalCode, detail: z.string() })),
    /** How its audience at a listing service changes. */
    listing: listingEntrySchema.optional(),
  })
  .refine(
    ({ counts, readable = counts.members }) => readable <= counts.members,
    'more members may be read than there are',
  )
  .refine(
    // An audience that stays as it is has no files.
    ({ files, refused, listing }) => listing !== undefined || (files.length === 0) === refused.length > 0,
    'files, or why there are none',
  )
  .refine(
    ({ counts, files, refused, listing }) =>
      refused.length > 0 ||
      listing !== undefined ||
      files.reduce((rows, file) => rows + file.rows, 0) === counts.listed,
    'the files have not as many rows as persons are listed',
  );

export type CampaignEntry = z.infer<typeof campaignEntrySchema>;

/** A file of a campaign, as it was written. */
export interface NamedFile extends WrittenFile {
  readonly name: string;
  readonly part?: string;
  readonly proof?: true;
  readonly operation?: ListingOperation;
}

/** What a campaign has beside its list. */
export interface BesideList {
  readonly listing?: ListingEntry;
  readonly proof?: ProofCounts & { readonly file?: NamedFile };
}

export function campaignEntry(
  { campaign, counts, refusals = [] }: ListContent,
  files: readonly NamedFile[],
  { listing, proof }: BesideList = {},
): CampaignEntry {
  const { id, controller, kind, purpose, channel, audience, columns } = campaign;
  const { reasons: applied, bases, parts: _, ...funnel } = counts;
  const readable = readableMembers(campaign, counts);
  const entryOf = ({ encrypted, ...file }: NamedFile): CampaignEntry['files'][number] => ({
    ...file,
    ...(listing === undefined ? { columns: columns.map(({ header, field }) => ({ header, field })) } : {}),
    ...(encrypted === undefined ? {} : { encrypted: { ...encrypted, for: [...encrypted.for] } }),
  });
  return {
    id,
    controller,
    kind,
    purpose,
    channel,
    audience: audience.id,
    counts: funnel,
    ...(readable === undefined ? {} : { readable }),
    reasons: applied.map(({ code, primary, any }) => ({ code, group: reasons[code].group, primary, any })),
    bases: bases.map(({ basis, persons }) => ({ basis, persons })),
    files: files.map(entryOf),
    ...(proof === undefined ? {} : { proof: proofEntry(proof, entryOf) }),
    refused: refusals.map(({ code, detail }) => ({ code, detail })),
    ...(listing === undefined ? {} : { listing }),
  };
}

const proofEntry = (
  { file, ...counts }: NonNullable<BesideList['proof']>,
  entryOf: (file: NamedFile) => CampaignEntry['files'][number],
): CampaignEntry['proof'] => ({ ...counts, ...(file === undefined ? {} : { file: entryOf(file) }) });
