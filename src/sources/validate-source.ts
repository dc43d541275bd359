import { basename, dirname } from 'node:path';
import type { Issue } from '../errors.js';
import { cleanText } from '../model/text.js';
import {
  type BindingScope,
  formatOf,
  type RecordBinding,
  type SourceBinding,
  type SourcePlace,
  splitSource,
} from './binding.js';
import { boundColumns, fileColumns, ownValue } from './bound-fields.js';
import { writingOf } from './column-form.js';
import { DEEPEST, derivedDepth } from './derived.js';
import { hasTime } from './freshness.js';
import { partsOf } from './parts.js';
import type { LocatedIssue } from './validate-fields.js';
import { recordIssues } from './validate-record.js';

/** Every mistake in a source, with its path in the project file. */
export function validateSource(name: string, source: SourceBinding, scope: BindingScope): readonly Issue[] {
  const { place, own: whole } = splitSource(source);
  const { records, kind, ...own } = whole;
  const issues = [
    ...pathIssues(place),
    ...writingIssues(place),
    ...zoneIssues(place),
    ...derivedIssues(place),
    ...(records === undefined ? [] : overIssues({ ...own, kind })),
    ...wholeRecords(source).flatMap(([at, record]) => located(at, recordIssues(record, place, scope))),
    ...(records === undefined && kind === undefined
      ? [{ at: 'kind', message: 'either a kind is needed here, or records of several kinds' }]
      : []),
    ...(records !== undefined && Object.keys(records).length === 0
      ? [{ at: 'records', message: 'are empty, so that nobody would read the source' }]
      : []),
    ...freshnessIssues(source),
    ...caseIssues(source),
  ];
  return issues.map(({ at, message }) => ({ at: `sources.${name}.${at}`, message }));
}

const wholeRecords = (source: SourceBinding): readonly (readonly [string, RecordBinding])[] => {
  const { kind, records, ...own } = splitSource(source).own;
  if (records !== undefined) return Object.entries(records).map(([part, record]) => [`records.${part}`, record]);
  return kind === undefined ? [] : [['', { kind, ...own }]];
};

const located = (at: string, issues: readonly LocatedIssue[]): readonly LocatedIssue[] =>
  at === '' ? issues : issues.map((issue) => ({ ...issue, at: `${at}.${issue.at}` }));

/** What is said at the source would be said of no record where there are several kinds. */
const overIssues = (own: Readonly<Record<string, unknown>>): readonly LocatedIssue[] =>
  Object.entries(own)
    .filter(([, value]) => value !== undefined)
    .map(([at]) => ({ at, message: 'stands beside records of several kinds; say it of one of them' }));

function pathIssues(place: SourcePlace): readonly LocatedIssue[] {
  const issues: LocatedIssue[] = [];
  if (/[*?]/.test(dirname(place.path)) || basename(place.path) === '') {
    issues.push({ at: 'path', message: '* and ? may stand in the last part only, which names a file' });
  }
  if (place.format?.type === 'duckdb' && /[*?]/.test(place.path)) {
    issues.push({ at: 'path', message: 'a table is of one database; * and ? may not stand here' });
  }
  if (formatOf(place) === undefined) {
    issues.push({ at: 'format', message: 'the ending of the path names no format: .csv, .csv.gz or .parquet' });
  }
  return issues;
}

function writingIssues(place: SourcePlace): readonly LocatedIssue[] {
  const { decimal, thousands } = writingOf(place).numbers;
  return decimal === thousands
    ? [{ at: 'format', message: 'the decimal sign and the thousands separator are the same' }]
    : [];
}

function zoneIssues({ zone }: SourcePlace): readonly LocatedIssue[] {
  if (zone === undefined) return [];
  try {
    // Offsets such as +01:00 are accepted by some runtimes, and know no summer time.
    if (/^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined) return [];
  } catch {
    // Unknown: reported below.
  }
  return [{ at: 'zone', message: `no time zone named ${JSON.stringify(zone)}; IANA names look like Europe/Stockholm` }];
}

function derivedIssues({ derived = {} }: SourcePlace): readonly LocatedIssue[] {
  const names = Object.keys(derived);
  return Object.entries(derived).flatMap(([name, how]) => {
    const at = `derived.${name}`;
    if (derivedDepth(how) > DEEPEST) return [{ at, message: `functions stand at most ${DEEPEST} deep in one another` }];
    if (cleanText(name) !== name) return [{ at, message: 'names of columns are trimmed and in form C' }];
    const inputs = fileColumns([{ path: '', kind: 'profile', columns: { id: name }, derived }]);
    return inputs
      .filter((input) => names.includes(input))
      .map((input) => ({ at, message: `${JSON.stringify(input)} is derived itself; write out how` }));
  });
}

function freshnessIssues(source: SourceBinding): readonly LocatedIssue[] {
  const dated = partsOf('', source).some(({ binding }) => hasTime(binding));
  return source.freshness?.records === undefined || dated
    ? []
    : [{ at: 'freshness.records', message: 'no record of this source has a time' }];
}

/** SQL engines take names that differ in case only for one. */
function caseIssues(source: SourceBinding): readonly LocatedIssue[] {
  const bindings = partsOf('', source).map(({ binding }) => binding);
  const columns = [
    ...new Set([
      ...fileColumns(bindings),
      ...bindings.flatMap(boundColumns).filter((column) => ownValue(source.derived, column) !== undefined),
    ]),
  ];
  return columns
    .filter((column, i) => columns.slice(0, i).some((other) => other.toLowerCase() === column.toLowerCase()))
    .map((column) => ({
      at: 'columns',
      message: `column ${JSON.stringify(column)} differs from another only in case; rename one in the file`,
    }));
}
