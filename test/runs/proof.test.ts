import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explanationText } from '../../src/cli/explanation-text.js';
import { funnelText } from '../../src/cli/funnel-text.js';
import { loadProject } from '../../src/project/load-project.js';
import { acknowledgeSent } from '../../src/runs/acknowledge-sent.js';
import { cleanLists } from '../../src/runs/clean-lists.js';
import { explainProject } from '../../src/runs/explain-project.js';
import { planSql } from '../../src/runs/plan-sql.js';
import { recheckProject } from '../../src/runs/recheck-project.js';
import { recordRefusal } from '../../src/runs/record-refusal.js';
import { AS_OF, LATER, on, only, parts, plan, project, run, verify } from './proof-project.js';

const text = (folder: string, name: string): Promise<string> => readFile(join(folder, name), 'utf8');
const PROOF = 'profile_id,email\r\nanna,anna@example.se\r\noutside,outside@example.se\r\n';
const COUNTS = { asked: 7, persons: 6, cleared: 3, listed: 2 };

describe.each(['memory', 'duckdb'] as const)('on %s', (use) => {
  test('whoever may be contacted gets a proof, in the audience or not; the list is what it is without', async () => {
    const made = await run(await project(), {}, use);
    expect(made.campaigns.map(({ id, counts, proof }) => [id, counts.members, counts.listed, proof])).toEqual([
      ['letter', 2, 2, COUNTS],
      ['second', 2, 0, COUNTS],
      ['third', 1, 1, undefined],
    ]);
    expect((await readdir(made.folder)).sort()).toEqual([
      'letter.a.csv',
      'letter.b.csv',
      'letter.proof.csv',
      'manifest.json',
      'second.csv',
      'second.proof.csv',
      'third.csv',
    ]);
    expect(await text(made.folder, 'letter.proof.csv')).toBe(PROOF);
    expect(await text(made.folder, 'second.proof.csv')).toBe(PROOF);
    const without = await run(
      await project(({ campaigns }) => ({
        campaigns: Object.fromEntries(Object.entries(campaigns).map(([id, one]) => [id, { ...one, proof: undefined }])),
      })),
      {},
      use,
    );
    for (const name of ['letter.a.csv', 'letter.b.csv', 'second.csv', 'third.csv']) {
      expect(await text(made.folder, name)).toBe(await text(without.folder, name));
    }
    expect(made.campaigns.map(({ counts }) => counts)).toEqual(without.campaigns.map(({ counts }) => counts));
    expect(made.manifest.figures?.overlaps).toEqual([]);
    expect(made.idLists.find(({ name }) => name === 'team')).toMatchObject({ ids: 7, unknown: 1 });
  });

  test('who is to get a proof is told so, and why not', async () => {
    const loaded = await project();
    const told = (profileId: string) =>
      on(loaded, (engine) => explainProject(loaded, engine, 'letter', { profileId }, { asOf: AS_OF }), use);
    expect(await told('outside')).toMatchObject({ proof: true, cleared: false, outcome: 'allow' });
    expect(explanationText(await told('outside'))).toContain('a proof recipient: gets the proof, member or not');
    expect(explanationText(await told('objected'))).toContain('a proof recipient: gets no proof either');
    expect(await told('reader')).not.toHaveProperty('proof');
    expect(explanationText(await told('reader'))).not.toContain('proof');
  });

  test('a plan says the same, writes nothing, and is approved with its proofs', async () => {
    const loaded = await project();
    const planned = await plan(loaded, use);
    expect(planned.campaigns.map(({ proof }) => proof)).toEqual([COUNTS, COUNTS, undefined]);
    expect(planned.files.filter(({ proof }) => proof)).toEqual([
      { campaign: 'letter', name: 'letter.proof.csv', rows: 2, columns: ['profile_id', 'email'], proof: true },
      { campaign: 'second', name: 'second.proof.csv', rows: 2, columns: ['profile_id', 'email'], proof: true },
    ]);
    await writeFile(join(loaded.folder, 'team.txt'), 'anna\n');
    const other = await plan(await loadProject(loaded.file), use);
    expect(other.planHash).not.toBe(planned.planHash);
    expect(other.runId).not.toBe(planned.runId);
  });
});

