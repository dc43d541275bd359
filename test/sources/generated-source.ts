import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { formatInstant } from '../../src/model/instant.js';
import { readableWords } from '../../src/model/read-cell.js';
import { type Field, field } from '../../src/model/record-kind.js';
import { type EvaluatedKind, evaluatedKinds, recordKinds } from '../../src/model/record-kinds.js';
import type { AttributeSchema } from '../../src/model/records.js';
import type { Encoding } from '../../src/sources/encoding.js';
import type { WritingName } from '../../src/sources/writings.js';
import { noWords } from './both-readers.js';
import { boundaries, sound } from './generated-cells.js';

/** A source made up for a property: its binding as a project writes it, and its files. */
export interface GeneratedSource {
  readonly binding: Readonly<Record<string, unknown>> & { readonly path: string };
  readonly files: readonly { readonly file: string; readonly content: Uint8Array }[];
}

export const attributes: AttributeSchema = {
  tier: field('text', 'tier'),
  points: field('decimal', 'points'),
  since: field('date', 'since'),
  vip: field('boolean', 'vip'),
  likes: field('list', 'likes'),
};

interface Writing {
  readonly delimiter: string;
  readonly quote: string;
  readonly decimal: '.' | ',';
  readonly lineEnd: string;
  readonly gzip: boolean;
  readonly bom: boolean;
  readonly encoding: Encoding;
  readonly writing: WritingName | undefined;
}

const writings: fc.Arbitrary<Writing> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  quote: fc.constantFrom('"', "'"),
  decimal: fc.constantFrom('.', ','),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  gzip: fc.boolean(),
  bom: fc.boolean(),
  encoding: fc.constantFrom<Encoding>('utf-8', 'utf-8', 'utf-8', 'windows-1252', 'utf-16le', 'utf-16be'),
  writing: fc.constantFrom<WritingName | undefined>(undefined, 'sv', 'fi', 'da', 'nb'),
});

interface Column {
  readonly name: string;
  readonly field: Field;
  readonly column: string;
  /** As the binding has it. */
  readonly bound: unknown;
}

const columnForms = (of: Field, column: string, zone: string | undefined): readonly unknown[] => {
  if (of.type === 'word') {
    const words = readableWords(of, noWords.words);
    return [column, column, { column, words: { J: words[0], nej: words.at(-1), [words[0] as string]: words[0] } }];
  }
  if (of.type === 'list') {
    const several = [{ column, separator: ';' }, column, { column, separator: ',' }];
    return [column, { column, separator: ';' }, { column, separator: ' ' }, several];
  }
  if (of.type === 'boolean') return [column, { column, words: { J: 'true', nej: 'false' } }];
  if (of.type === 'date')
    return [column, { column, format: 'dd.MM.yyyy' }, { column, format: ['yyyyMMdd', 'd.M.yyyy'] }];
  if (of.type !== 'instant' || zone === undefined) return [column];
  return [column, column, { column, format: 'dd.MM.yyyy HH:mm' }, { column, format: 'yyyy-MM-dd 00:00' }];
};

/** Cells that are sound for the way their column is written, missing, at a boundary, or damaged, in that order. */
function cells(of: Field, bound: unknown, writing: Writing): fc.Arbitrary<string> {
  const good = fc.oneof(
    fc.constantFrom(...sound(of, noWords.words, bound, writing)),
    ...(of.type === 'instant'
      ? [fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) }).map((ms) => formatInstant(ms * 1000))]
      : []),
  );
  const pads = fc.constantFrom('', '', '', '', '', ' ', '\u00a0', '\u200b', '\t', '\ufeff', '\n', '\r\n', '\u2003');
  const padded = fc.tuple(pads, good, pads).map((parts) => parts.join(''));
  return fc.oneof(
    { weight: 14, arbitrary: padded },
    { weight: 2, arbitrary: fc.constantFrom('', '', ' ', '\u00a0\u200b') },
    { weight: 2, arbitrary: fc.constantFrom(...boundaries[of.type]) },
    { weight: 1, arbitrary: fc.constantFrom(...Object.values(boundaries).flat()) },
  );
}

const columnsOf = (
  kind: EvaluatedKind,
  zone: string | undefined,
  { bom }: Writing,
): fc.Arbitrary<readonly Column[]> => {
  const fields = Object.entries<Field>(recordKinds[kind].fields);
  const needed = new Set(recordKinds[kind].needs.map((oneOf) => oneOf[0] as string));
  const own =
    kind === 'profile'
      ? Object.entries<Field>(attributes).map(([name, of]) => [`attributes.${name}`, of] as const)
      : [];
  return fc.subarray(fields.map(([name]) => name)).chain((names) => {
    const chosen = [...fields.filter(([name]) => needed.has(name) || names.includes(name)), ...own];
    return fc.tuple(
      ...chosen.map(([name, of], i) => {
        const column = i === 0 ? (bom ? 'nr, id' : 'nr, "id"') : `kolumn ${name}`;
        return fc
          .constantFrom(...columnForms(of, column, zone))
          .map((bound): Column => ({ name, field: of, column, bound }));
      }),
    );
  });
};

