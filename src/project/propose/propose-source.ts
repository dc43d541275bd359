import { basename } from 'node:path';
import { parseInstant } from '../../model/instant.js';
import { parsePlainDate } from '../../model/plain-date.js';
import type { EvaluatedKind } from '../../model/record-kinds.js';
import { recordKinds } from '../../model/record-kinds.js';
import { type NumberWriting, numberPattern } from '../../sources/cells/number-writing.js';
import { parseTimePattern, toIso } from '../../sources/time-pattern.js';
import {
  answeredWords,
  consentWords,
  fileWords,
  headerWords,
  noWords,
  plainName,
  refusalWords,
  yesWords,
} from './header-words.js';
import type { SeenColumn, SeenFile } from './look-at-file.js';

/** A source as it might be bound, and what a person should know before believing it. */
export interface ProposedSource {
  readonly source: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
  readonly kind: EvaluatedKind;
  readonly fields: readonly string[];
}

const FORMATS = [
  'yyyy-MM-dd',
  'yyyy-MM-dd HH:mm',
  'yyyy-MM-dd HH:mm:ss',
  'yyyyMMdd',
  'dd.MM.yyyy',
  'd.M.yyyy',
  'dd-MM-yyyy',
  'dd/MM/yyyy',
  'dd.MM.yyyy HH:mm',
  'dd.MM.yyyy HH:mm:ss',
  'd.M.yyyy H.mm',
  'd.M.yyyy H:mm',
  'dd-MM-yyyy HH:mm',
  'dd/MM/yyyy HH:mm',
  'dd/MM/yyyy HH:mm:ss',
  'MM/dd/yyyy',
  'MM/dd/yyyy HH:mm',
  'MM/dd/yyyy HH:mm:ss',
];

const NUMBERS: readonly NumberWriting[] = [
  { decimal: '.' },
  { decimal: ',' },
  { decimal: ',', thousands: ' ' },
  { decimal: ',', thousands: '.' },
  { decimal: '.', thousands: ',' },
];

const NUMERIC: readonly string[] = ['amount', 'quantity', 'unitPrice'];

/** What the column of codes is called that is made from one of names. */
const COUNTRY_CODE = 'country code';

/** ISO 3166-1 alpha-2 of a country as somebody writes it, or nothing. */
export type CountryOf = (written: string) => string | undefined;

/** @param path As it shall stand in the project file. */
export function proposeSource(seen: SeenFile, path: string, countryOf: CountryOf): ProposedSource {
  const kind = kindOf(seen, path);
  const fields: Readonly<Record<string, unknown>> = recordKinds[kind].fields;
  const columns: Record<string, unknown> = {};
  const derived: Record<string, unknown> = {};
  const bound = new Set<string>();
  const notes: string[] = [];
  let zoned = false;
  for (const column of seen.columns) {
    const field = fieldOf(column, kind, fields);
    if (field === undefined || Object.hasOwn(columns, field)) continue;
    const time = field === 'occurredAt' || field === 'birthDate' ? formatOf(column, field) : undefined;
    if (time?.zoned === true) zoned = true;
    if (time?.unknown === true) notes.push(`${column.name}: the way its days or times are written was not recognised`);
    if (time?.ambiguous === true) notes.push(`${column.name}: days and months could be the other way round; look`);
    const named = field === 'country' ? countriesOf(column, countryOf) : undefined;
    if (named !== undefined && named.words === undefined) {
      notes.push(`${column.name}: some countries are written in no way that is known; give each of them a word`);
    }
    if (named?.words !== undefined) {
      derived[COUNTRY_CODE] = { map: column.name, words: named.words };
      columns[field] = COUNTRY_CODE;
    } else columns[field] = time?.format === undefined ? column.name : { column: column.name, format: time.format };
    bound.add(column.name);
  }
  const flags = kind === 'profile' ? flagsOf(seen.columns.filter(({ name }) => !bound.has(name))) : [];
  for (const { name } of flags) bound.add(name);
  const left = seen.columns.filter(({ name }) => !bound.has(name)).map(({ name }) => name);
  if (left.length > 0) notes.push(`not bound: ${left.join(', ')}`);
  // Whoever binds it needs the zone of its times.
  const answered = flags.length === 0 ? undefined : left.find((name) => answeredWords.test(name));
  const needs: readonly (readonly string[])[] = recordKinds[kind].needs;
  for (const oneOf of needs.filter((some) => !some.some((field) => Object.hasOwn(columns, field))))
    notes.push(`no column was found for ${oneOf.join(' or ')}, which is needed: bind one`);
  const constants = kind === 'profile' || kind === 'identity_link' ? {} : { constants: { controller: 'okq8' } };
  const own = { kind, columns, ...constants };
  const place = {
    path,
    ...writtenAs(seen, columns),
    ...(zoned || answered !== undefined ? { zone: 'Europe/Stockholm' } : {}),
    ...(Object.keys(derived).length === 0 ? {} : { derived }),
  };
  if (answered !== undefined)
    notes.push(`${answered}: if the flags were answered then, it is the occurredAt of the consents`);
  if (flags.length > 0) notes.push('flags: check what each word means, to whom it was said, and for what');
  const source =
    flags.length === 0
      ? { ...place, ...own }
      : { ...place, records: { customers: own, ...flagRecords(flags, columns) } };
  return { source, notes: [`${seen.rows} rows looked at`, ...notes], kind, fields: Object.keys(columns) };
}

