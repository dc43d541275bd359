import { snakeCase } from '../../model/columns.js';
import { TAKEN_BACK } from '../../model/purchase.js';
import { type Sql, sql } from '../../sql/fragment.js';
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
  const [type, quantity] = [cells.value('type'), cells.value('quantity')];
  const priced = cells.fields.includes('unitPrice') && cells.fields.includes('quantity');
  // Wide enough for any quantity at any price, so that the product is exact.
  const price = sql`cast(${cells.value('unitPrice')} as decimal(38,6))`;
  const product = sql`case when ${cells.value('amount')} is null then cast(${quantity} as decimal(38,6)) * ${price} end`;
  const exact = sql`cast(${product} as decimal(38,6))`;
  const amount = priced ? sql`coalesce(${cells.value('amount')}, ${exact})` : cells.value('amount');
  const isVoid = sql`coalesce(${type} = 'void', false)`;
  const returned = sql`(coalesce(${type} = 'return', false) or (not ${isVoid} and coalesce(${quantity}, ${amount}, 0) < 0))`;
  const figures: Readonly<Record<string, Sql>> = { quantity: sql`coalesce(${quantity}, ${PIECE})`, amount };
  const takenBack = TAKEN_BACK.map((field) => {
    const value = figures[field] ?? cells.value(field);
    return [snakeCase(field), sql`case when ${returned} then -abs(${value}) else ${value} end`] as const;
  });
  const turned = sql`(${returned} and coalesce(${amount}, ${quantity}, 1) > 0)`;
  const margin = cells.value('margin');
  return {
    columns: {
      ...Object.fromEntries(takenBack),
      margin: sql`case when ${turned} then -${margin} else ${margin} end`,
      type: sql`case when ${isVoid} then 'void' when ${returned} then 'return' else 'sale' end`,
    },
    lost: [
      ...damaged(cells),
      ...(priced
        ? [{ when: sql`coalesce(${exact} <> ${product} or abs(${exact}) >= ${LIMIT}, false)`, field: 'unitPrice' }]
        : []),
    ],
  };
};
