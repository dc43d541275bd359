import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verifyFiles } from '../../../src/export/verify-files.js';
import { sha256 } from '../../../src/identity/digest.js';
import { parseAsOf } from '../../../src/model/instant.js';
import type { Project } from '../../../src/project/load-project.js';
import { openEngine } from '../../../src/runs/open-engine.js';
import { planProject } from '../../../src/runs/plan-project.js';
import { recheckProject } from '../../../src/runs/recheck-project.js';
import type { PublishedSummary } from '../../../src/runs/run-project.js';
import { recordTransfers, storedTransfers } from '../../../src/store/ledger.js';
import { openStore } from '../../../src/store/open-store.js';
import { ADS, day, listingProject, type Person, runOnce, withConfig, writePeople } from './listing-project.js';

const anna: Person = { id: 'anna', email: 'anna@example.se' };
const bo: Person = { id: 'bo', email: 'bo@example.se', phone: '+46701234567' };
const cia: Person = { id: 'cia', email: 'cia@example.se' };
const mail = (name: string): string => sha256(`${name}@example.se`);
const BO_PHONE = sha256('+46701234567');

const place = { destination: 'google', audience: 'ads' };
const folderOf = (project: Project): string => project.store?.folder ?? '';

/** The digests in each file of the audience, sorted. */
async function written(run: PublishedSummary, campaign = 'ads'): Promise<Readonly<Record<string, readonly string[]>>> {
  const entry = run.manifest.campaigns.find(({ id }) => id === campaign);
  const files: Record<string, readonly string[]> = {};
  for (const { name, operation } of entry?.files ?? []) {
    const text = await readFile(join(run.folder, name), 'utf8');
    if (operation !== undefined) files[operation] = [...(text.match(/[0-9a-f]{64}/g) ?? [])].sort();
  }
  return files;
}

const sorted = (...digests: readonly string[]): readonly string[] => [...digests].sort();
const acknowledged = (project: Project, run: PublishedSummary, answer: 'added' | 'removed', at: string) =>
  recordTransfers(folderOf(project), { answers: [{ ...place, answer, run: run.runId, at: parseAsOf(at) }] });

const counts = (run: PublishedSummary) => {
  const { add, keep, remove, withheld } = run.campaigns[0]?.listing ?? {};
  return { add, keep, remove, withheld };
};

/** A run, and whether its plan named the files that it then wrote. */
async function plannedRun(project: Project, asOf: string): Promise<PublishedSummary> {
  const engine = openEngine(project, { engine: 'memory' });
  const { files } = await planProject(project, engine, { asOf }).finally(() => engine.close());
  const run = await runOnce(project, asOf);
  expect(files.map(({ columns, ...file }) => ({ ...file, ofPersons: columns !== undefined }))).toEqual(
    run.manifest.campaigns.flatMap(({ id, files: own }) =>
      own.map(({ name, rows, part, operation, columns }) => ({
        campaign: id,
        name,
        rows,
        ...(part === undefined ? {} : { part }),
        ...(operation === undefined ? {} : { operation }),
        ofPersons: columns !== undefined,
      })),
    ),
  );
  return run;
}

test('an audience for a recipient is encrypted, all of its files, and the same run is the same run', async () => {
  const key = 'age1rvga4g8nz0kujwttz2edtk6cm8eh0ewy9cqj02ttccs7nsftmavsjy6lvz';
  const project = await listingProject([anna, bo, { ...cia, phone: '12' }], {
    recipients: { robot: { age: key } },
    destinations: { google: { contract: 'dpa-1', encryptFor: ['robot'] } },
  });
  const first = await plannedRun(project, day(1));
  expect(first.manifest.campaigns[0]?.files.map(({ name }) => name)).toEqual([
    'ads.add.csv.age',
    'ads.refused-rows.csv.age',
  ]);
  const bytes = await readFile(join(first.folder, 'ads.add.csv.age'));
  for (const digest of [mail('anna'), mail('bo'), BO_PHONE]) expect(bytes.includes(digest)).toBe(false);
  expect(await verifyFiles(first.folder)).toEqual([]);
  expect(await runOnce(project, day(1))).toMatchObject({ alreadyThere: true, folder: first.folder });
  expect(await readFile(join(first.folder, 'ads.add.csv.age'))).toEqual(bytes);
});

