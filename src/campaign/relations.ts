import type { RelationName } from '../model/columns.js';
import type { Sql } from '../sql/fragment.js';

/** The relations that sources gave, by name; see `relationColumns`. */
export type Relations = Readonly<Partial<Record<RelationName, Sql>>>;
