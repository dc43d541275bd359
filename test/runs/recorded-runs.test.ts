import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAsOf } from '../../src/model/instant.js';
import { loadProject, type Project } from '../../src/project/load-project.js';
import { audienceChanges } from '../../src/runs/audience-changes.js';
import { eraseFromStore } from '../../src/runs/erase-from-store.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { planProject } from '../../src/runs/plan-project.js';
import { recordRefusal } from '../../src/runs/record-refusal.js';
import { lastRunInStore } from '../../src/runs/record-run.js';
import { runPage } from '../../src/runs/run-page.js';
import { runProject } from '../../src/runs/run-project.js';
import { addRecords } from '../../src/store/add-lines.js';
import { ledgerLine, recordTransfers, storedMemberships, storedRuns, storedTransfers } from '../../src/store/ledger.js';
import { openStore } from '../../src/store/open-store.js';
import { pruneStore } from '../../src/store/prune-store.js';
import { verifyStore } from '../../src/store/verify-store.js';
import { storeProject } from './store-project.js';

const EARLY = '2026-11-21T06:00:00Z';
const LATE = '2026-11-22T06:00:00Z';
const LATER = '2026-11-23T06:00:00Z';

async function run(project: Project, asOf: string, engine: 'memory' | 'duckdb' = 'memory') {
  const opened = openEngine(project, { engine });
  try {
    return await runProject(project, opened, { asOf });
  } finally {
    await opened.close();
  }
}

const stored = (project: Project) => openStore(project.store?.folder ?? '');

