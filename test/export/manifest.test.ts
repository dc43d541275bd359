import { readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Manifest, manifestSchema, readManifest } from '../../src/export/manifest.js';
import { manifestText } from '../../src/export/manifest-text.js';
import { publishRun } from '../../src/export/publish-run.js';
import { verifyFiles } from '../../src/export/verify-files.js';
import { reasonRank } from '../../src/model/reasons.js';
import { evaluatedKinds } from '../../src/model/record-kinds.js';
import { campaign, column, countsFor, definitionOf, engineRun, listOf, RELEASE, runOf } from './cleared-lists.js';
import { scratch } from './scratch.js';

const published = async (...sizes: readonly number[]) => publishRun(runOf(await scratch(), ...sizes));

describe('what a manifest says', () => {
  test('everything about the run, nothing about any one person', async () => {
    const { manifest } = await published(2);
    expect(manifest).toEqual({
      format: 'clearlist-manifest/1',
      runId: expect.stringMatching(/^[0-9a-f]{16}$/),
      asOf: '2026-11-22T06:00:00Z',
      forSending: true,
      validUntil: '2026-11-29T06:00:00Z',
      definitionsHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      policy: {
        id: 'test',
        version: '1',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        changed: [],
        assessments: {},
        reasons: reasonRank,
      },
      campaigns: [
        {
          id: 'campaign-0',
          controller: 'okq8',
          kind: 'targeted_offer',
          purpose: 'direct_marketing',
          channel: 'email',
          audience: 'everybody',
          counts: {
            universe: 12,
            members: 6,
            suppressed: 3,
            cleared: 3,
            capped: 0,
            duplicates: 1,
            overLimit: 0,
            heldOut: 0,
            listed: 2,
          },
          reasons: [
            { code: 'OBJECTION_DIRECT_MARKETING', group: 'final', primary: 2, any: 2 },
            { code: 'CONSENT_MISSING', group: 'fixable', primary: 1, any: 3 },
          ],
          bases: [{ basis: 'consent', persons: 3 }],
          files: [
            {
              name: 'campaign-0.csv',
              sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
              rows: 2,
              bytes: 79,
              columns: [
                { header: 'profileId', field: 'profileId' },
                { header: 'address', field: 'address' },
              ],
            },
          ],
          refused: [],
        },
      ],
      inputs: [
        {
          source: 'customers',
          kind: 'profile',
          files: [{ file: 'customers.csv', sha256: 'a'.repeat(64), bytes: 12 }],
          rows: 10,
          leftOut: 1,
          unreadable: 0,
        },
      ],
      boundaries: [],
      idLists: [],
      notEvaluated: evaluatedKinds.filter((kind) => !['profile', 'permission', 'objection'].includes(kind)),
      release: { audited: { persons: 0, decisions: 0, named: 0 }, canaries: 0, guards: [] },
      versions: { clearlist: '0.1.0', engine: 'memory', engineVersion: '1' },
    });
  });

  test('no person of the lists is in it', async () => {
    const { folder } = await published(50);
    expect(await readFile(join(folder, 'manifest.json'), 'utf8')).not.toMatch(/example\.se|p-00/);
  });

  test('the same run gives the same bytes, wherever and whenever it is made', async () => {
    const first = await readFile(join((await published(3, 5)).folder, 'manifest.json'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await readFile(join((await published(3, 5)).folder, 'manifest.json'))).toEqual(first);
  });

  test('the bytes do not depend on the order in which it was put together', async () => {
    const { manifest, folder } = await published(3);
    const text = manifestText(manifestSchema, reversed(manifest) as Manifest);
    expect(text).toBe(await readFile(join(folder, 'manifest.json'), 'utf8'));
    expect(text).toBe(`${JSON.stringify(manifest, null, 2)}\n`);
  });

  test('the order of lists and of campaigns in the engine does not matter', async () => {
    const [a, b] = [campaign('a'), campaign('b')];
    const lists = [listOf(b, []), listOf(a, [])];
    const run = { definition: definitionOf([a, b]), run: engineRun(lists), release: RELEASE, version: '1' };
    const { manifest } = await publishRun({ output: await scratch(), ...run });
    expect(manifest.campaigns.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('a funnel that does not add up is never released', async () => {
    const run = runOf(await scratch(), 2);
    const wrong = listOf(campaign('campaign-0'), [], {
      counts: { ...countsFor(0), universe: 9, members: 5, cleared: 3, duplicates: 3 },
    });
    await expect(publishRun({ ...run, run: engineRun([wrong]) })).rejects.toThrow(/^bug: .*members − suppressed/);
  });
});

/** The same value with the keys of every object the other way round. */
const reversed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reversed)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, item]) => [key, reversed(item)]),
        )
      : value;