function bindingOf(kind: EvaluatedKind, columns: readonly Column[]): Record<string, unknown> {
  const own = columns.filter(({ name }) => name.startsWith('attributes.'));
  const lists = (column: Column): unknown => (column.field.list ? [column.bound, columns[0]?.column] : column.bound);
  return {
    kind,
    columns: Object.fromEntries(
      columns.filter((column) => !own.includes(column)).map((column) => [column.name, lists(column)]),
    ),
    ...(own.length === 0
      ? {}
      : { attributes: Object.fromEntries(own.map(({ name, bound }) => [name.slice('attributes.'.length), bound])) }),
  };
}

/** Any source of a kind: what it binds and how, how its files are written, and what is in them. */
export const generatedSource: fc.Arbitrary<GeneratedSource> = fc
  .record({
    kind: fc.constantFrom<EvaluatedKind>(...evaluatedKinds),
    zone: fc.constantFrom(undefined, undefined, undefined, 'Europe/Stockholm', 'America/St_Johns'),
    writing: writings,
  })
  // A local time needs a zone.
  .map((chosen) =>
    chosen.zone === undefined ? { ...chosen, writing: { ...chosen.writing, writing: undefined } } : chosen,
  )
  .chain(({ kind, zone, writing }) =>
    columnsOf(kind, zone, writing).chain((columns) => {
      const row = fc.tuple(
        ...columns.map((column) => cells(column.field, column.bound, writing)),
        fc.constantFrom('', 'x', 'a,b\nc,d;e|f'),
      );
      return fc
        .record({
          rows: fc.array(row, { maxLength: 16 }),
          shapes: fc.array(fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, -1, 1, 2), { minLength: 16, maxLength: 16 }),
          quoting: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
          files: fc.constantFrom('one', 'two', 'two, columns swapped'),
          leaveOut: fc.boolean(),
        })
        .map(({ rows, shapes, quoting, files, leaveOut }): GeneratedSource => {
          const header = [...columns.map(({ column }) => column), 'unbound'];
          const order = header.map((_, i) => i);
          const half = files === 'one' ? rows.length : Math.ceil(rows.length / 2);
          const first = { shapes, quoting, order };
          const second = { ...first, order: files === 'two' ? order : [...order].reverse() };
          const ending = writing.gzip ? '.csv.gz' : '.csv';
          const all = [{ file: `a${ending}`, content: written([header, ...rows.slice(0, half)], first, writing) }];
          if (files !== 'one')
            all.push({ file: `b${ending}`, content: written([header, ...rows.slice(half)], second, writing) });
          const { delimiter, quote, decimal, encoding, writing: country } = writing;
          const behaviour = kind === 'purchase' || kind === 'event';
          return {
            binding: {
              ...bindingOf(kind, columns),
              path: files === 'one' ? `a${ending}` : `?${ending}`,
              format: { type: 'csv', delimiter, quote, encoding, ...(country === undefined ? { decimal } : {}) },
              ...(country === undefined ? {} : { writing: country }),
              ...(zone === undefined ? {} : { zone }),
              ...(behaviour && leaveOut ? { withoutSubject: 'leave_out' } : {}),
            },
            files: all,
          };
        });
    }),
  );

interface Layout {
  /** By row: cells too many (the second kind with something in it) or too few. */
  readonly shapes: readonly number[];
  /** By cell, over and over: whether it is quoted without need. */
  readonly quoting: readonly boolean[];
  readonly order: readonly number[];
}

function written(
  rows: readonly (readonly string[])[],
  { shapes, quoting, order }: Layout,
  writing: Writing,
): Uint8Array {
  const { delimiter, quote, lineEnd } = writing;
  let count = 0;
  const cell = (text: string): string => {
    count += 1;
    const must = [delimiter, quote, '\n', '\r'].some((mark) => text.includes(mark));
    return must || quoting[count % quoting.length] ? `${quote}${text.replaceAll(quote, quote + quote)}${quote}` : text;
  };
  const lines = rows.map((texts, i) => {
    const placed = order.map((at) => cell(texts[at] as string));
    const shape = i === 0 ? 0 : (shapes[i - 1] ?? 0);
    const ragged =
      shape < 0 ? placed.slice(0, shape) : [...placed, ...Array<string>(shape).fill(shape === 2 ? 'extra' : '')];
    return ragged.join(delimiter) + lineEnd;
  });
  const text = encoded(lines.join(''), writing);
  return writing.gzip ? gzipSync(text) : text;
}

function encoded(text: string, { encoding, bom }: Writing): Buffer {
  if (encoding === 'windows-1252') return Buffer.from(text.replace(/[^\0-\u007f\u00a0-\u00ff]/gu, '?'), 'latin1');
  const marked = (bom ? '\ufeff' : '') + text;
  if (encoding === 'utf-8') return Buffer.from(marked);
  const units = Buffer.from(marked, 'utf16le');
  return encoding === 'utf-16be' ? units.swap16() : units;
}
