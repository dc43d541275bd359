import type { Words } from './read-cell.js';
import type { Placed } from './record-kind.js';
import type { EvaluatedKind } from './record-kinds.js';
import type { SourceReport } from './source-report.js';

/** Records of one kind that do not come from a source's files: read once by the specification, whatever the engine. */
export interface KeptRecords {
  readonly kind: EvaluatedKind;
  readonly report: SourceReport;
  /** In batches; to the end, or it is not known whether they are all. */
  read(words: Words): AsyncIterable<readonly Placed[]>;
}