test('both engines give the same run, byte for byte', async () => {
  const [one, other] = [await project(), await project()];
  const memory = await run(one, {}, 'memory');
  const duckdb = await run(other, {}, 'duckdb');
  expect(duckdb.manifest.campaigns).toEqual(memory.manifest.campaigns);
  expect(memory.manifest.campaigns[0]?.proof).toMatchObject({
    ...COUNTS,
    file: { name: 'letter.proof.csv', rows: 2, proof: true },
  });
  // Proof recipients are audited like everybody: anna and reader for two campaigns, six of the team twice, outside once.
  expect(duckdb.manifest.release.audited).toEqual({ persons: 7, decisions: 17, named: 1 });
});

test('the SQL that is shown has the questions about proofs', async () => {
  const loaded = await project();
  const { statements } = await on(loaded, (engine) => planSql(loaded, engine, { asOf: AS_OF }), 'duckdb');
  expect(statements.filter((one) => one.startsWith('-- letter:')).map((one) => one.split('\n')[0])).toEqual([
    '-- letter: counts of the list',
    '-- letter: rows of the list',
    '-- letter: counts of the proof',
    '-- letter: rows of the proof',
  ]);
});

test('people read how many were asked and may be contacted', async () => {
  const { campaigns } = await plan(await project());
  expect(campaigns.map((one) => funnelText(one).match(/^ {2}proof: .*$/m)?.[0])).toEqual([
    '  proof: asked 7, may be contacted 3, ids of nobody, or of somebody named twice: 1, with the same address as another: 1',
    '  proof: asked 7, may be contacted 3, ids of nobody, or of somebody named twice: 1, with the same address as another: 1',
    undefined,
  ]);
});

test('a proof is never said to be sent, so that it counts in no cap', async () => {
  const loaded = await project(only({ notAgainWithinDays: 30 }));
  const { folder } = await run(loaded);
  await expect(acknowledgeSent(loaded, folder, { at: LATER, lists: ['letter.proof.csv'] })).rejects.toMatchObject({
    code: 'unknown-name',
    at: '--list',
  });
  const { lists, added } = await acknowledgeSent(loaded, folder, { at: AS_OF });
  expect([lists.map(({ name }) => name), added]).toEqual([['letter.csv'], 2]);
  // Anna has the letter and is left alone; outside had the proof only, and gets the next one.
  const again = await run(loaded, { asOf: LATER });
  expect(again.campaigns[0]).toMatchObject({ counts: { listed: 0 }, proof: { cleared: 2, listed: 1 } });
  expect(await text(again.folder, 'letter.proof.csv')).toBe('profile_id,email\r\noutside,outside@example.se\r\n');
});

test('verify reads proofs: their bytes, and whether everybody on them may still be contacted', async () => {
  const loaded = await project();
  const { folder } = await run(loaded);
  const sound = await verify(loaded);
  expect(sound).toMatchObject({ sound: true, suppressed: 0 });
  expect(sound.runs[0]?.lists.map(({ name, before }) => [name, before])).toContainEqual(['letter.proof.csv', 2]);
  await recordRefusal(loaded, { person: { profileId: 'anna' }, scopes: ['email'], receivedAt: LATER });
  const refused = (await verify(loaded)).runs[0]?.lists.filter(({ dropped }) => dropped > 0) ?? [];
  expect(refused.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^letter\.[ab]\.csv$/),
    'letter.proof.csv',
    'second.proof.csv',
  ]);
  await appendFile(join(folder, 'second.proof.csv'), 'x,x@example.se\r\n');
  const { runs } = await verify(loaded);
  expect(runs[0]?.problems.map(({ at, message }) => [basename(at ?? ''), message])).toEqual([
    ['second.proof.csv', 'the file is changed'],
  ]);
});

test('a recheck drops who refused from the proof too, and marks its file', async () => {
  const loaded = await project(only({}));
  const { folder } = await run(loaded);
  await recordRefusal(loaded, { person: { profileId: 'outside' }, scopes: ['email'], receivedAt: LATER });
  const made = await on(loaded, (engine) => recheckProject(loaded, engine, folder, { asOf: LATER }));
  expect(made.manifest.lists).toMatchObject([
    { name: 'letter.csv', before: 2, dropped: 0 },
    { name: 'letter.proof.csv', proof: true, before: 2, dropped: 1 },
  ]);
  expect(await text(made.folder, 'letter.proof.csv')).toBe('profile_id,email\r\nanna,anna@example.se\r\n');
  const { lists } = await acknowledgeSent(loaded, made.folder, { at: LATER });
  expect(lists.map(({ name }) => name)).toEqual(['letter.csv']);
});

