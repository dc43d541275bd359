import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { parseString, writeToString } from 'fast-csv';
import { describe, expect, test } from 'vitest';
import type { ListColumn } from '../../src/campaign/campaign.js';
import { type ClearedList, type ListRow, makeClearedList } from '../../src/campaign/cleared-list.js';
import { guardCell } from '../../src/export/formula-guard.js';
import { writeListFile } from '../../src/export/list-file.js';
import { cases } from '../setup/drawn-cases.js';
import { campaign, column, contentFor, countsFor, listOf, people, streamed } from './cleared-lists.js';
import { scratch } from './scratch.js';

async function written(list: ClearedList, name = 'list.csv') {
  const path = join(await scratch(), name);
  const file = await open(path, 'wx', 0o600);
  try {
    return { path, result: await writeListFile(list, file, path), bytes: await readFile(path) };
  } finally {
    await file.close();
  }
}

const textOf = async (columns: readonly ListColumn[], rows: readonly ListRow[]): Promise<string> =>
  (await written(listOf(campaign('c', columns), rows))).bytes.toString('utf8');

describe('the bytes of a list', () => {
  const columns = [column('profileId'), column('address', 'E-mail'), column('firstName', 'First name')];

  test('awkward cells, byte by byte', async () => {
    const rows = [
      ['p-1', 'a@example.se', 'Åsa'],
      ['p-2', 'b@example.se', 'Anna "Ann" Berg'],
      ['p-3', 'c@example.se', 'Berg, Anna'],
      ['p-4', 'd@example.se', 'two\r\nlines'],
      ['p-5', 'e@example.se', '😀'],
      ['p-6', 'f@example.se', '=1+1'],
      ['p-7', '+46701234567', undefined],
      ['p-8', 'g@example.se', ''],
      ['p-9', 'h@example.se', ' spaced '],
    ];
    expect(await textOf(columns, rows)).toBe(
      [
        'profileId,E-mail,First name',
        'p-1,a@example.se,Åsa',
        'p-2,b@example.se,"Anna ""Ann"" Berg"',
        'p-3,c@example.se,"Berg, Anna"',
        'p-4,d@example.se,"two\r\nlines"',
        'p-5,e@example.se,😀',
        "p-6,f@example.se,'=1+1",
        'p-7,+46701234567,',
        'p-8,g@example.se,',
        'p-9,h@example.se, spaced ',
        '',
      ].join('\r\n'),
    );
  });

  test('an empty list is its header', async () =>
    expect(await textOf(columns, [])).toBe('profileId,E-mail,First name\r\n'));

  test('headers are guarded and quoted like cells', async () =>
    expect(await textOf([column('profileId', '=id'), column('x', 'a,b')], [])).toBe('\'=id,"a,b"\r\n'));

  test('an empty cell alone on its line is no empty line', async () =>
    expect(await textOf([column('firstName')], [['Åsa'], [undefined]])).toBe('firstName\r\n"Åsa"\r\n""\r\n'));

  test('addresses alone need no quotes', async () =>
    expect(await textOf([column('address')], [['a@example.se']])).toBe('address\r\na@example.se\r\n'));

  test('rows that need no quotes are to the byte what fast-csv makes of them, whatever stands beside them', async () => {
    const cell = fc.option(
      fc.string({
        unit: fc.constantFrom('a', 'ä', ' ', '.', ';', "'", ',', '"', '\r', '\n', '\0', '=', '+', '4', '＠', '\ufeff'),
      }),
      {
        nil: undefined,
      },
    );
    const address = fc.constantFrom('a@example.se', '+46701234567', undefined);
    const rows = fc.array(fc.tuple(cell, address, cell), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, async (some) => {
        const own = [column('firstName'), column('address'), column('lastName')];
        const guarded = some.map((row) => own.map((one, i) => guardCell(one, row[i])));
        const whole = await writeToString([['firstName', 'address', 'lastName'], ...guarded], {
          rowDelimiter: '\r\n',
          includeEndRowDelimiter: true,
        });
        expect(await textOf(own, some)).toBe(whole);
      }),
    );
  });

  test('hash, rows and bytes are those of the file, over many blocks', async () => {
    const { result, bytes } = await written(listOf(campaign('c'), people(30_000)));
    expect(bytes.length).toBeGreaterThan(3 * 256 * 1024);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(result).toEqual({ sha256, rows: 30_000, bytes: bytes.length });
  });
});

/** Written apart from the guard: what a reader must find. */
const asRead = (cell: string | undefined): string => {
  const visible = (cell ?? '').split('\0').join('');
  return /^[=+\-@\t\r\n＝＋－＠\ufeff]/u.test(visible) ? `'${visible}` : visible;
};

const readByFastCsv = (text: string): Promise<readonly (readonly string[])[]> =>
  new Promise((resolve, reject) => {
    const rows: string[][] = [];
    parseString(text)
      .on('error', reject)
      .on('data', (row) => rows.push(row))
      .on('end', () => resolve(rows));
  });

