import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../src/identity/digest.js';
import { parseAsOf } from '../../../src/model/instant.js';
import type { Project } from '../../../src/project/load-project.js';
import { eraseFromStore } from '../../../src/runs/erase-from-store.js';
import { acknowledge } from '../../../src/runs/listings/acknowledge.js';
import { type TakeBackOptions, type TakenBack, takeBack } from '../../../src/runs/listings/take-back.js';
import { openEngine } from '../../../src/runs/open-engine.js';
import { recordTransfers, storedTransfers } from '../../../src/store/ledger.js';
import { openStore } from '../../../src/store/open-store.js';
import {
  ADS,
  day,
  listingConfig,
  listingProject,
  type Person,
  runOnce,
  withConfig,
  writePeople,
} from './listing-project.js';

const anna: Person = { id: 'anna', email: 'anna@example.se' };
const bo: Person = { id: 'bo', email: 'bo@example.se', phone: '+46701234567' };
const cia: Person = { id: 'cia', email: 'cia@example.se' };
const mail = (name: string): string => sha256(`${name}@example.se`);

const engines = ['memory', 'duckdb'] as const;

async function removalsOf(
  project: Project,
  asOf: string,
  more: Partial<TakeBackOptions> & { readonly engine?: 'memory' | 'duckdb' } = {},
): Promise<TakenBack> {
  const { engine = 'memory', ...options } = more;
  const opened = openEngine(project, { engine });
  try {
    return await takeBack(project, opened, { asOf, ...options });
  } finally {
    await opened.close();
  }
}

/** Every digest in the files of a taking back, sorted. */
async function digests({ folder, audiences }: TakenBack): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of audiences.flatMap(({ files }) => files)) {
    const text = await readFile(join(folder ?? '', name), 'utf8');
    found.push(...(text.match(/[0-9a-f]{64}/g) ?? []));
  }
  return found.sort();
}

const causes = ({ audiences }: TakenBack): readonly string[] =>
  audiences.flatMap((one) => one.causes.map(({ cause, entries }) => `${one.audience} ${cause} ${entries}`));

const answer = async (project: Project, name: string, text: string, asOf: string) => {
  const file = join(project.folder, name);
  await writeFile(file, text);
  return acknowledge(project, file, { asOf });
};

