import { ClearlistError } from '../errors.js';
import { manifestsIn } from '../export/last-run.js';
import type { Manifest } from '../export/manifest.js';
import { type Instant, parseInstant } from '../model/instant.js';
import type { SourceReport } from '../model/source-report.js';
import type { Project } from '../project/load-project.js';

/** How many rows each part of each source had in an earlier run; nothing where none is known. */
export type EarlierRows = ReadonlyMap<string, number>;

/**
 * The rows of the last run for sending at or before an as-of, by the manifests in the folder for lists.
 *
 * @throws {ClearlistError} `input-invalid` for a manifest that cannot be read: it could be the last run.
 */
export async function rowsOfLastRun(output: string, asOf: Instant): Promise<EarlierRows> {
  let last: Manifest | undefined;
  for (const manifest of await manifestsIn(output)) {
    if (!manifest.forSending || at(manifest) > asOf) continue;
    if (last === undefined || at(manifest) > at(last) || (at(manifest) === at(last) && manifest.runId > last.runId))
      last = manifest;
  }
  return new Map(last?.inputs.map(({ source, rows }) => [source, rows]));
}

const at = ({ asOf }: Manifest): Instant => parseInstant(asOf) ?? 0;

/**
 * Stops a run whose source lost more of its rows than its guard allows: half a file is sound, and refusals are missing.
 *
 * @throws {ClearlistError} `source-shrunk`.
 */
export function requireNotShrunk(
  { sources }: Pick<Project, 'sources'>,
  inputs: readonly SourceReport[],
  earlier: EarlierRows,
): void {
  for (const { source, rows } of inputs) {
    const name = source.split('.')[0] ?? source;
    const guard = Object.hasOwn(sources, name) ? sources[name]?.shrinkGuard : undefined;
    const before = earlier.get(source);
    if (guard === undefined || before === undefined || rows * 100 >= before * (100 - guard)) continue;
    throw new ClearlistError(
      'source-shrunk',
      `source "${source}" has ${rows} rows, and had ${before} in the last run; ${guard} % fewer are allowed`,
      {
        at: `sources.${name}.shrinkGuard`,
        hint: 'Fetch the source again; where it is right, raise the guard for one run.',
      },
    );
  }
}