test('a proof that nobody may have is no empty list, and is written empty', async () => {
  const loaded = await project((config) => ({
    ...only({})(),
    lists: { ...(config.lists as object), team: { ids: ['dead'] } },
  }));
  const made = await run(loaded, { failIfEmpty: true });
  expect(made.campaigns[0]?.proof).toEqual({ asked: 1, persons: 1, cleared: 0, listed: 0 });
  expect(await text(made.folder, 'letter.proof.csv')).toBe('profile_id,email\r\n');
});

test('what is not sent has no proof', async () => {
  const loaded = await project(() => ({
    destinations: { broker: { ownPurposes: true, contract: 'c-1' } },
    ...only({ destination: 'broker' })(),
  }));
  const made = await run(loaded);
  expect(made.campaigns[0]).toMatchObject({ refused: [{ code: 'DISCLOSURE_NOT_PERMITTED' }], proof: COUNTS });
  expect(await readdir(made.folder)).toEqual(['manifest.json']);
});

test('a replayed proof is not for sending, an encrypted one is encrypted, and removed lists take theirs along', async () => {
  const key = 'age1rvga4g8nz0kujwttz2edtk6cm8eh0ewy9cqj02ttccs7nsftmavsjy6lvz';
  const loaded = await project((config) => ({
    ...only({ encryptFor: ['agency'] })(),
    lists: config.lists,
    recipients: { agency: { age: key } },
    release: { keepListsForDays: 1 },
  }));
  const replayed = await run(loaded, { replay: true });
  expect((await readdir(replayed.folder)).sort()).toEqual([
    'letter.proof.replay-not-for-sending.csv.age',
    'letter.replay-not-for-sending.csv.age',
    'manifest.json',
  ]);
  expect((await plan(loaded)).files.map(({ name }) => name)).toEqual(['letter.csv.age', 'letter.proof.csv.age']);
  const { folder, manifest } = await run(loaded);
  expect(manifest.campaigns[0]?.proof?.file).toMatchObject({
    name: 'letter.proof.csv.age',
    encrypted: { for: [{ id: 'agency' }] },
  });
  expect(await text(folder, 'letter.proof.csv.age')).toMatch(/^age-encryption\.org/);
  const last = await run(loaded, { asOf: LATER });
  await cleanLists(loaded, { asOf: '2026-03-20T10:00:00Z' });
  expect(await readdir(loaded.output)).toEqual([basename(last.folder)]);
});

test('an unsubscribe link on a proof is the one of whoever gets it', async () => {
  const loaded = await project(() => ({
    ...only({ columns: ['profileId', 'unsubscribe_token'] })(),
    unsubscribe: { key: 'u1', keys: { u1: { file: 'u1.key' } } },
  }));
  const { folder } = await run(loaded);
  const onList = (await text(folder, 'letter.csv')).split('\r\n').find((line) => line.startsWith('anna,'));
  expect(onList).toMatch(/^anna,.{20}/);
  expect((await text(folder, 'letter.proof.csv')).split('\r\n')).toContain(onList);
});

describe('refused with its path', () => {
  test.each([
    ['a list that is not there', { proof: 'teem' }, 'campaigns.letter.proof', 'no list "teem"; did you mean "team"?'],
    [
      'a part that would have the same file',
      { split: { salt: 's', parts: [{ ...parts[0], id: 'Proof' }, parts[1]] } },
      'campaigns.letter.split.parts.0.id',
      'a part named "Proof" would have the file of the proof',
    ],
    [
      'an audience at a listing service',
      { kind: 'listing_ad', channel: 'social_listing' },
      'campaigns.letter.proof',
      'nobody can be shown an audience; a proof is for campaigns that send messages',
    ],
  ])('%s', async (_, changes, at, message) => {
    const error = await project(only(changes)).catch((one: unknown) => one);
    expect(error).toMatchObject({ code: 'project-invalid', issues: [{ at, message }] });
  });
});
