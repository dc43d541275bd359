import { recordKinds } from '../../model/record-kinds.js';
import { allOf, anyOf, FALSE, inList, type Sql, sql } from '../../sql/fragment.js';
import { identifierWords } from '../bound-fields.js';
import { NO_ANSWER, type PartBinding } from '../parts.js';
import { DUPLICATE, IDENTIFIER } from '../unreadable.js';
import type { CellColumns } from './cell-columns.js';
import type { KindSql } from './kind-sql.js';

/** In `lost`, a row that a rule of the source leaves out. No field is called so. */
export const LEFT_OUT = '(left out)';

export interface LostCase {
  /** Never null. */
  readonly when: Sql;
  readonly says: string;
}

/** Why a row is no record, the first that holds; `part-reader.ts` and `source-rows.ts` are the meaning. */
export function lostCases(binding: PartBinding, cells: CellColumns, kind: KindSql): readonly LostCase[] {
  const lacks = (oneOf: readonly string[]): Sql => allOf(oneOf.map((field) => sql`(${cells.value(field)} is null)`));
  const needs: readonly (readonly string[])[] = recordKinds[binding.kind].needs;
  const unnamed = unnamedSql(binding, cells);
  // The first need of a kind is whom a row is about.
  const nobody = allOf([lacks(needs[0] ?? []), ...(unnamed === undefined ? [] : [sql`not ${unnamed}`])]);
  return [
    ...silentCase(binding, cells),
    ...(binding.withoutSubject === 'leave_out' ? [{ when: nobody, says: LEFT_OUT }] : []),
    ...duplicateCases(binding, cells),
    ...(unnamed === undefined ? [] : [{ when: unnamed, says: IDENTIFIER }]),
    ...needs.map((oneOf) => ({ when: lacks(oneOf), says: oneOf.join(' or ') })),
    ...kind.lost.filter(({ when }) => when !== FALSE).map(({ when, field }) => ({ when, says: field })),
  ];
}

function silentCase({ flag }: PartBinding, cells: CellColumns): readonly LostCase[] {
  const text = cells.guard('flag');
  if (flag === undefined || text === undefined) return [];
  const none = Object.keys(flag.words).filter((word) => flag.words[word] === NO_ANSWER);
  return [{ when: anyOf([sql`(${text} is null)`, sql`coalesce(${inList(text, none)}, false)`]), says: LEFT_OUT }];
}

/** It says an identifier, but not of a kind that is known. */
function unnamedSql(binding: PartBinding, cells: CellColumns): Sql | undefined {
  const [kind, value] = [cells.guard('kind'), cells.guard('value')];
  if (kind === undefined || value === undefined) return undefined;
  const known = inList(kind, Object.keys(identifierWords(binding)));
  return sql`(${value} is not null and not coalesce(${known}, false))`;
}

function duplicateCases({ duplicates }: PartBinding, cells: CellColumns): readonly LostCase[] {
  if (duplicates === undefined) return [];
  const { place, count } = cells.duplicate;
  const several = sql`(${cells.value('id')} is not null and ${count} > 1)`;
  const latest = cells.guard('latest');
  const others = sql`(${several} and ${place} > 1)`;
  if (latest !== undefined) {
    return [
      { when: sql`(${several} and ${latest} is not null and ${place} > 1)`, says: LEFT_OUT },
      { when: sql`(${several} and ${latest} is null)`, says: DUPLICATE },
    ];
  }
  return [{ when: others, says: duplicates === 'error' ? DUPLICATE : LEFT_OUT }];
}
