import type { AboutPerson } from '../../campaign/about-person.js';
import type { CompiledRun } from '../../campaign/compile-run.js';
import type { Relations } from '../../campaign/relations.js';
import { type EvaluatedKind, evaluatedKinds } from '../../model/record-kinds.js';
import type { Sql } from '../../sql/fragment.js';

/** What is asked once a plan is done: the tables that these read stay until then. */

/** What a run asks, but for what it captured. */
export const askedOfRun = (compiled: CompiledRun, relations: Relations): readonly Sql[] => [
  ...askedBeside(compiled),
  compiled.anonymousEvents,
  compiled.universe,
  ...compiled.campaigns.flatMap(({ reads, proof }) => [...reads, ...(proof?.reads ?? [])]),
  ...ofDeclared(relations),
];

/** What is asked of every plan that has audiences. */
export const askedBeside = ({
  checks,
  idLists: lists,
  fits,
}: Pick<CompiledRun, 'checks' | 'idLists' | 'fits'>): readonly Sql[] => [
  ...checks.map(({ query }) => query),
  ...lists.map(({ unknown }) => unknown),
  ...fits.flatMap(({ table }) => table ?? []),
];

export const askedOf = ({ persons, records }: AboutPerson): readonly Sql[] => [persons, ...Object.values(records)];

/** Every record that there is. */
export const ofDeclared = (relations: Relations): readonly Sql[] =>
  [...declaredKinds(relations), 'profile_identifier' as const].flatMap((kind) => relations[kind] ?? []);

export const declaredKinds = (relations: Relations): readonly EvaluatedKind[] =>
  evaluatedKinds.filter((kind) => relations[kind] !== undefined);
