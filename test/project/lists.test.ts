import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLists } from '../../src/project/read-lists.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearlist-lists-'));
});
afterEach(() => rm(folder, { recursive: true }));

const read = async (content: string | Buffer, more: object = {}) => {
  await writeFile(join(folder, 'list.csv'), content);
  const { vip } = await readLists({ vip: { path: 'list.csv', delimiter: ',', ...more } }, folder);
  return [...(vip?.ids ?? [])];
};

describe('a file of ids', () => {
  test.each<[string, string, object, readonly string[]]>([
    ['one on a line', 'a\nb\n', {}, ['a', 'b']],
    ['with CRLF, blanks, a mark and no end', '\ufeff a \r\n\r\nb', {}, ['a', 'b']],
    ['quoted', '"a, b"\nc\n', {}, ['a, b', 'c']],
    ['a column', 'no;name\n1;x\n2;y\n', { column: 'no', delimiter: ';' }, ['1', '2']],
    ['a column without rows', 'no\n', { column: 'no' }, []],
    ['nothing', '', {}, []],
    ['twice', 'a\na\n', {}, ['a']],
  ])('%s', async (_, content, more, ids) => {
    expect(await read(content, more)).toEqual(ids);
  });

  test.each<[string, string | Buffer, object, string, string]>([
    ['several cells and no column', 'a,b\n', {}, 'rows-unreadable', 'list.csv:1'],
    ['a column that is not there', 'id,name\n1,x\n', { column: 'idd' }, 'source-header', 'list.csv:1'],
    ['a row without id', 'id,name\n1,x\n,y\n', { column: 'id' }, 'rows-unreadable', 'list.csv:3'],
    ['a quote that never ends', 'id\n"1\n', { column: 'id' }, 'rows-unreadable', 'list.csv:2'],
    ['no header', '', { column: 'id' }, 'rows-unreadable', 'list.csv:1'],
    ['not UTF-8', Buffer.from([0x61, 0x0a, 0xe5, 0x0a]), {}, 'source-encoding', 'list.csv:2'],
  ])('%s', async (_, content, more, code, at) => {
    await expect(read(content, more)).rejects.toMatchObject({ code, at });
  });

  test('no file', async () => {
    await expect(readLists({ vip: { path: 'none.csv', delimiter: ',' } }, folder)).rejects.toMatchObject({
      code: 'source-missing',
      at: 'lists.vip.path',
    });
  });

  test('has the hash of its bytes', async () => {
    await read('a\n');
    const { vip } = await readLists({ vip: { path: 'list.csv', delimiter: ',' } }, folder);
    expect(vip).toMatchObject({
      file: 'list.csv',
      sha256: '87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7',
    });
  });
});
