import type { AboutPerson } from '../../campaign/about-person.js';
import type { CaptureQueries } from '../../campaign/audit/capture.js';
import type { CompiledRun } from '../../campaign/compile-run.js';
import type { Relations } from '../../campaign/relations.js';
import { type EvaluatedKind, evaluatedKinds } from '../../model/record-kinds.js';
import type { Sql } from '../../sql/fragment.js';

/** What is asked once a plan is done: the tables that these read stay until then. */

/** What a run asks of lists and figures, once nothing is captured and checked any more. */
export const askedOfRun = (compiled: CompiledRun, relations: Relations): readonly Sql[] => [
  ...askedOfAudiences(compiled),
  compiled.anonymousEvents,
  compiled.universe,
  ...compiled.campaigns.flatMap(({ reads, proof }) => [...reads, ...(proof?.reads ?? [])]),
  ...ofDeclared(relations),
];

/** What stops a run, if it is there. */
export const askedOfChecks = ({ checks }: Pick<CompiledRun, 'checks'>): readonly Sql[] =>
  checks.map(({ query }) => query);

/** What is asked of every plan that has audiences. */
export const askedOfAudiences = ({ idLists: lists, fits }: Pick<CompiledRun, 'idLists' | 'fits'>): readonly Sql[] => [
  ...lists.map(({ unknown }) => unknown),
  ...fits.flatMap(({ table }) => table ?? []),
];

/** What is asked to capture a sample. */
export const askedToCapture = ({ drawn, found, ...about }: CaptureQueries): readonly Sql[] => [
  ...askedOf(about),
  drawn,
  ...Object.values<Sql>({ ...found }),
];

export const askedOf = ({ persons, records }: AboutPerson): readonly Sql[] => [persons, ...Object.values(records)];

/** Every record that there is. */
export const ofDeclared = (relations: Relations): readonly Sql[] =>
  [...declaredKinds(relations), 'profile_identifier' as const].flatMap((kind) => relations[kind] ?? []);

export const declaredKinds = (relations: Relations): readonly EvaluatedKind[] =>
  evaluatedKinds.filter((kind) => relations[kind] !== undefined);
