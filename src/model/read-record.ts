import { type Decimal, isDecimal } from './decimal.js';
import { ALWAYS, type Instant } from './instant.js';
import { TAKEN_BACK } from './purchase.js';
import { type CellValue, UNREADABLE } from './read-cell.js';
import type { RecordRef } from './record-kind.js';
import { type EvaluatedKind, recordKinds } from './record-kinds.js';
import { registerSubject } from './register.js';
import { permittingStates, platformName } from './signal.js';
import { permissionTiming, refusalTiming } from './timing.js';
import { DIGEST_PATTERN } from './tombstone.js';
import { ANY, ANY_ONE } from './vocabulary.js';

/**
 * From the cells of one row to a record: what counts when part of a row is missing or unreadable.
 *
 * A row that names nobody is lost, and losing a row stops a run. A refusal is read as widely as its damage allows,
 * a permission as narrowly. This file is the meaning; `sources/relation.ts` says the same in SQL.
 */

/** The cells of a row by field; an absent key is a field that the source does not bind. */
export type Cells = Readonly<Record<string, CellValue | readonly CellValue[]>>;

/** A record, or the field for whose sake the row is lost. */
export type ReadRow = { readonly record: object } | { readonly lost: string };

export function readRow(kind: EvaluatedKind, cells: Cells, ref: RecordRef): ReadRow {
  const lost = recordKinds[kind].needs.find((oneOf) => !oneOf.some((name) => isReadable(cells[name])));
  if (lost !== undefined) return { lost: lost.join(' or ') };
  return assemblers[kind](cells, withId(ref, cells.id));
}

const isReadable = (cell: Cells[string]): boolean => cell !== undefined && cell !== UNREADABLE;

const withId = (ref: RecordRef, id: Cells[string]): RecordRef => (typeof id === 'string' ? { ...ref, id } : ref);

const assemblers: Record<EvaluatedKind, (cells: Cells, ref: RecordRef) => ReadRow> = {
  profile: readProfile,
  purchase: readPurchase,
  event: readBehaviour,
  identity_link: readLink,
  permission: readPermission,
  objection: (cells, ref) => readRefusal(cells, ref, ['controller', 'purpose', 'channel'], 'objected'),
  opt_out: (cells, ref) => readRefusal(cells, ref, ['controller', 'channel', 'topic'], undefined),
  restriction: (cells, ref) => readRefusal(cells, ref, ['controller'], 'restricted'),
  delivery: (cells, ref) => readRefusal(cells, ref, ['controller', 'channel'], undefined),
  contact: readContact,
  relation: readRelation,
  signal: readSignal,
  register: readRegister,
  tombstone: readTombstone,
};

/** The readable cells; a list keeps its readable items in order. */
function readable(cells: Cells): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, cell] of Object.entries(cells)) {
    if (Array.isArray(cell)) values[name] = cell.filter(isReadable);
    else if (isReadable(cell)) values[name] = cell;
  }
  return values;
}

function readProfile(cells: Cells, ref: RecordRef): ReadRow {
  const attributes: Record<string, unknown> = {};
  const values: Record<string, unknown> = { email: [], phone: [], formerEmail: [], formerPhone: [], ref, attributes };
  for (const [name, value] of Object.entries(readable(cells))) {
    if (name.startsWith(ATTRIBUTE)) attributes[name.slice(ATTRIBUTE.length)] = value;
    else values[name] = value;
  }
  values.unreadable = Object.values(cells).includes(UNREADABLE);
  return { record: values };
}

/** Prefix of a project's own profile fields among the cells. */
export const ATTRIBUTE = 'attributes.';

function readBehaviour(cells: Cells, ref: RecordRef): ReadRow {
  const damaged = Object.entries(cells).find(([, cell]) => cell === UNREADABLE);
  return damaged === undefined ? { record: { ...readable(cells), ref } } : { lost: damaged[0] };
}

const PIECE: Decimal = 1_000_000n;

type PurchaseCells = Partial<Record<(typeof TAKEN_BACK)[number] | 'unitPrice' | 'margin', Decimal>> & {
  readonly type?: string;
};

/**
 * Figures of a return are negative, however they were written. A margin has a sign of its own: it is turned where the
 * return was written in positive figures, and left where it was written in negative ones.
 */
function readPurchase(cells: Cells, ref: RecordRef): ReadRow {
  const row = readBehaviour(cells, ref);
  if ('lost' in row) return row;
  const { unitPrice, ...values } = row.record as PurchaseCells;
  const product =
    values.amount === undefined && unitPrice !== undefined && values.quantity !== undefined
      ? values.quantity * unitPrice
      : undefined;
  if (product !== undefined && (product % PIECE !== 0n || !isDecimal(product / PIECE))) return { lost: 'unitPrice' };
  const amount = values.amount ?? (product === undefined ? undefined : product / PIECE);
  const isVoid = values.type === 'void';
  const returned = values.type === 'return' || (!isVoid && (values.quantity ?? amount ?? 0n) < 0n);
  const figures: Record<string, Decimal> = { quantity: values.quantity ?? PIECE };
  for (const name of TAKEN_BACK) {
    const value = name === 'amount' ? amount : (figures[name] ?? values[name]);
    if (value !== undefined) figures[name] = returned && value > 0n ? -value : value;
  }
  const turned = returned && (amount ?? values.quantity ?? PIECE) > 0n;
  if (values.margin !== undefined) figures.margin = turned ? -values.margin : values.margin;
  return { record: { ...values, ...figures, type: isVoid ? 'void' : returned ? 'return' : 'sale' } };
}