describe('a run', () => {
  test('writes itself down once, and its own record changes no later run', async () => {
    const project = await storeProject();
    const first = await run(project, EARLY);
    const again = await run(project, EARLY, 'duckdb');
    expect({ runId: again.runId, alreadyThere: again.alreadyThere }).toEqual({
      runId: first.runId,
      alreadyThere: true,
    });
    const store = await stored(project);
    expect(await storedRuns(store)).toHaveLength(1);
    expect((await storedRuns(store))[0]).toMatchObject({ runId: first.runId, asOf: EARLY, forSending: true });
    expect((await run(project, EARLY)).runId).toBe(first.runId);
    expect((await stored(project)).head).toEqual(store.head);
  });

  test('is known to the next one by its figures, and to itself not', async () => {
    const project = await storeProject();
    const { runId, campaigns } = await run(project, EARLY);
    const settings = project.store;
    if (settings === undefined) throw new Error('the project has no store');
    const counts = campaigns[0]?.counts;
    const figures = {
      asOf: EARLY,
      members: 3,
      suppressed: counts?.suppressed,
      cleared: counts?.cleared,
      listed: counts?.listed,
    };
    expect(await lastRunInStore(settings, parseAsOf(LATE), 'another')('news')).toEqual(figures);
    expect(await lastRunInStore(settings, parseAsOf(LATE), runId)('news')).toBeUndefined();
    expect(await lastRunInStore(settings, parseAsOf(EARLY) - 1, 'another')('news')).toBeUndefined();
    expect(await lastRunInStore(settings, parseAsOf(LATE), 'another')('other')).toBeUndefined();
  });

  test('that finds a source much shorter than the last one stops, though the earlier lists are gone', async () => {
    const project = await storeProject();
    const config = JSON.parse(await readFile(project.file, 'utf8')) as { sources: { people: object } };
    const people = { ...config.sources.people, shrinkGuard: 10 };
    await writeFile(project.file, JSON.stringify({ ...config, sources: { people } }));
    const guarded = await loadProject(project.file);
    await run(guarded, EARLY);
    await rm(guarded.output, { recursive: true });
    await writeFile(join(project.folder, 'people.csv'), 'id,email,country\np1,anna@example.se,SE\n');
    await expect(run(guarded, LATE)).rejects.toMatchObject({ code: 'source-shrunk' });
  });

  describe('keeps who came into its audience and who left, where the project wants it', () => {
    const keeping = () => storeProject({ store: { folder: 'store', keepMemberships: true } });
    const people = (project: Project, ...ids: readonly string[]): Promise<void> =>
      writeFile(
        join(project.folder, 'people.csv'),
        `id,email,country\n${ids.map((id) => `${id},${id}@example.se,SE\n`).join('')}`,
      );

    test('one record for each change, and its numbers in plan, run, manifest and page', async () => {
      const project = await keeping();
      const first = await run(project, EARLY);
      expect(first.campaigns[0]).not.toHaveProperty('moves');
      expect(first.manifest).not.toHaveProperty('moves');
      await people(project, 'p1', 'p4');
      const engine = openEngine(project, { engine: 'duckdb' });
      const plan = await planProject(project, engine, { asOf: LATE });
      await engine.close();
      const moves = { entered: 1, left: 2 };
      expect(plan.campaigns[0]?.moves).toEqual(moves);
      const second = await run(project, LATE);
      expect(second.campaigns[0]?.moves).toEqual(moves);
      expect(second.manifest.moves).toEqual([{ campaign: 'news', ...moves }]);
      expect(await runPage(second.manifest)).toContain('1 came into the audience and 2 left it');
      expect(await run(project, LATE)).toMatchObject({ alreadyThere: true, campaigns: [{ moves }] });
      const changes = (await storedMemberships(await stored(project))).map(
        ({ profileId, change, asOf }) => `${asOf.slice(8, 10)} ${profileId} ${change}`,
      );
      expect(changes).toEqual([
        '21 p1 entered',
        '21 p2 entered',
        '21 p3 entered',
        '22 p4 entered',
        '22 p2 left',
        '22 p3 left',
      ]);
    });

    test('says who, since a run', async () => {
      const project = await keeping();
      const { runId } = await run(project, EARLY);
      await people(project, 'p1', 'p4');
      const { runId: second } = await run(project, LATE);
      await people(project, 'p1', 'p2');
      await run(project, LATER);
      const since = (id: string) => audienceChanges(project, 'everybody', { since: id });
      expect(await since(runId)).toEqual({
        segment: 'everybody',
        since: { runId, asOf: EARLY },
        until: LATER,
        // p2 left and came back, p4 came and left.
        entered: [],
        left: ['p3'],
      });
      expect(await since(second)).toMatchObject({ entered: ['p2'], left: ['p4'] });
      await expect(since('0123456789abcdef')).rejects.toMatchObject({ code: 'unknown-name', at: '--since' });
      await expect(audienceChanges(project, 'everybodi', { since: runId })).rejects.toMatchObject({
        code: 'unknown-name',
        hint: 'Use one of everybody.',
      });
      const days = { membership: 30 };
      const pruneAt = (text: string) =>
        pruneStore(project.store?.folder ?? '', { days, asOf: parseAsOf(text) }, { now: new Date(text) });
      await pruneAt('2026-12-22T06:00:00Z');
      await expect(since(runId)).rejects.toMatchObject({ code: 'input-invalid', at: '--since' });
      expect(await since(second)).toMatchObject({ entered: ['p2'], left: ['p4'] });
    });

    test('and nothing of before it was kept', async () => {
      const project = await storeProject();
      const { runId } = await run(project, EARLY);
      await expect(audienceChanges(project, 'everybody', { since: runId })).rejects.toMatchObject({
        code: 'project-invalid',
      });
      const config = JSON.parse(await readFile(project.file, 'utf8')) as object;
      await writeFile(project.file, JSON.stringify({ ...config, store: { folder: 'store', keepMemberships: true } }));
      const now = await loadProject(project.file);
      expect((await run(now, LATE)).campaigns[0]).not.toHaveProperty('moves');
      await expect(audienceChanges(now, 'everybody', { since: runId })).rejects.toMatchObject({
        code: 'input-invalid',
        at: '--since',
      });
    });
  });
});

test('transfers and answers are kept once and come back as they were', async () => {
  const project = await storeProject();
  const folder = project.store?.folder ?? '';
  const place = { destination: 'meta', audience: 'fuel', at: 1_700_000_000_000_000, digest: 'ab' };
  const transfers = [{ ...place, personId: 'p1' }];
  const answers = [{ ...place, answer: 'removed' as const }];
  expect(await recordTransfers(folder, { transfers, answers })).toEqual({ added: 2, already: 0 });
  expect(await recordTransfers(folder, { transfers, answers })).toEqual({ added: 0, already: 2 });
  expect(await storedTransfers(await stored(project))).toEqual({ transfers, answers });
});