describe('what has to be taken back', () => {
  test.each(engines)(
    'whoever refused, lost consent, is a minor, unknown or under an old identifier (%s)',
    async (engine) => {
      const dan: Person = { id: 'dan', email: 'dan@example.se' };
      const project = await listingProject([anna, bo, cia, dan]);
      await runOnce(project, day(1));
      expect((await removalsOf(project, day(2), { engine })).audiences).toEqual([]);
      await writePeople(project.folder, [
        { ...anna, consent: 'withdrawn' },
        { ...bo, email: 'bosse@example.se' },
        { ...cia, born: '2015-01-01', tier: 'silver' },
      ]);
      const taken = await removalsOf(project, day(3), { engine });
      expect(await digests(taken)).toEqual([mail('anna'), mail('bo'), mail('cia'), mail('dan')].sort());
      expect(causes(taken)).toEqual(
        expect.arrayContaining(['ads IDENTIFIER_CHANGED 1', 'ads MINOR 1', 'ads PERSON_UNKNOWN 1']),
      );
    },
  );

  test('somebody who is no member any more stays until the next run says so, and then goes until acknowledged', async () => {
    const project = await listingProject([anna, bo]);
    await runOnce(project, day(1));
    await writePeople(project.folder, [{ ...anna, tier: 'silver' }, bo]);
    expect((await removalsOf(project, day(2))).audiences).toEqual([]);
    await runOnce(project, day(3));
    const taken = await removalsOf(project, day(5));
    expect(await digests(taken)).toEqual([mail('anna')]);
    expect(causes(taken)).toEqual(['ads NO_LONGER_LISTED 1']);
    expect(taken.audiences[0]?.unacknowledged).toEqual({ entries: 1, since: day(3), days: 2 });
  });

  test('everybody of an audience that no campaign fills any more, also where its recipient is gone', async () => {
    const project = await listingProject([anna]);
    await runOnce(project, day(1));
    const bare = await withConfig(project.folder, {
      destinations: {},
      campaigns: { mail: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'gold' } },
    });
    const taken = await removalsOf(bare, day(2));
    expect(await digests(taken)).toEqual([mail('anna')]);
    expect(causes(taken)).toEqual(['ads AUDIENCE_ENDED 1']);
    expect(taken.audiences[0]?.campaign).toBeUndefined();
  });

  test('of every recipient that holds somebody, or of the one that is asked for', async () => {
    const more = {
      destinations: { google: { contract: 'dpa-1' }, other: { contract: 'dpa-2' } },
      campaigns: { ads: ADS, more: { ...ADS, destination: 'other' } },
    };
    const project = await listingProject([anna, bo], more);
    await runOnce(project, day(1));
    await writePeople(project.folder, [{ ...anna, consent: 'withdrawn' }, bo]);
    expect(await digests(await removalsOf(project, day(2), { pending: false, destination: 'other' }))).toEqual([
      mail('anna'),
    ]);
    expect(await digests(await removalsOf(project, day(2)))).toEqual([mail('anna'), mail('anna')]);
    await expect(removalsOf(project, day(2), { destination: 'meta' })).rejects.toMatchObject({ code: 'unknown-name' });
  });

  test('an erased person, as nobody who is known', async () => {
    const key = Buffer.alloc(32, 7).toString('hex');
    const keys = { k1: { file: 'k1.key' } };
    const project = await listingProject([anna, bo]);
    await writeFile(join(project.folder, 'k1.key'), key);
    const keyed = await withConfig(project.folder, { keys });
    await runOnce(keyed, day(1));
    const engine = openEngine(keyed, { engine: 'memory' });
    const erased = await eraseFromStore(keyed, engine, { profileId: 'anna' }, { at: day(2), keyId: 'k1' });
    await engine.close();
    expect(erased.transfers).toBe(1);
    const known = async () => JSON.stringify(await storedTransfers(await openStore(keyed.store?.folder ?? '')));
    expect(await known()).not.toContain('anna');
    // The sources are the project's to erase; whether they are or not, the entry goes.
    expect(causes(await removalsOf(keyed, day(3)))).toEqual(['ads PERSON_UNKNOWN 1']);
    await writePeople(project.folder, [bo]);
    const taken = await removalsOf(keyed, day(4));
    expect(await digests(taken)).toEqual([mail('anna')]);
    expect(await known()).toContain(mail('anna'));
    await answer(keyed, 'a.csv', `answer,batch\nremoved,${taken.id}\n`, day(5));
    // Once it is out, nothing is left of the person, not even the hash.
    expect(await known()).not.toContain(mail('anna'));
    expect(await known()).toContain(mail('bo'));
  });

  test('what a program handed over itself, by its entries', async () => {
    const project = await listingProject([anna]);
    const own = { destination: 'printer', audience: 'x', personId: 'gone', digest: 'card "7"', at: parseAsOf(day(1)) };
    await recordTransfers(project.store?.folder ?? '', { transfers: [own] });
    const taken = await removalsOf(project, day(2));
    const [file = ''] = taken.audiences[0]?.files ?? [];
    expect(await readFile(join(taken.folder ?? '', file), 'utf8')).toBe('entry\r\n"card ""7"""\r\n');
  });

  test('is asked for once as of one time, and again later; what is pending is told and not written', async () => {
    const project = await listingProject([anna]);
    await runOnce(project, day(1));
    await writePeople(project.folder, [{ ...anna, consent: 'withdrawn' }]);
    const pending = await removalsOf(project, day(2), { pending: true });
    expect({ id: pending.id, folder: pending.folder }).toEqual({ id: undefined, folder: undefined });
    expect(pending.audiences[0]?.unacknowledged).toEqual({ entries: 0 });
    const first = await removalsOf(project, day(2));
    const { head } = await openStore(project.store?.folder ?? '');
    const again = await removalsOf(project, day(2), { engine: 'duckdb' });
    expect({ id: again.id, there: again.alreadyThere }).toEqual({ id: first.id, there: true });
    expect((await openStore(project.store?.folder ?? '')).head).toEqual(head);
    const later = await removalsOf(project, day(9));
    expect(later.audiences[0]?.unacknowledged).toMatchObject({ entries: 1, days: 7 });
    expect(await digests(later)).toEqual([mail('anna')]);
    expect((await readdir(project.output)).filter((name) => name.startsWith('removals-')).length).toBe(2);
  });

  test('names nobody in what it prints and in its manifest', async () => {
    const project = await listingProject([anna]);
    await runOnce(project, day(1));
    await writePeople(project.folder, [{ ...anna, consent: 'withdrawn' }]);
    const taken = await removalsOf(project, day(2));
    const manifest = await readFile(join(taken.folder ?? '', 'removals.json'), 'utf8');
    for (const text of [JSON.stringify(taken), manifest]) {
      expect(text).not.toMatch(/anna|@/);
      expect(text).not.toContain(mail('anna'));
    }
  });
});