function kindOf({ columns }: SeenFile, path: string): EvaluatedKind {
  const named = fileWords.find(([word]) => word.test(basename(path)))?.[1];
  if (named !== undefined) return named as EvaluatedKind;
  const has = (field: string): boolean => columns.some(({ name }) => headerWords[field]?.includes(plainName(name)));
  if (has('amount') && (has('occurredAt') || has('receipt')) && !has('email')) return 'purchase';
  return has('type') && has('occurredAt') && !has('email') ? 'event' : 'profile';
}

function fieldOf(
  { name, cells }: SeenColumn,
  kind: EvaluatedKind,
  fields: Readonly<Record<string, unknown>>,
): string | undefined {
  const plain = plainName(name);
  const named = Object.entries(headerWords).find(([, words]) => words.includes(plain))?.[0];
  const byCells =
    cells.length > 0 && cells.every((cell) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(cell)) ? 'email' : undefined;
  const field = named === 'id' && kind !== 'profile' ? 'profileId' : (named ?? byCells);
  return field !== undefined && Object.hasOwn(fields, field) ? field : undefined;
}

/** Countries by what is written, where it is not always a code already; no words where one of them is not known. */
function countriesOf({ cells }: SeenColumn, countryOf: CountryOf): { readonly words?: object } | undefined {
  const written = [...new Set(cells)];
  if (written.every((cell) => /^[A-Z]{2}$/.test(cell))) return undefined;
  const words = written.map((cell) => [cell, countryOf(cell)] as const);
  return words.some(([, code]) => code === undefined) ? {} : { words: Object.fromEntries(words) };
}

/** How the days or times of a column are written, as far as its cells tell. */
interface SeenTime {
  readonly format?: string;
  readonly zoned?: boolean;
  readonly unknown?: boolean;
  /** Another order of day and month would fit as well. */
  readonly ambiguous?: boolean;
}

function formatOf({ cells }: SeenColumn, field: string): SeenTime {
  const isDay = field === 'birthDate';
  if (cells.every((cell) => (isDay ? parsePlainDate(cell) : parseInstant(cell)) !== undefined)) return {};
  const fits = (text: string): boolean => {
    const pattern = parseTimePattern(text);
    return cells.every((cell) => {
      const iso = pattern === undefined ? undefined : toIso(pattern, cell);
      return iso !== undefined && parsePlainDate(iso.slice(0, 10)) !== undefined && (!isDay || iso.length === 10);
    });
  };
  const found = FORMATS.find(fits);
  if (found === undefined) return { unknown: true, zoned: !isDay };
  const turned = found.replace('dd/MM', 'MM/dd');
  return { format: found, zoned: !isDay, ambiguous: turned !== found && fits(turned) };
}

function writtenAs({ encoding, delimiter, columns, path }: SeenFile, bound: Readonly<Record<string, unknown>>): object {
  const numeric = columns.filter(({ name }) => NUMERIC.some((field) => bound[field] === name));
  const writing = NUMBERS.find((one) => {
    const fits = new RegExp(`^${numberPattern(one)}$`);
    return numeric.every(({ cells }) => cells.every((cell) => fits.test(cell)));
  });
  const format = {
    type: 'csv',
    ...(delimiter === ',' ? {} : { delimiter }),
    ...(encoding === 'utf-8' ? {} : { encoding }),
    ...(writing === undefined || writing.decimal === '.' ? {} : { decimal: writing.decimal }),
    ...(writing?.thousands === undefined ? {} : { thousands: writing.thousands }),
  };
  const isPlain = Object.keys(format).length === 1 && /\.csv(\.gz)?$/i.test(path);
  return isPlain ? {} : { format };
}

interface SeenFlag {
  readonly name: string;
  readonly channel: string;
  readonly refuses: boolean;
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

/** Columns of yes and no whose names speak of letters, messages or calls. */
function flagsOf(columns: readonly SeenColumn[]): readonly SeenFlag[] {
  return columns.flatMap(({ name, cells }) => {
    const channel = consentWords.find(([word]) => word.test(name))?.[1];
    const words = [...new Set(cells)];
    const known = words.every((word) => yesWords.includes(word) || noWords.includes(word));
    if (channel === undefined || words.length === 0 || !known) return [];
    return [
      {
        name,
        channel,
        refuses: refusalWords.test(name),
        yes: words.filter((word) => yesWords.includes(word)),
        no: words.filter((word) => noWords.includes(word)),
      },
    ];
  });
}

function flagRecords(flags: readonly SeenFlag[], columns: Readonly<Record<string, unknown>>): object {
  const words = (meant: readonly string[], meaning: string): Record<string, string> =>
    Object.fromEntries(meant.map((word) => [word, meaning]));
  const shared = { columns: { profileId: columns.id } };
  const bind = (flag: SeenFlag, yes: string, no: string): object => ({
    column: flag.name,
    words: { ...words(flag.yes, yes), ...words(flag.no, no) },
    constants: { channel: flag.channel },
  });
  // A flag in which nobody ever said yes would be a flag without an answer.
  const consents = flags.filter(({ refuses }) => !refuses).map((flag) => bind(flag, 'given', 'refused'));
  const stops = flags.filter(({ refuses, yes }) => refuses && yes.length > 0).map((flag) => bind(flag, 'yes', 'none'));
  return {
    ...(consents.length === 0
      ? {}
      : {
          consents: {
            kind: 'permission',
            ...shared,
            constants: { controller: 'okq8', purpose: 'direct_marketing' },
            flags: consents,
          },
        }),
    ...(stops.length === 0
      ? {}
      : { stops: { kind: 'opt_out', ...shared, constants: { controller: 'okq8' }, flags: stops } }),
  };
}
