import type { Directory } from '../identity/directory.js';
import { listsOf, type Segment } from '../segments/segment.js';

/** How a list of ids met the profiles of a run. No personal data. */
export interface IdListReport {
  readonly name: string;
  /** Of the file, or of the ids in order. */
  readonly sha256: string;
  readonly ids: number;
  /** Ids that belong to nobody: of no profile, or of one merged into a profile that no source has. */
  readonly unknown: number;
}

/** In the order of names, each list once. */
export const inOrder = (reports: readonly IdListReport[]): readonly IdListReport[] =>
  [...new Map(reports.map((report) => [`${report.name} ${report.sha256}`, report])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, report]) => report);

/** Of every list that some segments read. */
export const idListReports = (segments: readonly Segment[], directory: Directory): readonly IdListReport[] =>
  inOrder(
    segments.flatMap(listsOf).map(({ name, list: { sha256, ids } }) => ({
      name,
      sha256,
      ids: ids.size,
      unknown: [...ids].filter((id) => !directory.persons.has(directory.personOf(id))).length,
    })),
  );