describe('a run replaces an audience at Meta', () => {
  const meta = (cell: number) => ({
    policy: { preset: 'okq8', dangerouslyDestinations: { minimumAudience: 1, minimumCell: cell } },
    destinations: { google: { contract: 'dpa-1', account: { id: '99' } } },
    campaigns: {
      ads: { ...ADS, listing: { service: 'meta-custom-audience', audience: '5', replace: true, fields: ['email'] } },
    },
  });
  const fifth = { destination: 'google', audience: '5' };

  test('whole, each time it changes; whoever refused is taken out everywhere first', async () => {
    const project = await listingProject([anna, bo, cia], meta(1));
    const first = await plannedRun(project, day(1));
    expect(await written(first)).toEqual({ replace: sorted(mail('anna'), mail('bo'), mail('cia')) });
    await recordTransfers(folderOf(project), {
      answers: [{ ...fifth, answer: 'added', run: first.runId, at: parseAsOf(day(2)) }],
    });
    expect(await written(await runOnce(project, day(3)))).toEqual({});
    await writePeople(project.folder, [{ ...anna, born: '2015-01-01' }, bo, { ...cia, tier: 'silver' }]);
    const second = await runOnce(project, day(4));
    expect(await written(second)).toEqual({ remove_everywhere: [mail('anna')], replace: [mail('bo')] });
    expect(counts(second)).toEqual({ add: 0, keep: 1, remove: 2, withheld: 0 });
  });

  test('but not while somebody who merely left has to wait: they would be singled out', async () => {
    const dora: Person = { id: 'dora', email: 'dora@example.se' };
    const project = await listingProject([anna, bo, cia, dora], meta(2));
    await runOnce(project, day(1));
    await writePeople(project.folder, [anna, bo, cia, { ...dora, tier: 'silver' }]);
    const second = await runOnce(project, day(2));
    expect(await written(second)).toEqual({ add: sorted(mail('anna'), mail('bo'), mail('cia')) });
    expect(second.manifest.campaigns[0]?.listing?.heldBack).toEqual({ added: 0, left: 1 });
  });
});

