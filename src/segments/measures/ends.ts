import type { Field } from '../../model/record-kind.js';
import { compareUtf8 } from '../../model/text.js';
import { call, type Sql, sql } from '../../sql/fragment.js';
import { order, type Value } from '../comparisons.js';
import { type CountedRow, cellOf } from '../counted-rows.js';
import { columnName } from '../row-filter.js';
import { type RowKind, rowField, rowKinds } from '../row-kinds.js';
import { localDayNumber } from '../zone.js';
import { type Basis, basisWords, figure, isFigure } from './figure.js';
import { filtered, isReturn, type MeasureTwin, salesOnly, WHOLE } from './measure-twin.js';

/**
 * What the first or the last row says, and how many local days ago it was; a return is neither.
 *
 * Of rows at the same instant the one with the smallest id is the first and the one with the greatest the last, in
 * UTF-8 order; no id comes before every id, and among rows that still tie the smallest value is first, no value
 * before all. Where that row does not say, it is missing: another row is not asked instead.
 */
export type EndMeasure =
  | (Basis & { readonly first: string })
  | (Basis & { readonly last: string })
  | { readonly daysSince: 'first' | 'last' };

export const endTwin = (measure: EndMeasure, over: RowKind): MeasureTwin =>
  'daysSince' in measure ? daysSince(measure.daysSince, over) : fieldTwin(measure, over);

function fieldTwin(measure: Exclude<EndMeasure, { daysSince: string }>, over: RowKind): MeasureTwin {
  const [name, end] = 'first' in measure ? [measure.first, 'first' as const] : [measure.last, 'last' as const];
  const { type, ...field } = rowField(over, name) as Field;
  const basis = isFigure(over, name) ? figure(over, name, measure) : undefined;
  const valueIn = (row: CountedRow): Value | undefined => cellOf(row, name);
  const column = columnName(name);
  return {
    type: {
      type,
      ...(field.words === undefined ? {} : { words: field.words }),
      ...(field.any === undefined ? {} : { any: field.any }),
    },
    needs: [],
    filter: basis?.filter ?? [],
    evaluate: (rows) => {
      const ordered = rows.filter((row) => !isReturn(row)).sort((a, b) => inOrder(a, b, valueIn));
      const found = ordered.at(end === 'first' ? 0 : -1);
      const value = found && valueIn(found);
      return value === undefined ? undefined : { value };
    },
    compile: (ask) => {
      const key = [sql`counted_at`, sql`coalesce(id, '')`, sql`${column} is not null`, column];
      const aggregate = call(end === 'first' ? 'first_by' : 'last_by', column, ...key);
      return { value: ask.answer(filtered(aggregate, [...ask.filter, ...salesOnly(over)])) };
    },
    words: `${name} of the ${end} ${rowKinds[over].one}${basisWords(measure)}`,
  };
}

function inOrder(a: CountedRow, b: CountedRow, valueIn: (row: CountedRow) => Value | undefined): number {
  const [x, y] = [valueIn(a), valueIn(b)];
  return (
    a.at - b.at ||
    compareUtf8(a.row.id ?? '', b.row.id ?? '') ||
    (x === undefined ? (y === undefined ? 0 : -1) : y === undefined ? 1 : order(x, y))
  );
}

function daysSince(end: 'first' | 'last', over: RowKind): MeasureTwin {
  const nearest = end === 'first' ? Math.min : Math.max;
  const aggregate: Sql = end === 'first' ? sql`min(local_day)` : sql`max(local_day)`;
  return {
    type: WHOLE,
    needs: ['local_day'],
    filter: [],
    evaluate: (rows, { zone, asOf }) => {
      const days = rows.filter((row) => !isReturn(row)).map(({ at }) => localDayNumber(zone, at));
      if (days.length === 0) return undefined;
      return { value: BigInt(localDayNumber(zone, asOf) - days.reduce((a, b) => nearest(a, b))) };
    },
    compile: (ask) => {
      const day = ask.answer(filtered(aggregate, [...ask.filter, ...salesOnly(over)]));
      return { value: sql`(${localDayNumber(ask.zone, ask.asOf)} - ${day})` };
    },
    words: `days since the ${end} ${rowKinds[over].one}`,
  };
}