describe('reading it again', () => {
  test('gives what was written', async () => {
    const { folder, manifest } = await published(1, 2);
    expect(await readManifest(join(folder, 'manifest.json'))).toEqual(manifest);
  });

  test.each([
    ['there is none', undefined],
    ['no JSON', '{ "name": "Anna'],
    ['something else', '[]'],
    ['another format', '{"format":"clearlist-manifest/2"}'],
  ])('%s: input-invalid, and nothing of the text in the error', async (_, text) => {
    const path = join(await scratch(), 'manifest.json');
    if (text !== undefined) await writeFile(path, text);
    const error = await readManifest(path).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'input-invalid', at: path });
    expect(JSON.stringify(error)).not.toContain('Anna');
  });

  test.each(['../campaign-0.csv', '..', 'a/b.csv', '/etc/hostname', 'a\\b.csv'])(
    'a list that is a path and no name is refused: %s',
    async (name) => {
      const { folder, manifest } = await published(1);
      const [entry] = manifest.campaigns;
      const path = join(folder, 'manifest.json');
      await writeFile(
        path,
        JSON.stringify({ ...manifest, campaigns: [{ ...entry, files: [{ ...entry?.files[0], name }] }] }),
      );
      await expect(readManifest(path)).rejects.toMatchObject({ issues: [{ at: 'campaigns.0.files.0.name' }] });
    },
  );
});

describe('verifying a folder finds', () => {
  test('nothing where all is well, line ends inside cells included', async () => {
    const of = campaign('c', [column('profileId'), column('note')]);
    const rows = [
      ['p-1', 'two\r\nlines'],
      ['p-2', 'a "quoted\n" word'],
    ];
    const run = { definition: definitionOf([of]), run: engineRun([listOf(of, rows)]), release: RELEASE, version: '1' };
    expect(await verifyFiles((await publishRun({ output: await scratch(), ...run })).folder)).toEqual([]);
  });

  const list = 'campaign-0.csv';
  test.each<readonly [string, (folder: string) => Promise<unknown>, readonly object[]]>([
    ['a list that is gone', (folder) => rm(join(folder, list)), [{ file: list, problem: 'missing' }]],
    [
      'one byte more',
      (folder) => writeFile(join(folder, list), 'x', { flag: 'a' }),
      [{ file: list, problem: 'changed' }],
    ],
    ['other bytes', (folder) => writeFile(join(folder, list), 'x'.repeat(79)), [{ file: list, problem: 'changed' }]],
    ['another file', (folder) => writeFile(join(folder, 'x.csv'), ''), [{ file: 'x.csv', problem: 'unexpected' }]],
    [
      'a link to the very same bytes',
      async (folder) => {
        await rename(join(folder, list), join(folder, '..', 'elsewhere'));
        await symlink(join(folder, '..', 'elsewhere'), join(folder, list));
      },
      [{ file: list, problem: 'changed' }],
    ],
    [
      'a manifest that claims another number of rows',
      async (folder) => {
        const path = join(folder, 'manifest.json');
        const text = await readFile(path, 'utf8');
        await writeFile(
          path,
          text
            .replace('"listed": 2', '"listed": 3')
            .replace('"rows": 2', '"rows": 3')
            .replace('"duplicates": 1', '"duplicates": 0'),
        );
      },
      [{ file: list, problem: 'rows' }],
    ],
  ])('%s', async (_, change, problems) => {
    const { folder } = await published(2);
    await change(folder);
    expect(await verifyFiles(folder)).toEqual(problems);
  });

  test('a folder without a manifest is no run', async () => {
    await expect(verifyFiles(await scratch())).rejects.toMatchObject({ code: 'input-invalid' });
  });
});
