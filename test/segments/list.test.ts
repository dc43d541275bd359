import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { DuckDbEngine } from '../../src/engines/duckdb/duckdb-engine.js';
import { recordData } from '../../src/engines/duckdb/record-data.js';
import { MemoryEngine } from '../../src/engines/memory/memory-engine.js';
import { readRecords } from '../../src/model/records.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { idList } from '../../src/segments/id-list.js';
import { readSegment } from '../../src/segments/read-segment.js';
import { describeSegment, segment, segmentHash } from '../../src/segments/segment.js';
import { runDefinition } from '../parity/run-both.js';
import { membersOf } from './members.js';

/** `old` was merged into `anna`, `gone` into a profile that no source has. */
const records = {
  profile: [{ id: 'anna' }, { id: 'old' }, { id: 'bo' }, { id: 'åsa' }, { id: 'gone' }],
  identity_link: [
    { link: 'merge', profileId: 'old', intoProfileId: 'anna', occurredAt: '2026-01-01T00:00:00Z' },
    { link: 'merge', profileId: 'gone', intoProfileId: 'elsewhere', occurredAt: '2026-01-01T00:00:00Z' },
  ],
};
const lists = { vip: idList(['anna', 'bo', 'nobody']), former: idList(['old']), none: idList([]) };
const on = (list: string): Condition => ({ kind: 'list', list });
const ids = (...of: readonly string[]): Condition => ({ kind: 'list', ids: of });
const not = (of: Condition): Condition => ({ kind: 'not', of });
const bucket = (salt: string, to: number, from?: number): Condition => ({
  kind: 'bucket',
  salt,
  to,
  ...(from === undefined ? {} : { from }),
});

/** Worked out here from the definition: the first 16 hex digits of SHA-256 against the share of 2^64. */
const below = (salt: string, percent: number): readonly string[] =>
  ['anna', 'bo', 'åsa'].filter((id) => {
    const place = createHash('sha256').update(`${salt}:${id}`, 'utf8').digest('hex').slice(0, 16);
    return BigInt(`0x${place}`) * 100n < BigInt(percent) * 2n ** 64n;
  });

const table: readonly [string, Condition, readonly string[]][] = [
  ['a list of the project', on('vip'), ['anna', 'bo']],
  ['an id that was merged away counts for whom it was merged into', on('former'), ['anna']],
  ['nobody is on an empty list', on('none'), []],
  ['everybody is off an empty list', not(on('none')), ['anna', 'bo', 'åsa']],
  ['ids written here, trimmed and in form C', ids(' bo ', 'a\u030asa'), ['bo', 'åsa']],
  ['an id twice counts once', ids('old', 'anna', 'old'), ['anna']],
  ['a merge that leads nowhere leads to nobody', ids('gone', 'elsewhere'), []],
  ['off the list', not(on('vip')), ['åsa']],
  ['a tenth', bucket('s', 10), below('s', 10)],
  ['half', bucket('s', 50), below('s', 50)],
  ['the other half', bucket('s', 100, 50), ['anna', 'bo', 'åsa'].filter((id) => !below('s', 50).includes(id))],
  ['by another salt', bucket('t', 50), below('t', 50)],
  ['all of it', bucket('s', 100), ['anna', 'bo', 'åsa']],
];

describe('lists and buckets', () => {
  let found: Awaited<ReturnType<typeof membersOf>>;
  beforeAll(async () => {
    found = await membersOf(
      table.map(([, condition]) => condition),
      records,
      'UTC',
      { lists },
    );
  });

  test.each(table.map(([says, , expected], i) => [says, i, expected] as const))('%s', (_, i, expected) => {
    expect(found[i]).toEqual({ reference: expected, duckdb: expected });
  });
});

test('what is on a list and belongs to nobody is counted, on both engines', async () => {
  const audience = segment(
    'a',
    { kind: 'any', of: [on('vip'), ids('gone', 'bo')] },
    { lists: { vip: ['anna', 'bo', 'nobody'] } },
  );
  const run = runDefinition([{ controller: 'okq8', kind: 'newsletter', channel: 'email', audience }]);
  const read = readRecords(records, { ...run.words, attributes: run.attributes });
  const engines = [new DuckDbEngine(recordData(read)), new MemoryEngine(async () => ({ records: read, inputs: [] }))];
  for (const engine of engines) {
    expect((await engine.run(run)).idLists).toEqual([
      { name: '(2 ids in a definition)', sha256: idList(['bo', 'gone']).sha256, ids: 2, unknown: 1 },
      { name: 'vip', sha256: lists.vip.sha256, ids: 3, unknown: 1 },
    ]);
    await engine.close();
  }
});

const scope = { attributes: {}, uses: { lists } };

describe('a list in a definition', () => {
  test('is part of its identity by its content', () => {
    const hash = (...vip: readonly string[]) => segmentHash(segment('a', on('vip'), { lists: { vip } }));
    expect(hash('a', 'b')).toBe(hash('b', 'a', 'b'));
    expect(hash('a')).not.toBe(hash('b'));
  });

  test('never shows an id', () => {
    expect(describeSegment(segment('a', ids('anna', 'bo')))).toBe('on the list (2 ids in a definition)');
  });

  test.each<[string, object, string, RegExp]>([
    ['no such list', on('vipp'), 'segments.a.list', /"vipp"; did you mean "vip"/],
    ['neither name nor ids', { kind: 'list' }, 'segments.a', /a name or ids/],
    ['both', { kind: 'list', list: 'vip', ids: [] }, 'segments.a', /a name or ids/],
    ['a blank id', ids('a', ' '), 'segments.a.ids[1]', /blank/],
    ['a share below nothing', bucket('s', 50, -1), 'segments.a.from', /percentage/],
    ['a share above all', bucket('s', 101), 'segments.a.to', /percentage/],
    ['a share finer than six decimals', bucket('s', 0.0000001), 'segments.a.to', /percentage/],
    ['a share of nothing', bucket('s', 50, 50), 'segments.a.to', /ends where it begins/],
    ['no salt', bucket('', 50), 'segments.a.salt', /./],
  ])('%s', (_, condition, at, message) => {
    expect(() => readSegment('a', condition, scope)).toThrow(
      expect.objectContaining({ issues: expect.arrayContaining([{ at, message: expect.stringMatching(message) }]) }),
    );
  });
});