async function readByDuckdb(path: string, columns: number): Promise<readonly (readonly string[])[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const names = Array.from({ length: columns }, (_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  const result = await connection.runAndReadAll(
    `from read_csv($path, columns = {${names}}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\r\\n', parallel = false)`,
    { path },
  );
  connection.closeSync();
  instance.closeSync();
  return result.getRows().map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
}

describe('readers find exactly the cells', () => {
  const awkward = fc.oneof(
    fc.constantFrom(
      '"',
      '""',
      ',',
      ';',
      '|',
      '\r\n',
      '\n',
      '\r',
      '\t',
      '=',
      '+',
      '-',
      '@',
      "'",
      ' ',
      '\0',
      '\ufeff',
      '＝',
      'å',
      '😀',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  const cell = fc.option(
    fc.array(awkward, { maxLength: 5 }).map((parts) => parts.join('')),
    { nil: undefined },
  );
  /** One column of anything, or an id and then anything: fast-csv itself reads a first cell of blanks as empty. */
  const table = fc.oneof(
    fc.array(fc.tuple(cell), { minLength: 1, maxLength: 6 }),
    fc
      .integer({ min: 1, max: 3 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      )
      .map((rows) => rows.map((row, index) => [`p-${index}`, ...row])),
  );

  const columnsFor = (rows: readonly ListRow[]) => (rows[0] ?? []).map((_, index) => column(`field${index}`));

  test('fast-csv, any rows', () =>
    fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const columns = columnsFor(rows);
        const text = await textOf(columns, rows);
        const expected = [columns.map(({ header }) => header), ...rows.map((row) => row.map(asRead))];
        expect(await readByFastCsv(text)).toEqual(expected);
      }),
      { numRuns: cases(150) },
    ));

  test('DuckDB, any rows', async () => {
    const tables = fc.sample(fc.tuple(fc.tuple(cell, cell, cell)), cases(400));
    const rows = tables.map(([row]) => row);
    const { path } = await written(listOf(campaign('c', columnsFor(rows)), rows));
    expect(await readByDuckdb(path, 3)).toEqual([
      ['field0', 'field1', 'field2'],
      ...rows.map((row) => row.map(asRead)),
    ]);
  });
});

describe('a list that is not what it was counted to be is refused', () => {
  test.each([
    ['one row too few', 2],
    ['no row at all', 0],
    ['one row too many', 4],
  ])('%s', async (_, given) => {
    const list = listOf(campaign('c'), people(3), { rows: () => streamed(people(given)) });
    await expect(written(list)).rejects.toMatchObject({ code: 'engine-failed' });
  });

  test('endless rows are cut off at the first one too many', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<readonly ListRow[]> {
      for (;;) yield [[`p-${++given}`, 'a@example.se']];
    }
    const list = listOf(campaign('c'), people(3), { rows: endless });
    await expect(written(list)).rejects.toMatchObject({ code: 'engine-failed' });
    expect(given).toBe(4);
  });

  test('a row with more or fewer cells than columns is our bug', async () => {
    await expect(written(listOf(campaign('c'), [['p-1']]))).rejects.toThrow(/^bug: /);
    await expect(written(listOf(campaign('c'), [['p-1', 'a@example.se', 'more']]))).rejects.toThrow(/^bug: /);
  });

  test('what the rows throw passes through, also when it looks like a failed system call', async () => {
    const fault = Object.assign(new Error('disk of the engine'), { code: 'EIO', syscall: 'read' });
    async function* failing(): AsyncGenerator<readonly ListRow[]> {
      yield [['p-1', 'a@example.se']];
      throw fault;
    }
    await expect(written(listOf(campaign('c'), people(3), { rows: failing }))).rejects.toBe(fault);
  });

  test('only cleared lists are taken', async () => {
    await expect(written([['p-1']] as never)).rejects.toMatchObject({ code: 'not-a-cleared-list' });
  });
});

describe('a slow or full disk', () => {
  test.skipIf(process.platform !== 'linux')(
    'no space left: an error with a hint, and the rows are let go',
    async () => {
      let released = false;
      async function* rows(): AsyncGenerator<readonly ListRow[]> {
        try {
          for (const row of people(50_000)) yield [row];
        } finally {
          released = true;
        }
      }
      const full = await open('/dev/full', 'w');
      const list = makeClearedList({ ...contentFor(campaign('c'), []), counts: countsFor(50_000), rows });
      await expect(writeListFile(list, full, '/out')).rejects.toMatchObject({
        code: 'output-not-writable',
        at: '/out',
        hint: expect.stringContaining('space'),
      });
      await full.close();
      expect(released).toBe(true);
    },
  );

  test('rows wait for the disk: little more than a block is in memory', async () => {
    let given = 0;
    let mostAhead = 0;
    let taken = 0;
    async function* rows(): AsyncGenerator<readonly ListRow[]> {
      for (; given < 5_000; ) yield [[`p-${++given}`, 'x'.repeat(1000)]];
    }
    const slow = {
      async appendFile(block: Buffer) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        mostAhead = Math.max(mostAhead, given * 1000 - taken);
        taken += block.length;
      },
    } as unknown as FileHandle;
    const columns = [column('profileId'), column('note')];
    await writeListFile(listOf(campaign('c', columns), people(5_000), { rows }), slow, '/out');
    expect(taken).toBeGreaterThan(5_000_000);
    expect(mostAhead).toBeLessThan(2 * 256 * 1024);
  });
});
