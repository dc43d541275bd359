import { describe, expect, test } from 'vitest';
import { field } from '../../src/model/record-kind.js';
import { evaluatedKinds } from '../../src/model/record-kinds.js';
import { type BindingScope, sourceBindingSchema } from '../../src/sources/binding.js';
import { parseTimePattern } from '../../src/sources/time-pattern.js';
import { validateSource } from '../../src/sources/validate-source.js';

const scope: BindingScope = {
  attributes: { tier: field('text', 'tier'), since: field('date', 'since'), likes: field('list', 'likes') },
  words: { controllers: ['okq8'], topics: ['newsletter'] },
};

const objection = { kind: 'objection', path: 'o.csv', columns: { profileId: 'id' } };
const profile = { kind: 'profile', path: 'p.csv', columns: { id: 'id' } };

const issuesOf = (written: unknown): readonly string[] => {
  const parsed = sourceBindingSchema.safeParse(written);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return validateSource('s', parsed.data, scope).map(({ at, message }) => `${at}: ${message}`);
};

test('a binding may say all that there is to say', () => {
  expect(
    issuesOf({
      ...profile,
      path: 'data/p-*.csv.gz',
      format: { type: 'csv', delimiter: ';', quote: "'", decimal: ',', compression: 'gzip' },
      columns: {
        id: 'nr',
        email: ['e1', 'e2'],
        birthDate: { column: 'född', format: 'dd.MM.yyyy' },
        deceased: { column: 'd', words: { J: 'true' } },
      },
      constants: { country: 'se', controlGroup: false },
      attributes: {
        tier: 'nivå',
        since: { column: 'sedan', format: 'yyyyMMdd' },
        likes: [{ column: 'gillar', separator: ';' }, 'gillar2'],
      },
      zone: 'Europe/Stockholm',
    }),
  ).toEqual([]);
});