test('retention takes out what is older than its limit, but whether somebody is in an audience', async () => {
  const project = await storeProject();
  const folder = project.store?.folder ?? '';
  const member = (profileId: string, change: 'entered' | 'left', asOf: string) =>
    ledgerLine({ segment: 's', profileId, change, asOf });
  const lines = [member('p1', 'entered', EARLY), member('p2', 'entered', EARLY), member('p2', 'left', LATE)];
  await addRecords(folder, { membership: lines }, { action: 'record_run', detail: {} });
  await recordRefusal(project, { person: { profileId: 'p1' }, scopes: ['email'], receivedAt: EARLY });
  const days = { membership: 1, contact: 1, run: 1 };
  const asOf = parseAsOf('2026-12-22T06:00:00Z');
  expect(await pruneStore(folder, { days, asOf })).toEqual({ removed: { membership: 1 } });
  expect(await storedMemberships(await stored(project))).toHaveLength(2);
  expect((await stored(project)).contents('opt_out').records).toBe(1);
});

describe('erasure', () => {
  const KEY = '0b'.repeat(32);

  async function withKey(): Promise<Project> {
    const { file, folder } = await storeProject();
    await writeFile(join(folder, 'k1.key'), KEY);
    const config = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(
      file,
      JSON.stringify({
        ...config,
        keys: { k1: { file: 'k1.key' } },
        store: { folder: 'store', keepMemberships: true },
      }),
    );
    return loadProject(file);
  }

  test.each(['memory', 'duckdb'] as const)(
    'leaves keyed hashes of the addresses and nothing else of the person: %s',
    async (name) => {
      const project = await withKey();
      await run(project, EARLY);
      const bertil = { email: 'Bertil+x@example.se' };
      await recordRefusal(project, {
        person: bertil,
        scopes: ['all_marketing'],
        receivedAt: EARLY,
        evidence: 'call of bertil',
      });
      await recordRefusal(project, { person: { profileId: 'p2' }, scopes: ['email'], receivedAt: EARLY });
      await recordRefusal(project, { person: { profileId: 'p1' }, scopes: ['email'], receivedAt: EARLY });
      const transfers = [{ personId: 'p2', destination: 'meta', audience: 'fuel', digest: 'ab', at: 1 }];
      await recordTransfers(project.store?.folder ?? '', { transfers });
      const engine = openEngine(project, { engine: name });
      const erased = await eraseFromStore(project, engine, { profileId: 'p2' }, { at: LATE, keyId: 'k1' });
      await engine.close();
      expect(erased).toEqual({
        removed: { objection: 1, opt_out: 1, membership: 1 },
        tombstones: 1,
        transfers: 1,
        profilesInSources: 1,
      });
      const folder = project.store?.folder ?? '';
      for (const file of await readdir(folder, { recursive: true })) {
        const text = await readFile(join(folder, file), 'utf8').catch(() => '');
        expect(text.toLowerCase()).not.toContain('bertil');
      }
      expect((await verifyStore(folder)).problems).toEqual([]);
      expect((await stored(project)).contents('opt_out').records).toBe(1);

      const after = openEngine(project, { engine: name });
      const plan = await planProject(project, after, { asOf: LATE });
      await after.close();
      expect(plan.campaigns[0]?.counts.reasons.find(({ code }) => code === 'ERASED_SUPPRESSED')?.any).toBe(1);
    },
  );

  test('of an address that several hold asks which person', async () => {
    const project = await withKey();
    const engine = openEngine(project, { engine: 'memory' });
    const erase = (query: { email: string } | { profileId: string }, keyId = 'k1') =>
      eraseFromStore(project, engine, query, { at: LATE, keyId });
    await expect(erase({ email: 'anna@example.se' })).rejects.toMatchObject({ code: 'person-ambiguous' });
    await expect(erase({ email: 'n/a' })).rejects.toMatchObject({ code: 'input-invalid' });
    await expect(erase({ profileId: 'p2' }, 'k2')).rejects.toMatchObject({ code: 'key-missing' });
    expect(await erase({ email: 'gone@example.se' })).toMatchObject({ tombstones: 1, profilesInSources: 0 });
    await engine.close();
  });
});