describe('answers of recipients', () => {
  async function asked(): Promise<{ readonly project: Project; readonly run: string; readonly batch: string }> {
    const project = await listingProject([anna, bo]);
    const { runId } = await runOnce(project, day(1));
    await writePeople(project.folder, [
      { ...anna, consent: 'withdrawn' },
      { ...bo, consent: 'withdrawn' },
    ]);
    return { project, run: runId, batch: (await removalsOf(project, day(2))).id ?? '' };
  }
  const left = async (project: Project): Promise<readonly string[]> => digests(await removalsOf(project, day(8)));

  test('about single entries, in CSV', async () => {
    const { project } = await asked();
    const line = `removed,google,ads,email:${mail('anna')},${day(3)}`;
    const text = `answer,destination,audience,entry,at\r\n${line}\r\n`;
    expect(await answer(project, 'a.csv', text, day(4))).toEqual({ answers: 1, recorded: 1, already: 0, notTaken: [] });
    expect(await answer(project, 'a.csv', text, day(4))).toMatchObject({ recorded: 0, already: 1, notTaken: [] });
    expect(await left(project)).toEqual([mail('bo'), sha256('+46701234567')].sort());
  });

  test('about a batch, in JSON', async () => {
    const { project, batch } = await asked();
    const text = JSON.stringify([{ answer: 'removed', batch }]);
    expect(await answer(project, 'a.json', text, day(4))).toMatchObject({ recorded: 1, notTaken: [] });
    expect((await removalsOf(project, day(8))).audiences).toEqual([]);
  });

  test('about an audience: taken out is what was asked back, and nothing else', async () => {
    const { project } = await asked();
    await answer(project, 'a.csv', 'answer,destination,audience\nremoved,google,ads\n', day(4));
    expect((await removalsOf(project, day(8))).audiences).toEqual([]);
  });

  test('an audience too small to take anybody out of is deleted, and then filled anew', async () => {
    const { project } = await asked();
    await answer(project, 'a.csv', 'answer,destination,audience\ntoo_small,google,ads\n', day(3));
    const taken = await removalsOf(project, day(4));
    expect(taken.audiences).toMatchObject([{ entries: 3, deleteAudience: true, files: [] }]);
    const again = await removalsOf(project, day(7));
    expect(again.audiences[0]?.unacknowledged).toMatchObject({ entries: 3, days: 3 });
    await writePeople(project.folder, [cia, { ...anna, consent: 'withdrawn' }]);
    const waiting = await runOnce(project, day(8));
    expect(waiting.campaigns[0]?.listing).toMatchObject({ add: 0, deleteAudience: true, heldBack: { added: 1 } });
    await answer(project, 'b.csv', 'answer,destination,audience\naudience_deleted,google,ads\n', day(9));
    const fresh = await runOnce(project, day(10));
    expect(fresh.campaigns[0]?.listing).toMatchObject({ add: 1, remove: 0, deleteAudience: false });
    expect((await removalsOf(project, day(11))).audiences).toEqual([]);
  });

  test('that fit nothing are told by their line, and count for nothing', async () => {
    const { project, run } = await asked();
    const entry = `email:${mail('anna')}`;
    const lines = [
      'answer,destination,audience,entry,batch,at',
      `removed,google,ads,email:${mail('nobody')},,`,
      'removed,google,nowhere,,,',
      'removed,,,,0123456789abcdef,',
      `removed,google,ads,${entry},,2026-10-01T00:00:00Z`,
      `added,,,,${run},2026-10-01T00:00:00Z`,
      `removed,,,,${run},`,
    ];
    const done = await answer(project, 'a.csv', `${lines.join('\n')}\n`, day(4));
    expect(done).toMatchObject({ answers: 6, recorded: 0 });
    expect(done.notTaken).toEqual([
      { line: 2, problem: 'unknown' },
      { line: 3, problem: 'unknown' },
      { line: 4, problem: 'unknown' },
      { line: 5, problem: 'too_early' },
      { line: 6, problem: 'too_early' },
      { line: 7, problem: 'not_asked' },
    ]);
    expect((await storedTransfers(await openStore(project.store?.folder ?? ''))).answers).toHaveLength(3);
  });

  test('of an earlier asking say nothing of what was written since', async () => {
    const { project } = await asked();
    await writePeople(project.folder, [anna, bo]);
    await runOnce(project, day(4));
    const text = `answer,destination,audience,entry\nremoved,google,ads,email:${mail('anna')}\n`;
    expect((await answer(project, 'a.csv', text, day(5))).notTaken).toEqual([{ line: 2, problem: 'not_asked' }]);
    await writePeople(project.folder, [{ ...anna, consent: 'withdrawn' }, bo]);
    expect(await left(project)).toEqual([mail('anna')]);
  });

  test('in a file that cannot be read record nothing and quote nothing', async () => {
    const { project } = await asked();
    const secret = `email:${mail('anna')}`;
    const text = `answer,destination,audience,entry,at\ngone,google,ads,${secret},\nremoved,google,,${secret},\nremoved,google,ads,${secret},noon\n`;
    const failure = answer(project, 'a.csv', text, day(4));
    await expect(failure).rejects.toMatchObject({ code: 'input-invalid' });
    const issues = await failure.catch((error) =>
      error.issues.map(({ at, message }: { at: string; message: string }) => `${at.split(':').at(-1)}: ${message}`),
    );
    expect(issues).toEqual([
      '2: answer: is none of added, removed, too_small, audience_deleted',
      '3: names neither a batch nor a destination and an audience',
      '4: at: is no timestamp with an offset',
    ]);
    for (const [name, bad] of [
      ['b.json', '{'],
      ['c.json', '{}'],
      ['d.csv', 'answer,nonsense\nremoved,1\n'],
    ] as const)
      await expect(answer(project, name, bad, day(4))).rejects.toMatchObject({ code: 'input-invalid' });
    await expect(acknowledge(project, join(project.folder, 'none.csv'), { asOf: day(4) })).rejects.toMatchObject({
      code: 'input-invalid',
    });
  });
});

test('a project without audiences has nothing to take back, one without a store cannot know', async () => {
  const campaigns = { mail: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'gold' } };
  const project = await listingProject([anna], { campaigns });
  expect(await removalsOf(project, day(1))).toEqual({ asOf: day(1), alreadyThere: false, audiences: [] });
  const { store: _, ...forgetful } = project;
  await expect(removalsOf(forgetful, day(1))).rejects.toMatchObject({ code: 'project-invalid' });
  expect(listingConfig()).toHaveProperty('store');
});
