import { resolve } from 'node:path';
import { SUBJECT_KINDS } from '../campaign/run-checks.js';
import { wallClock } from '../campaign/wall-clock.js';
import { ClearlistError, type Issue, requireGoing } from '../errors.js';
import { canonicalIdentifier } from '../identity/identifier.js';
import { tombstoneKeys } from '../identity/tombstones.js';
import { type Placed, placeOf } from '../model/record-kind.js';
import type { Tombstone } from '../model/tombstone.js';
import type { Project } from '../project/load-project.js';
import type { SourceBinding } from '../sources/binding.js';
import { openSource } from '../sources/open-source.js';
import { readSource } from '../sources/read-source.js';
import { SpillFolder } from '../sources/spill.js';
import { unreadableRows } from '../sources/unreadable.js';
import { addRecords } from '../store/add-lines.js';
import type { WriteOptions } from '../store/open-store.js';
import { recordLine } from '../store/record-lines.js';
import { policyWords } from '../suppression/policy.js';
import { type ImportKind, type ImportName, importKinds, importNames } from './import-kinds.js';
import { requireStore } from './project-store.js';
import { meaningOf } from './replies.js';

/** Which file is imported, as what, and by which binding it is read. */
export interface ImportOptions extends WriteOptions {
  readonly as: string;
  /** Relative to the working folder. */
  readonly file: string;
  /** Name of a binding under `imports`, or of a source of the project; the records keep it. */
  readonly source: string;
  /** Stops it with `interrupted`, as long as nothing was taken in. */
  readonly signal?: AbortSignal;
}

/** What an import did. No personal data. */
export interface Imported {
  readonly as: ImportName;
  readonly source: string;
  readonly rows: number;
  /** Records that were not there before; a row of flags can give several. */
  readonly added: number;
  readonly already: number;
  /** Replies of machines whose owner is away: no refusal, and nothing is kept of them. */
  readonly away: number;
  /** Replies that a person has to read, by file and line; none of them is recorded. */
  readonly unclear: readonly string[];
}

/**
 * Reads a file into the store: everything in it that is not there yet, or nothing if a row cannot be read.
 *
 * Repeating an import adds nothing. No import changes or ends what is there.
 *
 * @throws {ClearlistError} `unknown-name`, `project-invalid`, `rows-unreadable`, `key-missing`, whatever reading a
 * source throws, and whatever writing to the store throws.
 */
export async function importRecords(project: Project, options: ImportOptions): Promise<Imported> {
  const { as, file, source, signal, ...writing } = options;
  const { folder } = requireStore(project);
  const what = importKind(as);
  const read = await readFileOf(project, what.kind, { file, source });
  const records = read.records as readonly (Placed & Record<string, unknown>)[];
  requireAccepted(project, source, what, records);
  if (as === 'replies' && bindingOf(project, source).columns?.origin === undefined) throw textless(source);
  const { kept, away, unclear } = as === 'replies' ? understood(records) : { kept: records, away: 0, unclear: [] };
  const lines = kept.map((record) => recordLine(what.kind, record, source));
  requireGoing(signal);
  const detail = { as, source, rows: read.rows, unclear: unclear.length };
  const { added, already } = await addRecords(folder, { [what.kind]: lines }, { action: 'import', detail }, writing);
  return { as: as as ImportName, source, rows: read.rows, added, already, away, unclear };
}

function importKind(as: string): ImportKind {
  if (Object.hasOwn(importKinds, as)) return importKinds[as as ImportName];
  const persons = ['attributes', 'profiles', 'purchases', 'events'].includes(as);
  throw new ClearlistError('unknown-name', `nothing is imported as "${as}"`, {
    at: '--as',
    hint: persons
      ? 'Persons and what they do are read from the project’s sources in every run: bind the file as a source.'
      : `Use one of ${importNames.join(', ')}.`,
  });
}