describe('a run fills an audience', () => {
  test('with everybody on the list, and writes down who before anybody sees it', async () => {
    const project = await listingProject([anna, bo, { ...cia, consent: 'none' }]);
    const run = await runOnce(project, day(1));
    expect(await written(run)).toEqual({ add: sorted(mail('anna'), mail('bo'), BO_PHONE) });
    expect(counts(run)).toEqual({ add: 2, keep: 0, remove: 0, withheld: 0 });
    const { transfers, answers } = await storedTransfers(await openStore(folderOf(project)));
    expect(answers).toEqual([]);
    const as = { ...place, profile: 'google-customer-match@2026-11', run: run.runId, at: parseAsOf(day(1)) };
    expect(transfers).toEqual([
      { ...as, personId: 'anna', digest: `email:${mail('anna')}` },
      { ...as, personId: 'bo', digest: `email:${mail('bo')}` },
      { ...as, personId: 'bo', digest: `phone:${BO_PHONE}` },
    ]);
    expect(await verifyFiles(run.folder)).toEqual([]);
  });

  test('again and again until the recipient acknowledges it, and with the rest from then on', async () => {
    const project = await listingProject([anna, bo]);
    const first = await runOnce(project, day(1));
    expect(await written(await runOnce(project, day(2)))).toEqual(await written(first));
    await acknowledged(project, first, 'added', day(3));
    await writePeople(project.folder, [anna, bo, cia]);
    const third = await runOnce(project, day(4), { engine: 'duckdb' });
    expect(await written(third)).toEqual({ add: [mail('cia')] });
    expect(counts(third)).toEqual({ add: 1, keep: 2, remove: 0, withheld: 0 });
  });

  test('and takes out whoever refused, changed an identifier or is no member any more, by what was written', async () => {
    const project = await listingProject([anna, bo, cia]);
    const first = await runOnce(project, day(1));
    await acknowledged(project, first, 'added', day(2));
    await writePeople(project.folder, [
      { ...anna, consent: 'withdrawn' },
      { ...bo, email: 'bosse@example.se' },
      { ...cia, tier: 'silver' },
    ]);
    const second = await runOnce(project, day(3));
    expect(await written(second)).toEqual({
      remove: sorted(mail('anna'), mail('bo'), mail('cia')),
      add: sorted(mail('bosse'), BO_PHONE),
    });
    const third = await runOnce(project, day(4));
    expect((await written(third)).remove).toEqual((await written(second)).remove);
    await acknowledged(project, third, 'removed', day(5));
    await acknowledged(project, third, 'added', day(5));
    expect(await written(await runOnce(project, day(6)))).toEqual({});
  });

  test('and nobody under an identifier that was once written for somebody who must not be there', async () => {
    const child: Person = { id: 'child', email: 'family@example.se' };
    const parent: Person = { id: 'parent', email: 'family@example.se', phone: '+46701234567' };
    const project = await listingProject([child]);
    await runOnce(project, day(1));
    // No member any more, and found to be a child: nothing of the run but the ledger remembers them.
    await writePeople(project.folder, [{ ...child, born: '2015-01-01', tier: 'silver' }, parent]);
    for (const [engine, date] of [
      ['memory', day(2)],
      ['duckdb', day(3)],
    ] as const) {
      const run = await runOnce(project, date, { engine });
      expect(await written(run)).toEqual({ remove: [mail('family')] });
      expect(counts(run)).toEqual({ add: 0, keep: 0, remove: 1, withheld: 1 });
    }
  });

  test('of nobody and takes all back where it is refused whole', async () => {
    const project = await listingProject([anna, bo]);
    await runOnce(project, day(1));
    const stricter = { preset: 'okq8', dangerouslyDestinations: { minimumAudience: 3, minimumCell: 1 } };
    const small = await withConfig(project.folder, { policy: stricter });
    const run = await runOnce(small, day(2));
    expect(await written(run)).toEqual({ remove: sorted(mail('anna'), mail('bo'), BO_PHONE) });
    expect(run.campaigns[0]?.refused.map(({ code }) => code)).toEqual(['AUDIENCE_TOO_SMALL']);
  });

  test('without showing who made the difference, but for whoever must go', async () => {
    const people = Array.from({ length: 8 }, (_, i) => ({ id: `p${i}`, email: `p${i}@example.se` }));
    const cells = { policy: { preset: 'okq8', dangerouslyDestinations: { minimumAudience: 1, minimumCell: 4 } } };
    const project = await listingProject(people.slice(0, 6), cells);
    await acknowledged(project, await runOnce(project, day(1)), 'added', day(2));
    const [p0, p1, ...rest] = people;
    const [p2] = rest;
    if (p0 === undefined || p1 === undefined || p2 === undefined) throw new Error('there are eight');
    await writePeople(project.folder, [p0, { ...p1, tier: 'silver' }, ...rest.slice(0, 5)]);
    const waiting = await runOnce(project, day(3));
    expect(await written(waiting)).toEqual({});
    expect(waiting.campaigns[0]?.listing).toMatchObject({ heldBack: { added: 1, left: 1 } });
    await writePeople(project.folder, [
      { ...p0, consent: 'withdrawn' },
      { ...p1, tier: 'silver' },
      ...rest.slice(0, 5),
    ]);
    const refused = await runOnce(project, day(4));
    expect(await written(refused)).toEqual({ remove: [mail('p0')] });
    // No members any more, and refused or gone: they do not wait with those who merely left.
    const silver = { ...p1, tier: 'silver' };
    await writePeople(project.folder, [silver, { ...p2, tier: 'silver', consent: 'withdrawn' }, ...rest.slice(1, 4)]);
    const gone = await runOnce(project, day(5));
    expect((await written(gone)).remove).toEqual(sorted(mail('p0'), mail('p2')));
    expect(gone.campaigns[0]?.listing?.heldBack).toEqual({ added: 0, left: 1 });
  });

  test('is the same run when it is run again, whatever has happened since', async () => {
    const project = await listingProject([anna, bo]);
    const first = await runOnce(project, day(1));
    const again = await runOnce(project, day(1), { engine: 'duckdb' });
    expect({ runId: again.runId, there: again.alreadyThere }).toEqual({ runId: first.runId, there: true });
    await acknowledged(project, first, 'added', day(2));
    await writePeople(project.folder, [anna, bo, cia]);
    const second = await runOnce(project, day(3));
    await writePeople(project.folder, [anna, bo]);
    const { head } = await openStore(folderOf(project));
    const last = await runOnce(project, day(1));
    expect({ runId: last.runId, there: last.alreadyThere }).toEqual({ runId: first.runId, there: true });
    expect((await openStore(folderOf(project))).head).toEqual(head);
    expect(second.runId).not.toBe(first.runId);
  });

  test('as of an earlier time knows all the same what recipients hold, and writes after it', async () => {
    const project = await listingProject([anna]);
    await runOnce(project, day(10));
    await writePeople(project.folder, [bo]);
    const earlier = await runOnce(project, day(5));
    expect(await written(earlier)).toEqual({ remove: [mail('anna')], add: sorted(mail('bo'), BO_PHONE) });
    const { transfers } = await storedTransfers(await openStore(folderOf(project)));
    expect(transfers.filter(({ personId }) => personId === 'bo').map(({ at }) => at)).toEqual([
      parseAsOf(day(10)) + 1,
      parseAsOf(day(10)) + 1,
    ]);
  });

  test('a replay shows what it would have written and writes nothing down', async () => {
    const project = await listingProject([anna]);
    const before = (await openStore(folderOf(project))).contents('transfer');
    const replay = await runOnce(project, day(1), { replay: true });
    expect(Object.keys(await written(replay))).toEqual(['add']);
    expect((await openStore(folderOf(project))).contents('transfer')).toEqual(before);
    const names = replay.manifest.campaigns[0]?.files.map(({ name }) => name);
    expect(names).toEqual(['ads.add.replay-not-for-sending.csv']);
  });

  test('needs a store to remember it in, and no list of its own', async () => {
    const project = await listingProject([anna]);
    const { store: _, ...forgetful } = project;
    await expect(runOnce(forgetful, day(1))).rejects.toMatchObject({ code: 'project-invalid' });
    const run = await runOnce(project, day(1));
    expect(run.manifest.campaigns[0]?.files.map(({ name }) => name)).toEqual(['ads.add.csv']);
    const engine = openEngine(project, { engine: 'memory' });
    await expect(recheckProject(project, engine, run.folder, { asOf: day(2) })).rejects.toMatchObject({
      code: 'input-invalid',
    });
    await engine.close();
  });

  test('as the plan says', async () => {
    const project = await listingProject([anna, bo]);
    const engine = openEngine(project, { engine: 'memory' });
    const plan = await planProject(project, engine, { asOf: day(1) });
    await engine.close();
    const run = await runOnce(project, day(1));
    expect({ runId: plan.runId, listing: plan.campaigns[0]?.listing }).toEqual({
      runId: run.runId,
      listing: run.campaigns[0]?.listing,
    });
    expect(plan.files).toEqual([{ campaign: 'ads', name: 'ads.add.csv', operation: 'add', rows: 2 }]);
  });

  test('two audiences, each with its own ledger', async () => {
    const silver = { ...ADS, audience: 'silver', destination: 'other' };
    const more = {
      segments: {
        gold: { kind: 'compare', field: 'tier', is: 'eq', value: 'gold' },
        silver: { kind: 'compare', field: 'tier', is: 'eq', value: 'silver' },
      },
      destinations: { google: { contract: 'dpa-1' }, other: { contract: 'dpa-2' } },
      campaigns: { ads: ADS, silver },
    };
    const project = await listingProject([anna, { ...bo, tier: 'silver' }], more);
    await runOnce(project, day(1));
    await writePeople(project.folder, [{ ...anna, tier: 'silver' }, bo]);
    const run = await runOnce(project, day(2));
    expect(await written(run, 'ads')).toEqual({ remove: [mail('anna')], add: sorted(mail('bo'), BO_PHONE) });
    expect(await written(run, 'silver')).toEqual({ remove: sorted(mail('bo'), BO_PHONE), add: [mail('anna')] });
  });
});
