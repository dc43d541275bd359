import type { Contact } from '../model/contact.js';
import type { Delivery } from '../model/delivery.js';
import type { Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import type { Permission } from '../model/permission.js';
import type { Purchase } from '../model/purchase.js';
import { compareUtf8 } from '../model/text.js';
import type { Value } from './comparisons.js';
import { matchesRow, type OwnValue, type RowFilter } from './row-filter.js';
import type { Interval } from './windows/window-kind.js';

/** What a person does, which always has a time. */
export type Behaviour = Purchase | Event;

/** A row of any kind that aggregates are made over. */
export type Row = Behaviour | Contact | Delivery | Permission;

/** A row as it counts. */
export interface CountedRow {
  readonly row: Row;
  /** When it counts: a return that names its sale at the time of the sale, everything else at its own. */
  readonly at: Instant;
  /** The receipt it counts on: of a return that names its sale, the sale's. */
  readonly receipt?: string;
}

/** What a field of the row says; `undefined` where it says nothing. */
export const cellOf = ({ row }: CountedRow, field: string): Value | undefined =>
  (row as unknown as Readonly<Record<string, unknown>>)[field] as Value | undefined;

/** What is done with returns: taken off, overlooked, or reason to leave the whole order out. */
export const returnModes = ['net', 'ignore', 'exclude_order'] as const;
export type ReturnMode = (typeof returnModes)[number];

/** Which rows count: those that are seen, in the window, passing the filter. */
export interface Counting {
  readonly filter: RowFilter;
  readonly interval: Interval;
  /** Rows of this time and later are not seen, whenever they count. */
  readonly until: Instant;
  readonly returns: ReturnMode;
  readonly own: OwnValue;
}

/** {@link CountedRow}s of purchases or of any other kind; `countedRelation` says the same in SQL. */
export function countedRows(rows: readonly Row[], counting: Counting): readonly CountedRow[] {
  const { filter, interval, until, returns, own } = counting;
  const seen = rows.filter((row) => row.occurredAt !== undefined && row.occurredAt < until && !isVoid(row));
  return kept(attributed(seen), returns).filter(
    ({ row, at }) => at >= interval.from && at < interval.to && matchesRow(filter, row, own),
  );
}

export const isPurchase = (row: Row): row is Purchase => 'quantity' in row;
const isVoid = (row: Row): boolean => isPurchase(row) && row.type === 'void';

interface Placed extends CountedRow {
  /** What tells the order apart: its receipt, or a line without receipt by its own id. */
  readonly order?: string;
}

function attributed(rows: readonly Row[]): readonly Placed[] {
  const sales = rows.filter((row): row is Purchase => isPurchase(row) && row.type === 'sale');
  return rows.map((row) => {
    const occurredAt = row.occurredAt as Instant;
    if (!isPurchase(row)) return { row, at: occurredAt };
    const { receipt, id } = row;
    if (row.type === 'sale') return placed(row, occurredAt, receipt, orderOf(receipt, id));
    const lines = row.originalLine === undefined ? [] : sales.filter((sale) => sale.id === row.originalLine);
    const sold = lines.length > 0 ? lines : salesOn(sales, row.originalReceipt);
    const at = sold.length === 0 ? occurredAt : Math.min(...sold.map((sale) => sale.occurredAt));
    const [found] = lines.flatMap((sale) => sale.receipt ?? []).sort(compareUtf8);
    const counted = found ?? row.originalReceipt ?? receipt;
    const order = lines.length > 0 ? orderOf(found, row.originalLine) : orderOf(counted, id);
    return placed(row, at, counted, order);
  });
}

const salesOn = (sales: readonly Purchase[], receipt: string | undefined): readonly Purchase[] =>
  receipt === undefined ? [] : sales.filter((sale) => sale.receipt === receipt);

const orderOf = (receipt: string | undefined, line: string | undefined): string | undefined =>
  receipt === undefined ? line && `l${line}` : `r${receipt}`;

const placed = (row: Row, at: Instant, receipt: string | undefined, order: string | undefined): Placed => ({
  row,
  at,
  ...(receipt === undefined ? {} : { receipt }),
  ...(order === undefined ? {} : { order }),
});

function kept(rows: readonly Placed[], returns: ReturnMode): readonly Placed[] {
  if (returns === 'net') return rows;
  const sold = rows.filter(({ row }) => !isPurchase(row) || row.type === 'sale');
  if (returns === 'ignore') return sold;
  const taken = new Set(
    rows.flatMap(({ row, order }) => (isPurchase(row) && row.type === 'return' ? (order ?? []) : [])),
  );
  return sold.filter(({ order }) => order === undefined || !taken.has(order));
}
