import type { EvaluatedKind } from './record-kinds.js';

/** One file of a source, as it was read. */
export interface InputFile {
  /** Relative to the project file. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** What was read from one source. */
export interface SourceReport {
  readonly source: string;
  readonly kind: EvaluatedKind;
  readonly files: readonly InputFile[];
  readonly rows: number;
  /** Rows left out because a rule of the source says so (no customer on the receipt). */
  readonly leftOut: number;
  /** Rows that could not be read, within the source's stated tolerance. */
  readonly unreadable: number;
  /** Hash of how its rows were read, whatever its files are called; absent where it has no binding. */
  readonly binding?: string;
  /** Of what was read, where it does not come from files: equal for equal records. Units: 64 hex digits. */
  readonly digest?: string;
}