describe('every mistake is reported with its path', () => {
  const table: readonly (readonly [title: string, written: unknown, issues: readonly string[]])[] = [
    [
      'a kind that is not evaluated',
      { ...objection, kind: 'diary' },
      [
        `kind: this version does not evaluate "diary", and a source nobody reads would be a refusal nobody sees; it evaluates ${evaluatedKinds.join(', ')}`,
      ],
    ],
    ['an unknown key', { ...objection, colums: {} }, [': Unrecognized key: "colums"']],
    [
      'an unknown field',
      { ...objection, columns: { profileId: 'id', emial: 'e', toString: 'x' } },
      [
        'sources.s.columns.emial: objection has no field "emial"; did you mean "email"?',
        'sources.s.columns.toString: objection has no field "toString"',
      ],
    ],
    [
      'nothing that a row needs',
      { ...objection, columns: { state: 's' } },
      ['sources.s.columns: profileId or email or phone must be bound; a row without it names nobody or nothing'],
    ],
    [
      'a column and a constant',
      { ...objection, columns: { profileId: 'id', channel: 'c' }, constants: { channel: 'email' } },
      ['sources.s.constants.channel: is bound to a column as well'],
    ],
    [
      'an unreadable constant',
      { ...objection, constants: { channel: 'mail', controller: '', chanel: 'x', occurredAt: '2026-01-01' } },
      [
        'sources.s.constants.channel: "mail" is no readable word',
        'sources.s.constants.controller: says nothing',
        'sources.s.constants.chanel: objection has no field "chanel"; did you mean "channel"?',
        'sources.s.constants.occurredAt: "2026-01-01" is no readable instant',
      ],
    ],
    [
      'several columns for one cell',
      { ...objection, columns: { profileId: ['a', 'b'] } },
      ['sources.s.columns.profileId: takes one column'],
    ],
    [
      'a format where there is none',
      { ...objection, columns: { profileId: { column: 'id', format: 'yyyy-MM-dd' } } },
      ['sources.s.columns.profileId: a id has no format'],
    ],
    [
      'a local time without zone',
      { ...objection, columns: { profileId: 'id', occurredAt: { column: 'at', format: 'dd.MM.yyyy' } } },
      ['sources.s.columns.occurredAt: a time without an offset needs the zone of the source'],
    ],
    [
      'a format that is none',
      { ...profile, columns: { id: 'id', birthDate: { column: 'b', format: 'dd.MM.yy' } } },
      ['sources.s.columns.birthDate: "dd.MM.yy" is no format built from yyyy MM dd HH mm ss, each once'],
    ],
    [
      'one sign for two things',
      { ...profile, path: 'p.csv', format: { type: 'csv', decimal: ',', thousands: ',' } },
      ['sources.s.format: the decimal sign and the thousands separator are the same'],
    ],
    [
      'a writing of local times without zone',
      {
        ...objection,
        writing: 'fi',
        columns: { profileId: 'id', occurredAt: 'at', recordedAt: { column: 'r', format: 'iso' } },
      },
      ['sources.s.columns.occurredAt: a time without an offset needs the zone of the source'],
    ],
    [
      'a day with a time',
      { ...profile, columns: { id: 'id', birthDate: { column: 'b', format: 'yyyy-MM-dd HH:mm' } } },
      ['sources.s.columns.birthDate: a day has no time; write its time as digits, such as 00:00:00'],
    ],
    [
      'meanings that mean nothing',
      {
        ...objection,
        columns: {
          profileId: { column: 'id', words: { a: 'b' } },
          state: { column: 's', words: { J: 'yes', ' N': 'objected' } },
          channel: { column: 'c', words: {} },
        },
      },
      [
        'sources.s.columns.profileId: a id has no words',
        'sources.s.columns.state: "yes" is no readable word',
        'sources.s.columns.state: " N" equals no cell: cells are trimmed and in form C',
        'sources.s.columns.channel: words are empty, so that nothing would be readable',
      ],
    ],
    [
      'an unknown zone',
      { ...objection, zone: 'Europe/Stokholm' },
      ['sources.s.zone: no time zone named "Europe/Stokholm"; IANA names look like Europe/Stockholm'],
    ],
    [
      'an offset for a zone',
      { ...objection, zone: '+01:00' },
      ['sources.s.zone: no time zone named "+01:00"; IANA names look like Europe/Stockholm'],
    ],
    [
      'an unknown attribute',
      { ...profile, attributes: { teir: 'x' } },
      ['sources.s.attributes.teir: no attribute "teir" is declared; did you mean "tier"?'],
    ],
    [
      'several columns and a separator of what is no list',
      { ...profile, attributes: { tier: ['x', { column: 'y', separator: ';' }] } },
      ['sources.s.attributes.tier: takes one column', 'sources.s.attributes.tier: a text has no separator'],
    ],
    [
      'a format of a list',
      { ...profile, attributes: { likes: { column: 'x', format: 'yyyy' } } },
      ['sources.s.attributes.likes: a list has no format'],
    ],
    [
      'attributes of no profile',
      { ...objection, attributes: { tier: 'x' } },
      ['sources.s.attributes: only profiles have attributes'],
    ],
    [
      'names that differ in case only',
      { ...objection, columns: { profileId: 'Id', email: 'ID' } },
      ['sources.s.columns: column "ID" differs from another only in case; rename one in the file'],
    ],
    [
      'leaving refusals out',
      { ...objection, withoutSubject: 'leave_out', tolerance: 1 },
      [
        'sources.s.withoutSubject: is for purchases and events only; any row of another kind could be a refusal',
        'sources.s.tolerance: is for purchases and events only; any row of another kind could be a refusal',
      ],
    ],
    [
      'neither a kind nor records',
      { path: 'o.csv', columns: { id: 'x' } },
      ['sources.s.kind: either a kind is needed here, or records of several kinds'],
    ],
    [
      'a kind and records',
      { ...objection, records: { o: { kind: 'objection', columns: { profileId: 'id', emial: 'x' } } } },
      [
        'sources.s.columns: stands beside records of several kinds; say it of one of them',
        'sources.s.kind: stands beside records of several kinds; say it of one of them',
        'sources.s.records.o.columns.emial: objection has no field "emial"; did you mean "email"?',
      ],
    ],
    [
      'no records',
      { path: 'o.csv', records: {} },
      ['sources.s.records: are empty, so that nobody would read the source'],
    ],
    [
      'flags that mean nothing',
      {
        ...objection,
        kind: 'permission',
        columns: { profileId: 'id', state: 's' },
        flags: [
          { column: 'a', words: { J: 'yes', N: 'none' } },
          { column: 'b', words: { N: 'none' }, columns: { chanel: 'x' } },
        ],
      },
      [
        'sources.s.flags.0.words.J: "yes" is none of given, withdrawn, refused, pending, none',
        'sources.s.flags.0.column: is the state, which is bound as well',
        'sources.s.flags.1.words: no word means an answer, so that nobody would ever have given one',
        'sources.s.flags.1.columns.chanel: permission has no field "chanel"; did you mean "channel"?',
        'sources.s.flags.1.column: is the state, which is bound as well',
      ],
    ],
    [
      'flags of behaviour',
      { kind: 'event', path: 'e.csv', columns: {}, flags: [{ column: 'a', words: { J: 'yes' } }] },
      ['sources.s.flags: a event is no answer that a cell gives; flags are for permissions and refusals'],
    ],
    [
      'an identifier of no kind',
      { kind: 'opt_out', path: 'o.csv', identifier: { kind: 'k', value: 'v', words: { E: 'email', F: 'fax' } } },
      ['sources.s.identifier.words: "fax" is no identifier of opt_out: id, profileId, email, phone'],
    ],
    [
      'refusals left out because another has their id',
      { ...objection, columns: { profileId: 'p', id: 'id' }, duplicates: 'last' },
      ['sources.s.duplicates: every objection counts, however often its id is there; only "error" may be said here'],
    ],
    [
      'a rule for ids without ids',
      { kind: 'purchase', path: 'p.csv', columns: { profileId: 'p', occurredAt: 't' }, duplicates: { latest: 't' } },
      ['sources.s.duplicates: need a column for the id'],
    ],
    [
      'columns derived from derived ones',
      {
        ...objection,
        derived: {
          a: { lower: 'b' },
          b: 'c',
          ' d': 'c',
          e: { lower: { lower: { lower: { lower: { lower: 'c' } } } } },
        },
      },
      [
        'sources.s.derived.a: "b" is derived itself; write out how',
        'sources.s.derived. d: names of columns are trimmed and in form C',
        'sources.s.derived.e: functions stand at most 4 deep in one another',
      ],
    ],
    [
      'an ending nobody knows',
      { ...objection, path: 'o.txt' },
      ['sources.s.format: the ending of the path names no format: .csv, .csv.gz or .parquet'],
    ],
    [
      'a pattern for folders',
      { ...objection, path: '*/o.csv' },
      ['sources.s.path: * and ? may stand in the last part only, which names a file'],
    ],
    [
      'a delimiter of two characters',
      { ...objection, format: { type: 'csv', delimiter: '||' } },
      ['format.delimiter: Invalid option: expected one of ","|";"|"\t"|"|"'],
    ],
    [
      'a negative tolerance',
      { ...objection, kind: 'event', tolerance: -1 },
      ['tolerance: Too small: expected number to be >=0'],
    ],
  ];
  test.each(table)('%s', (_, written, issues) => {
    expect(issuesOf(written)).toEqual(issues);
  });
});

