/**
 * Where tables outlive a run, each in a file of its own under the key of what it holds. It is a convenience: nothing
 * that goes wrong with it stops a run.
 */
export interface TableCache {
  /** The file that holds what a key says, whole and unaltered; nothing where there is none. */
  find(key: string): Promise<string | undefined>;
  /** Where a file may be written that could become an entry; nothing where none may be. */
  place(): Promise<string | undefined>;
  /** Another name of a file for whoever reads it in this run, whatever becomes of the entry; nothing where there can be none. */
  hold(path: string): Promise<string | undefined>;
  /** Takes a file in that {@link place} gave; whoever reads it at the moment reads on. */
  keep(key: string, path: string): Promise<void>;
  /** Removes what was written at a place and never kept, and what was held. */
  release(): Promise<void>;
}