function readLink(cells: Cells, ref: RecordRef): ReadRow {
  if (cells.link === 'merge' && !isReadable(cells.intoProfileId)) return { lost: 'intoProfileId' };
  if (cells.link === 'login') {
    const lost = ['deviceId', 'occurredAt'].find((name) => !isReadable(cells[name]));
    if (lost !== undefined) return { lost };
  }
  return { record: { ...readable(cells), ref } };
}

const time = (cell: Cells[string]): Instant | undefined => (typeof cell === 'number' ? cell : undefined);

const VOID = permissionTiming(undefined, undefined, false);

/**
 * A scope that is missing or unreadable is the widest; a state that is unreadable is the refusing one.
 *
 * A lift is read as a permission is: one whose scope cannot be read lifts nothing.
 */
function readRefusal(cells: Cells, ref: RecordRef, scope: readonly string[], refusing: string | undefined): ReadRow {
  const values = readable(cells);
  for (const name of scope) values[name] ??= name === 'topic' && cells[name] === UNREADABLE ? ANY_ONE : ANY;
  if (refusing !== undefined) values.state ??= refusing;
  const lifts = refusing !== undefined && values.state === 'lifted';
  const occurredAt = time(cells.occurredAt);
  const recordedAt = time(cells.recordedAt);
  const timing = !lifts
    ? refusalTiming(occurredAt, recordedAt)
    : scope.some((name) => cells[name] === UNREADABLE)
      ? VOID
      : permissionTiming(occurredAt, recordedAt, 'recordedAt' in cells);
  return { record: { ...values, ...timing, ref } };
}

/** A contact of nobody knows which kind counts for every cap. */
function readContact(cells: Cells, ref: RecordRef): ReadRow {
  const values = readable(cells);
  for (const name of ['controller', 'purpose', 'topic']) values[name] ??= ANY;
  return { record: { ...values, ref } };
}

/** A relation whose end cannot be read is over. */
function readRelation(cells: Cells, ref: RecordRef): ReadRow {
  const ended = cells.endedAt === UNREADABLE ? { endedAt: ALWAYS } : {};
  return { record: { ...readable(cells), ...ended, ref } };
}

const DIGEST = new RegExp(`^${DIGEST_PATTERN}$`);

/** A digest that cannot be one could have been anybody's. */
function readTombstone(cells: Cells, ref: RecordRef): ReadRow {
  const digest = String(cells.digest).toLowerCase();
  if (!DIGEST.test(digest)) return { lost: 'digest' };
  return readRefusal({ ...cells, digest }, ref, ['controller'], undefined);
}

/** Only the one state of a signal that says so does not refuse; of an unreadable scope it says nothing. */
function readSignal(cells: Cells, ref: RecordRef): ReadRow {
  const values = readable(cells);
  const scope = ['controller', 'platform'];
  for (const name of scope) values[name] ??= ANY;
  values.platform = platformName(String(values.platform));
  values.state ??= 'unknown';
  const refuses = values.state !== permittingStates[values.signal as keyof typeof permittingStates];
  const occurredAt = time(cells.occurredAt);
  const recordedAt = time(cells.recordedAt);
  const timing = refuses
    ? refusalTiming(occurredAt, recordedAt)
    : scope.some((name) => cells[name] === UNREADABLE)
      ? VOID
      : permissionTiming(occurredAt, recordedAt, 'recordedAt' in cells);
  return { record: { ...values, refuses, ...timing, ref } };
}

/**
 * A register's row. One that names nobody is lost where its source says whom rows are about: it could be anybody's
 * entry. What cannot be read of an answer is a hit; what cannot be read of a whole list is no whole list.
 */
function readRegister(cells: Cells, ref: RecordRef): ReadRow {
  const values = readable(cells);
  const bound = registerSubject.filter((name) => name in cells);
  const named = bound.some((name) => values[name] !== undefined);
  if (!named && (bound.length > 0 || values.complete !== true)) return { lost: registerSubject.join(' or ') };
  if (values.digest !== undefined) {
    values.digest = String(values.digest).toLowerCase();
    if (!DIGEST.test(values.digest as string)) return { lost: 'digest' };
    const lost = ['keyId', 'normaliser'].find((name) => values[name] === undefined);
    if (lost !== undefined) return { lost };
  }
  const answers = 'hit' in cells;
  const result = !named
    ? 'list'
    : !answers || cells.hit === true || cells.hit === UNREADABLE
      ? 'listed'
      : cells.hit === false
        ? 'clear'
        : 'unanswered';
  const snapshotAt = time(cells.snapshotAt);
  const timing =
    result === 'listed' ? refusalTiming(snapshotAt, undefined) : permissionTiming(snapshotAt, undefined, false);
  return { record: { ...values, complete: values.complete === true, result, ...timing, ref } };
}

const PERMISSION_SCOPE = ['controller', 'purpose', 'channel', 'state'] as const;
/** Damage here voids the permission or changes nothing about whom it reaches; anywhere else the record is unreadable. */
const TIMES: readonly string[] = ['occurredAt', 'recordedAt'];

function readPermission(cells: Cells, ref: RecordRef): ReadRow {
  const values = readable(cells);
  values.topic ??= cells.topic === UNREADABLE ? undefined : ANY;
  const unreadable =
    PERMISSION_SCOPE.some((name) => values[name] === undefined) ||
    Object.entries(cells).some(([name, cell]) => cell === UNREADABLE && !TIMES.includes(name));
  const occurredAt = time(cells.occurredAt);
  const recordedAt = time(cells.recordedAt);
  const permits = values.state === 'given' || values.state === 'pending';
  const timing = permits
    ? permissionTiming(occurredAt, recordedAt, 'recordedAt' in cells)
    : refusalTiming(occurredAt, recordedAt);
  return { record: { ...values, ...timing, unreadable, ref } };
}