describe('time patterns', () => {
  test.each([
    'yyyy-MM-dd',
    'dd.MM.yyyy',
    'MM/dd/yyyy HH:mm',
    'yyyyMMddHHmmss',
    'yyyy-MM-ddTHH:mm:ss',
    'yyyy-MM-dd 00:00:00',
    'd.M.yyyy H.mm',
    "dd.MM.yyyy 'klo' HH.mm",
    '[yyyy] (MM) {dd} ^\\$*+?|',
  ])('%s is one', (text) => {
    const parsed = parseTimePattern(text);
    const cell = text
      .replace('yyyy', '2026')
      .replace('MM', '01')
      .replace('dd', '02')
      .replace('HH', '03')
      .replace('mm', '04')
      .replace('ss', '05')
      .replace('M', '01')
      .replace('d', '2')
      .replace('H', '3')
      .replaceAll("'", '');
    expect(new RegExp(`^${parsed?.regex}$`).test(cell)).toBe(true);
    expect(new RegExp(`^${parsed?.regex}$`).test(`${cell}0`)).toBe(false);
  });
  test.each([
    'yyyy-MM',
    'yyyy-MM-dd dd',
    'yy-MM-dd',
    'yyyy-MM-dd HH',
    'yyyy-MM-dd mm:ss',
    'dMyyyy',
    'd.M.yyyy Hmm',
    'd.M.yyyy d',
    'd.dd.MM.yyyy',
    "dd.MM.yyyy 'å' HH:mm",
    "dd.MM.yyyy 'klo HH:mm",
    'yyyy-MM-ddZ',
    'yyyy-MM-dd HH:mm a',
    'yyyy–MM–dd',
    '',
  ])('%s is none', (text) => {
    expect(parseTimePattern(text)).toBeUndefined();
  });
});
