import { snakeCase } from '../../model/columns.js';
import { TAKEN_BACK } from '../../model/purchase.js';
import { FALSE, literal, type Sql, sql } from '../../sql/fragment.js';
import type { CellColumns } from './cell-columns.js';
import type { KindSql, ReadKind } from './kind-sql.js';

const damaged = (cells: CellColumns): KindSql['lost'] =>
  cells.fields.map((field) => ({ when: cells.bad(field), field }));

/** A row of behaviour with a cell that cannot be read is lost. */
export const readEvent: ReadKind = (cells) => ({ columns: {}, lost: damaged(cells) });

/** Decimals have at most twelve digits before the point. */
const LIMIT = 1_000_000_000_000n;

const PIECE = sql`cast(1 as decimal(18,6))`;

/** The amount from quantity and price has twelve places, of which the last six have to be zero. */
export const readPurchase: ReadKind = (cells) => {
  const quantity = cells.value('quantity');
  const priced = cells.fields.includes('unitPrice') && cells.fields.includes('quantity');
  // Wide enough for any quantity at any price, so that the product is exact.
  const price = sql`cast(${cells.value('unitPrice')} as decimal(38,6))`;
  const product = sql`case when ${cells.value('amount')} is null then cast(${quantity} as decimal(38,6)) * ${price} end`;
  const exact = sql`cast(${product} as decimal(38,6))`;
  const amount = priced ? sql`coalesce(${cells.value('amount')}, ${exact})` : cells.value('amount');
  const isVoid = isWord(cells, 'void');
  const isReturn = isWord(cells, 'return');
  // Without a negative figure only the word says what a row is.
  const isPositive = !priced && cells.isPositive('quantity') && cells.isPositive('amount');
  const returned = isPositive
    ? isReturn
    : sql`(${isReturn} or (not ${isVoid} and coalesce(${quantity}, ${amount}, 0) < 0))`;
  const figures: Readonly<Record<string, Sql>> = { quantity: sql`coalesce(${quantity}, ${PIECE})`, amount };
  const takenBack = TAKEN_BACK.map((field) => {
    const value = figures[field] ?? cells.value(field);
    // What is nowhere said is not worked out for every row.
    const isSaid = cells.fields.includes(field) || figures[field] !== undefined;
    return [
      snakeCase(field),
      isSaid ? sql`case when ${returned} then -abs(${value}) else ${value} end` : value,
    ] as const;
  });
  const turned = sql`(${returned} and coalesce(${amount}, ${quantity}, 1) > 0)`;
  const margin = cells.value('margin');
  return {
    columns: {
      ...Object.fromEntries(takenBack),
      ...(cells.fields.includes('margin')
        ? { margin: sql`case when ${turned} then -${margin} else ${margin} end` }
        : {}),
      type: typeSql(
        cells,
        isPositive,
        sql`case when ${isVoid} then 'void' when ${returned} then 'return' else 'sale' end`,
      ),
    },
    lost: [
      ...damaged(cells),
      ...(priced
        ? [{ when: sql`coalesce(${exact} <> ${product} or abs(${exact}) >= ${LIMIT}, false)`, field: 'unitPrice' }]
        : []),
    ],
  };
};

/** Never null. */
function isWord(cells: CellColumns, word: string): Sql {
  const values = cells.values('type');
  if (values !== undefined && !values.includes(word)) return FALSE;
  const is = sql`${cells.value('type')} = ${word}`;
  return values === undefined || values.includes(null) ? sql`coalesce(${is}, false)` : sql`(${is})`;
}

/** A word in every row stands for itself, and no word at all for a sale, unless a negative figure says otherwise. */
function typeSql(cells: CellColumns, isPositive: boolean, otherwise: Sql): Sql {
  const values = cells.values('type');
  if (!isPositive || values === undefined) return otherwise;
  if (values.every((value) => value === null)) return literal('sale');
  return values.includes(null) ? otherwise : cells.value('type');
}
