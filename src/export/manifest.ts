import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { boundaryReports } from '../campaign/boundary-reports.js';
import type { EngineRun, RunDefinition } from '../campaign/engine.js';
import type { ReleaseReport } from '../campaign/release/release.js';
import { runIdentity } from '../campaign/run-id.js';
import { ClearlistError } from '../errors.js';
import { formatInstant, HOUR, type Instant } from '../model/instant.js';
import { reasonRank } from '../model/reasons.js';
import { evaluatedKinds } from '../model/record-kinds.js';
import {
  auditedSchema,
  type CampaignEntry,
  campaignEntrySchema,
  count,
  reasonCode,
  sha256Text,
} from './campaign-entry.js';

import {
  type EarlierRunEntry,
  earlierRunSchema,
  type ManifestFigures,
  manifestFiguresSchema,
} from './manifest-figures.js';

/** For how long a list may be sent where nobody says: a week. */
export const VALID_FOR_HOURS = 168;

export const validUntil = (asOf: Instant, hours = VALID_FOR_HOURS): string => formatInstant(asOf + hours * HOUR);

/** The manifest's name in the folder of a run. */
export const MANIFEST = 'manifest.json';

/** The name of the page that people read, beside it. */
export const REPORT = 'report.html';

const inputFile = z.strictObject({ file: z.string(), sha256: sha256Text, bytes: count });

/**
 * What a run read, decided and wrote. Written last: a folder that has it is complete.
 *
 * Shape: no time of day and no machine, so that the same run gives the same bytes. Reasons are codes, best-ranked first.
 */
export const manifestSchema = z.strictObject({
  format: z.literal('clearlist-manifest/1'),
  runId: z.string().regex(/^[0-9a-f]{16}$/),
  asOf: z.string(),
  /** False for a replay of the past. */
  forSending: z.boolean(),
  /** Until when the lists may be sent, the last instant included. */
  validUntil: z.string(),
  definitionsHash: sha256Text,
  policy: z.strictObject({
    id: z.string(),
    version: z.string(),
    hash: sha256Text,
    /** Settings that differ from the preset, by the keys that changed them: `dangerously…` for what loosens it. */
    changed: z.array(z.string()),
    /** References to the balancing tests behind legitimate interest, by purpose. */
    assessments: z.record(z.string(), z.string()),
    reasons: z.array(reasonCode),
  }),
  campaigns: z.array(campaignEntrySchema),
  inputs: z.array(
    z.strictObject({
      source: z.string(),
      kind: z.enum(evaluatedKinds),
      files: z.array(inputFile),
      rows: count,
      leftOut: count,
      unreadable: count,
      /** Of what was read, where it does not come from files. */
      digest: sha256Text.optional(),
    }),
  ),
  /** Where the audiences’ ranks divide those ranked; the values as they are shown. */
  boundaries: z.array(
    z.strictObject({
      rank: z.string(),
      key: sha256Text,
      ranked: count,
      taken: count.optional(),
      cuts: z.array(z.string()),
    }),
  ),
  /** Lists of profile ids that the audiences read; `unknown` ids belong to nobody. */
  idLists: z.array(z.strictObject({ name: z.string(), sha256: sha256Text, ids: count, unknown: count })),
  /** Record kinds that decisions read and that have no source in this run. */
  notEvaluated: z.array(z.enum(evaluatedKinds)),
  /** What people look at besides the counts; absent where a program publishes without it. */
  figures: manifestFiguresSchema.optional(),
  /** Earlier runs that were still known, the last ones, by as-of. No part of what the run is. */
  earlier: z.array(earlierRunSchema).optional(),
  /** How many came into the audience of a campaign and left it since the store last kept who is in it. No part of what the run is. */
  moves: z
    .array(z.strictObject({ campaign: z.string(), entered: count, left: count }))
    .readonly()
    .optional(),
  /** What held before the release, and what was let through. */
  release: z.strictObject({
    audited: auditedSchema,
    canaries: count,
    guards: z.array(
      z.strictObject({
        campaign: z.string(),
        guard: z.enum(['suppressed_share_fall', 'cleared_rise']),
        last: z.strictObject({ asOf: z.string(), members: count, suppressed: count, cleared: count }),
        now: z.strictObject({ members: count, suppressed: count, cleared: count }),
      }),
    ),
    override: z.string().optional(),
  }),
  versions: z.strictObject({ clearlist: z.string(), engine: z.string(), engineVersion: z.string() }),
});

