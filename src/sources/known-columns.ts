import { EARLIEST, LAST_YEAR } from '../model/instant.js';
import { cleanText } from '../model/text.js';
import { call, join, literal, name, type Sql, sql } from '../sql/fragment.js';
import { isBehaviour } from './binding.js';
import { fileColumns, subjectCell } from './bound-fields.js';
import { isPlainSql } from './cells/text.js';
import { duckdbFiles, readFiles } from './duckdb-files.js';
import type { OpenSource } from './open-source.js';
import type { ParquetColumns } from './parquet-scan.js';
import type { KnownColumn, KnownColumns, Scan } from './scan.js';

/** Asks an engine a question that has few rows for an answer. */
export type AskEngine = (query: Sql) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Of columns with more different texts none is kept. */
const MOST_TEXTS = 1000;

/** A file tells texts apart by numbers, which take a byte or two; a text of its own takes four and its letters. */
const BYTES_OF_A_NUMBER = 2;

/** Looking at every text of a smaller file costs less than asking it how large its columns are. */
const SMALL_BYTES = 1 << 16;

const END = Date.UTC(LAST_YEAR + 1, 0, 1) * 1000;

/** What there is to look at. */
export interface Looked {
  /** The columns of each file. */
  readonly parquet: readonly ParquetColumns[];
  /** Of the same files. */
  readonly scan: Scan;
  /** Rows are read as often as somebody asks for them. */
  readonly isReadAgain?: boolean;
}

/**
 * Looks at columns that cost next to nothing to look at: those with few different texts, those of which a file says the
 * least and the greatest value, and whom rows are about that are read often.
 */
export async function knownColumns(
  source: OpenSource,
  { parquet, scan, isReadAgain = false }: Looked,
  ask: AskEngine,
): Promise<KnownColumns> {
  if (source.type !== 'parquet' || source.table !== undefined || source.bindings.length > 1) return {};
  const texts = textColumns(source, parquet, scan);
  const few = await withFewTexts(source, texts, ask);
  const known = new Map<string, KnownColumn>(
    Object.entries(await textsOf(few, scan, ask)).map(([column, found]) => [
      column,
      { texts: found, isClean: found.every((text) => text === null || cleanText(text) === text) },
    ]),
  );
  const subject = isReadAgain || source.binding.kind === 'purchase' ? subjectColumn(source, texts) : undefined;
  const questions = [
    ...(subject === undefined || known.has(subject) ? [] : [uncleanQuestion(subject)]),
    // What statistics of a file hide could be a refusal: of those every cell is looked at where it is read.
    ...(isBehaviour(source.binding) ? boundQuestions(source, scan) : []),
  ];
  for (const [column, found] of await answers(questions, scan, ask))
    known.set(column, { ...known.get(column), ...found });
  return Object.fromEntries(known);
}

/** Columns of text as every file has them, and of no other type in any. */
function textColumns(
  { bindings }: OpenSource,
  parquet: readonly ParquetColumns[],
  { types = {} }: Scan,
): readonly string[] {
  const isText = (column: string): boolean =>
    parquet.every((columns) => columns.some((one) => one.name.normalize('NFC') === column && one.type === 'VARCHAR'));
  return fileColumns(bindings).filter((column) => (types[column] ?? 'text') === 'text' && isText(column));
}

/** Those of which the files tell by their size that they have few different texts. */
async function withFewTexts(
  { files, bindings }: OpenSource,
  columns: readonly string[],
  ask: AskEngine,
): Promise<readonly string[]> {
  if (columns.length === 0 || files.reduce((bytes, { found }) => bytes + found.bytes, 0) < SMALL_BYTES) return columns;
  const sizes = await ask(
    sql`select path_in_schema as path, cast(sum(total_uncompressed_size) as double) / greatest(sum(num_values), 1) as bytes from parquet_metadata(${duckdbFiles(readFiles(bindings, files))}) group by path_in_schema`,
  );
  const small = new Set(
    sizes.flatMap(({ path, bytes }) => (Number(bytes) <= BYTES_OF_A_NUMBER ? [String(path).normalize('NFC')] : [])),
  );
  return columns.filter((column) => small.has(column));
}

async function textsOf(
  columns: readonly string[],
  { scan }: Scan,
  ask: AskEngine,
): Promise<Readonly<Record<string, readonly (string | null)[]>>> {
  if (columns.length === 0) return {};
  const each = columns.map(
    (column, i) =>
      sql`select ${i} as place, ${call('base64', call('utf8', name('text')))} as text from (select distinct s.${name(column)} as text from (${scan}) as s limit ${MOST_TEXTS + 1}) as t`,
  );
  const found = await ask(join(each, ' union all '));
  const texts = columns.map((column, i) => {
    const own = found.filter(({ place }) => Number(place) === i).map(({ text }) => decoded(text));
    return [column, own] as const;
  });
  return Object.fromEntries(texts.filter(([, own]) => own.length <= MOST_TEXTS));
}

/** Whoever hands text over decodes it as a file would be, without a mark at its beginning. */
const decoded = (text: unknown): string | null =>
  text === null ? null : Buffer.from(String(text), 'base64').toString();

/** The only column of whom rows are about, where any text says that. */
const subjectColumn = (source: OpenSource, texts: readonly string[]): string | undefined =>
  texts.find((text) => text === subjectCell(source)?.column);

/** Something that could be so of some row; if it is of none, that much is known. */
interface Question {
  readonly column: string;
  /** Of a row `s`; null is no. */
  readonly exceptions: readonly Sql[];
  readonly otherwise: KnownColumn;
}

const uncleanQuestion = (column: string): Question => ({
  column,
  exceptions: [sql`not ${isPlainSql(name('s', column))}`],
  otherwise: { isClean: true },
});

/** Files say of each part what its least and its greatest value is, so that hardly a row has to be read. */
function boundQuestions({ bindings }: OpenSource, { types = {}, moments = {} }: Scan): readonly Question[] {
  const bound = (micros: number): Sql => call('from_micros', literal(micros));
  return fileColumns(bindings).flatMap((column): Question[] => {
    if (types[column] === 'decimal')
      return [{ column, exceptions: [sql`${name('s', column)} < 0`], otherwise: { isPositive: true } }];
    const moment = moments[column];
    if (moment === undefined) return [];
    const at = name('s', moment);
    const exceptions = [sql`${at} < ${bound(EARLIEST)}`, sql`${at} >= ${bound(END)}`];
    return [{ column, exceptions, otherwise: { isTimely: true } }];
  });
}

async function answers(
  questions: readonly Question[],
  { scan }: Scan,
  ask: AskEngine,
): Promise<readonly (readonly [column: string, known: KnownColumn])[]> {
  if (questions.length === 0) return [];
  const columns = questions.map(({ exceptions }, i) => {
    const each = exceptions.map(
      (exception) => sql`(select count(*) from (select 1 from (${scan}) as s where ${exception} limit 1) as e)`,
    );
    return sql`${join(each, ' + ')} as ${name(`found_${i}`)}`;
  });
  const [found = {}] = await ask(sql`select ${join(columns, ', ')}`);
  return questions.flatMap(({ column, otherwise }, i) =>
    Number(found[`found_${i}`]) === 0 ? [[column, otherwise] as const] : [],
  );
}
