import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lastRunIn } from '../../src/export/last-run.js';
import { publishRun } from '../../src/export/publish-run.js';
import { parseAsOf } from '../../src/model/instant.js';
import { campaign, contentFor, definitionOf, engineRun, listOf, people, RELEASE } from './cleared-lists.js';
import { scratch } from './scratch.js';

/** A run of one campaign as of a day of 2026, published. */
async function published(output: string, day: string, rows: number, replay = false): Promise<string> {
  const asOf = parseAsOf(`${day}T06:00:00Z`);
  const of = campaign('autumn');
  const definition = { ...definitionOf([of], replay), asOf };
  const list = listOf(of, people(rows), { ...contentFor(of, people(rows)), asOf, forSending: !replay });
  const { manifest } = await publishRun({ output, definition, run: engineRun([list]), release: RELEASE, version: '1' });
  return manifest.runId;
}

const figures = (day: string, listed: number) => ({
  asOf: `${day}T06:00:00Z`,
  members: listed + 4,
  suppressed: 3,
  cleared: listed + 1,
  listed,
  reasons: [
    { code: 'OBJECTION_DIRECT_MARKETING', group: 'final', primary: 2, any: 2 },
    { code: 'CONSENT_MISSING', group: 'fixable', primary: 1, any: 3 },
  ],
});

test('the last run is the latest for sending at the time or before, and never the run itself', async () => {
  const output = await scratch();
  await published(output, '2026-01-01', 1);
  const own = await published(output, '2026-03-01', 3);
  await published(output, '2026-02-01', 2);
  await published(output, '2026-02-15', 9, true);
  const before = (day: string, runId = own) => lastRunIn(output, parseAsOf(`${day}T06:00:00Z`), runId)('autumn');
  expect(await before('2026-03-01')).toEqual(figures('2026-02-01', 2));
  expect(await before('2026-02-01')).toEqual(figures('2026-02-01', 2));
  expect(await before('2026-01-31')).toEqual(figures('2026-01-01', 1));
  expect(await before('2025-12-31')).toBeUndefined();
  expect(await before('2026-03-01', 'another')).toEqual(figures('2026-03-01', 3));
  expect(await lastRunIn(output, parseAsOf('2026-03-01T06:00:00Z'), own)('winter')).toBeUndefined();
});

test('without an output folder, or with something else in it, there is no last run', async () => {
  const output = await scratch();
  expect(await lastRunIn(join(output, 'none'), 0, 'x')('autumn')).toBeUndefined();
  await mkdir(join(output, 'notes'));
  expect(await lastRunIn(output, 0, 'x')('autumn')).toBeUndefined();
});

test('a run whose manifest cannot be read stops: it could be the last one', async () => {
  const output = await scratch();
  await mkdir(join(output, '0123456789abcdef'));
  await writeFile(join(output, '0123456789abcdef', 'manifest.json'), '{}');
  await expect(lastRunIn(output, 0, 'x')('autumn')).rejects.toMatchObject({ code: 'input-invalid' });
});
