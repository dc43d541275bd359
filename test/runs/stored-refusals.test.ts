import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readRow } from '../../src/model/read-record.js';
import type { Placed } from '../../src/model/record-kind.js';
import type { EvaluatedKind } from '../../src/model/record-kinds.js';
import { loadProject, type Project } from '../../src/project/load-project.js';
import { SAMPLE_AS_OF } from '../../src/project/sample/sample-project.js';
import { initProject } from '../../src/runs/init-project.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { planProject, type RunSummary } from '../../src/runs/plan-project.js';
import { addRecords } from '../../src/store/add-lines.js';
import { compactStore } from '../../src/store/compact-store.js';
import { createStore } from '../../src/store/open-store.js';
import { recordLine } from '../../src/store/record-lines.js';

const made: string[] = [];
afterAll(async () => {
  for (const folder of made) await rm(folder, { recursive: true, force: true });
});

/** The sample project with an empty store. */
async function project(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-stored-'));
  made.push(folder);
  await initProject(join(folder, 'p'));
  const file = join(folder, 'p', 'clearlist.config.json');
  const config = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, JSON.stringify({ ...config, store: 'kept' }));
  await createStore(join(folder, 'p', 'kept'));
  return loadProject(file);
}

const engines = ['duckdb', 'memory'] as const;

async function plan(of: Project, engine: (typeof engines)[number], only = 'newsletter'): Promise<RunSummary> {
  const opened = openEngine(of, { engine });
  try {
    return await planProject(of, opened, { asOf: SAMPLE_AS_OF, only: [only] });
  } finally {
    await opened.close();
  }
}

const line = (kind: EvaluatedKind, cells: Record<string, string>): string => {
  const read = readRow(kind, cells, { source: 'test', row: 1 });
  if ('lost' in read) throw new Error(read.lost);
  return recordLine(kind, read.record as Placed, 'letters');
};

const keep = (of: Project, kind: EvaluatedKind, ...lines: readonly string[]) =>
  addRecords(of.store?.folder ?? '', { [kind]: lines }, { action: 'import', detail: {} });

const without = ({ engine, lookUps, ...rest }: RunSummary) => rest;

describe('what the store holds counts as a further source', () => {
  test('on both engines alike, and only from when it is there', async () => {
    const one = await project();
    const before = await plan(one, 'duckdb');
    const [listed] = before.campaigns;
    expect(without(await plan(one, 'memory'))).toEqual(without(before));

    const persons = Array.from({ length: 40 }, (_, i) => `C${10001 + i}`);
    await keep(one, 'objection', ...persons.map((profileId) => line('objection', { profileId })));
    const after = await plan(one, 'duckdb');
    expect(after.campaigns[0]?.counts.listed).toBeLessThan(listed?.counts.listed ?? 0);
    expect(after.campaigns[0]?.counts.members).toBe(listed?.counts.members);
    expect(after.inputs).toContainEqual(
      expect.objectContaining({ source: 'store/objection', kind: 'objection', rows: 40, files: [] }),
    );
    expect(after.runId).not.toBe(before.runId);
    expect(without(await plan(one, 'memory'))).toEqual(without(after));

    await keep(one, 'objection', ...persons.map((profileId) => line('objection', { profileId })));
    await compactStore(one.store?.folder ?? '');
    expect((await plan(one, 'duckdb')).runId).toBe(after.runId);
  });

  test('and a kind that no source declares is then evaluated', async () => {
    const one = await project();
    expect((await plan(one, 'duckdb')).notEvaluated).toContain('relation');
    await keep(one, 'relation', line('relation', { profileId: 'C10001', relation: 'customer' }));
    for (const engine of engines) expect((await plan(one, engine)).notEvaluated).not.toContain('relation');
  });

  test('and a store that is named and not there stops every run', async () => {
    const one = await project();
    await rm(one.store?.folder ?? '', { recursive: true });
    for (const engine of engines) await expect(plan(one, engine)).rejects.toMatchObject({ code: 'store-missing' });
  });
});