async function readFileOf(
  project: Project,
  kind: ImportKind['kind'],
  { file, source }: Pick<ImportOptions, 'file' | 'source'>,
): Promise<{ readonly records: readonly object[]; readonly rows: number }> {
  const binding = bindingOf(project, source);
  const { attributes, policy } = project;
  const spill = new SpillFolder();
  try {
    const options = { folder: process.cwd(), attributes, words: policyWords(policy), spill };
    const parts = await openSource(source, { ...binding, path: resolve(file) }, options);
    const clock = binding.zone === undefined ? {} : { wallClock: wallClock(binding.zone) };
    const records: object[] = [];
    let rows = 0;
    const wanted = parts.filter((part) => part.binding.kind === kind);
    if (wanted.length === 0) throw otherKind(source, kind);
    for (const part of wanted) {
      const read = await readSource(part, clock);
      for (const record of read.records) records.push(record);
      rows = Math.max(rows, read.report.rows);
    }
    return { records, rows };
  } finally {
    spill.remove();
  }
}

function bindingOf({ imports, sources }: Project, source: string): SourceBinding {
  const binding = Object.hasOwn(imports, source) ? imports[source] : sources[source];
  if (binding !== undefined) return binding;
  throw new ClearlistError('unknown-name', `the project has no import and no source "${source}"`, {
    at: '--source',
    hint: `Say under "imports" in the project file how such files are read; there are ${[...Object.keys(imports), ...Object.keys(sources)].join(', ')}.`,
  });
}

const otherKind = (source: string, kind: string): ClearlistError =>
  new ClearlistError('project-invalid', `"${source}" gives no records of kind ${kind}`, {
    at: `imports.${source}`,
    hint: 'Use the binding of such files, or import it as what it is.',
  });

const textless = (source: string): ClearlistError =>
  new ClearlistError('project-invalid', `the import "${source}" does not say which column holds the message`, {
    at: `imports.${source}.text`,
    hint: 'Name the column: "text": "body".',
  });

/** A record that nobody can be found by would stop every later run, so it is not let in. */
function requireAccepted(
  { keys }: Project,
  source: string,
  { kind, refuses }: ImportKind,
  records: readonly (Placed & Record<string, unknown>)[],
): void {
  if (kind === 'tombstone') tombstoneKeys(records as unknown as readonly Tombstone[], [], keys);
  const about = (SUBJECT_KINDS as readonly string[]).includes(kind);
  const issues = records.flatMap((record): Issue[] => {
    const message = about && !namesSomebody(record) ? NOBODY : refuses?.(record);
    return message === undefined ? [] : [{ at: placeOf(record), message }];
  });
  if (issues.length > 0) throw unreadableRows(source, {}, issues.length, issues);
}

const NOBODY =
  'names no profile, and no e-mail address or phone number that can be one (a national number needs its country)';

export function namesSomebody({ profileId, email, phone, country }: Readonly<Record<string, unknown>>): boolean {
  const home = typeof country === 'string' ? country : undefined;
  const isOne = (kind: 'email' | 'phone', raw: unknown): boolean =>
    typeof raw === 'string' && canonicalIdentifier(kind, raw, home) !== undefined;
  return profileId !== undefined || isOne('email', email) || isOne('phone', phone);
}

/** Replies by what they mean. The text goes; that the person said so stays. */
function understood(records: readonly (Placed & Record<string, unknown>)[]): {
  readonly kept: readonly Placed[];
  readonly away: number;
  readonly unclear: readonly string[];
} {
  const meant = records.map(({ origin, ...record }) => ({
    record: { ...record, topic: '*', origin: 'data_subject' } as Placed,
    meaning: meaningOf(typeof origin === 'string' ? origin : ''),
  }));
  const of = (meaning: string) => meant.filter((one) => one.meaning === meaning).map(({ record }) => record);
  return { kept: of('stop'), away: of('away').length, unclear: of('unclear').map(placeOf) };
}