/** What stands beside the lists of a run: what was decided, from what, by which rules; nobody’s data. */
export type Manifest = z.infer<typeof manifestSchema>;

export interface ManifestParts {
  readonly definition: RunDefinition;
  readonly run: EngineRun;
  readonly campaigns: readonly CampaignEntry[];
  readonly release: ReleaseReport;
  readonly validForHours?: number | undefined;
  readonly figures?: ManifestFigures | undefined;
  readonly earlier?: readonly EarlierRunEntry[] | undefined;
  readonly moves?: Manifest['moves'];
  /** Of Clearlist. */
  readonly version: string;
}

export function buildManifest({
  definition,
  run,
  campaigns,
  release,
  validForHours,
  figures,
  earlier,
  moves = [],
  version,
}: ManifestParts): Manifest {
  const { runId, asOf, definitionsHash, policyHash } = runIdentity(definition, run.inputs);
  const { id, version: policyVersion, changed = [], assessments } = definition.policy;
  return {
    format: 'clearlist-manifest/1',
    runId,
    asOf,
    forSending: !definition.replay,
    validUntil: validUntil(definition.asOf, validForHours),
    definitionsHash,
    policy: {
      id,
      version: policyVersion,
      hash: policyHash,
      changed: [...changed],
      assessments: { ...assessments },
      reasons: [...reasonRank],
    },
    campaigns: [...campaigns],
    inputs: run.inputs.map(({ source, kind, files, rows, leftOut, unreadable, digest }) => ({
      source,
      kind,
      files: files.map(({ file, sha256, bytes }) => ({ file, sha256, bytes })),
      rows,
      leftOut,
      unreadable,
      ...(digest === undefined ? {} : { digest }),
    })),
    boundaries: [
      ...boundaryReports(
        definition.campaigns.map(({ audience }) => audience),
        run.boundaries,
      ).map((report) => ({ ...report, cuts: [...report.cuts] })),
    ],
    idLists: run.idLists.map(({ name, sha256, ids, unknown }) => ({ name, sha256, ids, unknown })),
    notEvaluated: evaluatedKinds.filter((kind) => !run.declared.includes(kind)),
    ...(figures === undefined ? {} : { figures }),
    ...(earlier === undefined ? {} : { earlier: [...earlier] }),
    ...(moves.length === 0 ? {} : { moves }),
    release: { ...release, guards: [...release.guards] },
    versions: { clearlist: version, engine: run.engine.id, engineVersion: run.engine.version },
  };
}

/**
 * Reads the manifest of a run.
 *
 * @throws {ClearlistError} `input-invalid` where there is none, or it is no manifest; with every mistake and its path.
 */
export async function readManifest(path: string): Promise<Manifest> {
  const parsed = manifestSchema.safeParse(await jsonIn(path));
  if (parsed.success) return parsed.data;
  throw notAManifest(path, 'this is no manifest of a run', parsed.error);
}

export const notAManifest = (path: string, message: string, { issues }: z.ZodError): ClearlistError =>
  new ClearlistError('input-invalid', message, {
    at: path,
    hint: 'Name the folder of a run, or a list with its manifest beside it, and leave the files as they were written.',
    issues: issues.map((issue) => ({ at: issue.path.join('.'), message: issue.message })),
  });

/** `undefined` for text that is no JSON; the parser's own message would quote it. */
export async function jsonIn(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => '');
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
