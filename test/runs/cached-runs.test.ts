import {
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DuckDbEngine } from '../../src/engines/duckdb/duckdb-engine.js';
import { sourceData } from '../../src/engines/duckdb/source-data.js';
import { loadProject } from '../../src/project/load-project.js';
import { eraseFromStore } from '../../src/runs/erase-from-store.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { cacheOf, cleanCache, dropCache } from '../../src/runs/project-cache.js';
import { runDefinition } from '../../src/runs/run-definition.js';
import { cases } from '../setup/drawn-cases.js';
import { AS_OF, CachedProject, type Definition, type Files, type Form, listed } from './cached-project.js';

const [ANNA, BERTIL] = ['anna@example.se', 'bertil@example.se'];

/** Anna bought fuel twice within thirty days and opened the app today by the clock of Stockholm; Bertil bought for 600. */
const FILES: Files = {
  people: ['id,email,country', `p1,${ANNA},SE`, `p2,${BERTIL},SE`],
  purchases: [
    'person,at,amount,category',
    'p1,2026-03-01T10:00:00Z,100,fuel',
    'p1,2026-02-10T10:00:00Z,100,fuel',
    'p2,2026-03-02T10:00:00Z,600,food',
  ],
  events: ['person,at,type', 'p1,2026-03-09T23:30:00Z,app_open'],
  consents: ['person,at,evidence', 'p1,2025-01-01T00:00:00Z,e1', 'p2,2025-01-01T00:00:00Z,e2'],
  objections: ['person,email,at'],
};

/** The clock stands still, so that no file was written long ago, and what is kept is tables alone; or a minute ahead. */
const clock = (ahead = 0): unknown => vi.useFakeTimers({ toFake: ['Date'], now: started + ahead });
const started = Date.now();
beforeEach(() => {
  clock();
});
afterEach(() => {
  vi.useRealTimers();
});

const FORMS: readonly Form[] = ['csv', 'parquet'];

/** More of them for a longer proof: `npm run test:cache`. */
const numRuns = cases(1);

/** A project whose cache holds what asking for its segments leaves in it. */
async function filled(form: Form = 'csv'): Promise<CachedProject> {
  const project = await CachedProject.make(FILES, form);
  await project.members('buyers');
  await project.members('active');
  return project;
}

describe('a run with a cache is the run without one, byte for byte', () => {
  test.each(numRuns > 1 ? FORMS : FORMS.slice(0, 1))(
    'the second of the day, when refusals came and a consent went: %s',
    async (form) => {
      const project = await CachedProject.make(FILES, form);
      const first = await project.run();
      expect([listed(first, 'fuel'), listed(first, 'app'), first.hits]).toEqual([[ANNA], [ANNA, BERTIL], 0]);
      const [entries, tables] = [await project.entries(), await project.tables()];
      await project.write({
        objections: ['person,email,at', `,${ANNA},2026-03-10T09:00:00Z`],
        consents: ['person,at,evidence', 'p1,2025-01-01T00:00:00Z,e1'],
      });
      const second = await project.run();
      expect([listed(second, 'fuel'), listed(second, 'app')]).toEqual([[], []]);
      expect(second.files).toEqual((await project.run({ cache: false })).files);
      // Every table that is needed was found, or it would be there a second time; what is there for the sake of what was
      // found is not looked for. Nothing was kept but how many rows the two files have that are others, and what can be
      // said of their data.
      expect(second.hits).toBeGreaterThan(2);
      expect(await project.tables()).toEqual(tables);
      const more = (await project.entries()).filter((name) => !entries.includes(name));
      const kept = await Promise.all(more.map((name) => readFile(join(project.cache, name), 'utf8')));
      expect(kept.length).toBeGreaterThan(3);
      for (const text of kept) {
        expect(text).toMatch(/^\[(\]$|\[\["(all_rows|kind|source)")/);
        expect(text).not.toMatch(/@|"p\d"/);
      }
    },
  );

  const rows = (name: string): readonly string[] => FILES[name] ?? [];
  /** What changes, and who is in a segment then: `buyers` had p1, `active` p1 and p2. */
  const changes: readonly (readonly [
    string,
    'buyers' | 'active',
    readonly string[],
    { readonly files?: Files; readonly define?: (definition: Definition) => Definition; readonly asOf?: string },
  ])[] = [
    ['a purchase goes', 'active', ['p1'], { files: { purchases: rows('purchases').slice(0, 3) } }],
    [
      'a purchase is older',
      'buyers',
      [],
      { files: { purchases: rows('purchases').map((row) => row.replace('02-10T', '02-01T')) } },
    ],
    [
      'an event is older',
      'active',
      ['p2'],
      { files: { events: ['person,at,type', 'p1,2026-03-09T22:30:00Z,app_open'] } },
    ],
    ['a profile goes', 'buyers', [], { files: { people: ['id,email,country', 'p2,bertil@example.se,SE'] } }],
    ['another count', 'buyers', [], { define: (definition) => withCount(definition, 3) }],
    ['another as-of', 'buyers', [], { asOf: '2026-04-05T10:00:00Z' }],
    ['another zone', 'active', ['p2'], { define: (definition) => ({ ...definition, zone: 'UTC' }) }],
    ['another meaning of a column', 'active', ['p1'], { define: inEuro }],
  ];

  test.each(numRuns > 1 ? FORMS : FORMS.slice(1))('nothing stale is served after a change: %s', async (form) => {
    const project = await filled(form);
    for (const [what, segment, ids, { files = {}, define = same, asOf = AS_OF }] of changes) {
      await project.write({ ...FILES, ...files });
      await project.define(() => define(project.first));
      expect((await project.members(segment, { asOf })).ids, what).toEqual(ids);
    }
    await project.write(FILES);
    await project.define(() => project.first);
    const again = await project.members('active');
    expect([again.ids, again.hits > 0]).toEqual([['p1', 'p2'], true]);
  });

  const moment = fc.integer({ min: 0, max: 120 }).map((days) => new Date(Date.UTC(2025, 11, 1 + days)).toISOString());
  const person = fc.constantFrom('p1', 'p2', 'p3', 'p4', 'nobody');
  const lines = (...cells: readonly fc.Arbitrary<string>[]) =>
    fc.array(
      fc.tuple(...cells).map((row) => row.join(',')),
      { maxLength: 12 },
    );
  const address = fc.constantFrom('p1,', 'p2,', ',p1@example.se', ',p3@example.se', 'p4,p2@example.se');
  const data = fc.record({
    people: fc
      .subarray(['p1', 'p2', 'p3', 'p4'])
      .chain((ids) =>
        fc
          .array(fc.constantFrom('p1', 'p2', 'p3', 'p4', 'other'), { minLength: ids.length, maxLength: ids.length })
          .map((names) => ids.map((id, i) => `${id},${names[i]}@example.se,SE`)),
      ),
    purchases: lines(
      person,
      moment,
      fc.constantFrom('100', '250', '-100', '600'),
      fc.constantFrom('fuel', 'food', 'Fuel '),
    ),
    events: lines(person, moment, fc.constantFrom('app_open', 'login')),
    consents: lines(fc.constantFrom('p1', 'p2', 'p3', 'p4'), moment, fc.constantFrom('e1', 'e2')),
    objections: lines(address, moment),
  });
  const written = (generated: Readonly<Record<string, readonly string[]>>): Files =>
    Object.fromEntries(Object.entries(generated).map(([name, own]) => [name, [rows(name)[0] ?? '', ...own]]));
  const later = fc.tuple(fc.constantFrom('people', 'purchases', 'events', 'consents', 'objections'), data);

  test('whatever changes between two runs', { timeout: 280_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...FORMS),
        data,
        fc.array(later, { minLength: 1, maxLength: numRuns > 1 ? 3 : 1 }),
        // By a clock that is ahead every file was written long ago, and is known by its stamp.
        fc.constantFrom(0, 3_600_000),
        fc.boolean(),
        async (form, first, changed, ahead, isLarge) => {
          clock(ahead);
          const made = await CachedProject.make(written(first), form);
          const project = isLarge ? made.large() : made;
          await project.run();
          for (const [name, next] of changed) {
            await project.write({ [name]: written(next)[name] ?? [] });
            expect((await project.run()).files).toEqual((await project.run({ cache: false })).files);
          }
        },
      ),
      { numRuns },
    );
  });

  test('a file that holds something else and says it is as old as before', async () => {
    clock(3_600_000);
    const project = await CachedProject.make(FILES);
    const path = join(project.folder, 'purchases.csv');
    expect((await project.members('active')).ids).toEqual(['p1', 'p2']);
    const count = (await project.entries()).length;
    const { atime, mtime, size } = await stat(path);
    await writeFile(path, (await readFile(path, 'utf8')).replace('600,food', '400,food'));
    await utimes(path, atime, mtime);
    expect((await stat(path)).size).toBe(size);
    expect((await project.members('active')).ids).toEqual(['p1']);
    expect((await project.entries()).length).toBeGreaterThan(count);
  });

  test('refusals that are others in a file of the same size and age', async () => {
    clock(3_600_000);
    const objection = (email: string) => ['person,email,at', `,${email},2026-03-10T09:00:00Z`];
    const project = await CachedProject.make({ ...FILES, objections: objection('nobody@b.example.se') });
    const path = join(project.folder, 'objections.csv');
    const { atime, mtime, size } = await stat(path);
    const first = await project.run();
    expect(listed(first, 'app')).toEqual([ANNA, BERTIL]);
    await project.write({ objections: objection(`${BERTIL}  `) });
    await utimes(path, atime, mtime);
    expect((await stat(path)).size).toBe(size);
    const second = await project.run();
    expect(listed(second, 'app')).toEqual([ANNA]);
    expect(second.files).toEqual((await project.run({ cache: false })).files);
  });

  test('whose addresses a run knows, when others are concerned than before and addresses are others', async () => {
    const CECILIA = 'cecilia@example.se';
    const people = (shared: string) => [...rows('people'), `p3,${shared},SE`];
    const objection = (id: string) => ['person,email,at', `${id},,2026-03-10T09:00:00Z`];
    const project = (await CachedProject.make({ ...FILES, people: people(ANNA) })).large();
    const steps: readonly (readonly [string, Files, readonly string[]])[] = [
      ['nobody objects', {}, [ANNA, BERTIL]],
      ['who holds the address of another objects', { objections: objection('p3') }, [BERTIL]],
      ['and holds another address then', { people: people(CECILIA) }, [ANNA, BERTIL]],
      ['and that of yet another', { people: people(` ${BERTIL.toUpperCase()} `) }, [ANNA]],
      ['somebody else objects', { objections: objection('p1') }, [BERTIL]],
      ['of whom one took it back', { objections: rows('objections') }, [ANNA, BERTIL]],
    ];
    for (const [what, files, on] of steps) {
      await project.write(files);
      const ran = await project.run();
      expect(listed(ran, 'app'), what).toEqual(on);
      expect(ran.files, what).toEqual((await project.run({ cache: false })).files);
    }
  });

  test('several at once', async () => {
    const project = await CachedProject.make(FILES);
    const found = await Promise.all(['buyers', 'buyers', 'active'].map((id) => project.members(id as 'buyers')));
    expect(found.map(({ ids }) => ids)).toEqual([['p1'], ['p1'], ['p1', 'p2']]);
    expect(found.flatMap(({ notices }) => notices)).toEqual([]);
    expect((await project.members('buyers')).ids).toEqual(['p1']);
    expect((await project.entries()).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

function same(definition: Definition): Definition {
  return definition;
}

const withCount = (definition: Definition, value: number): Definition => ({
  ...definition,
  segments: { ...definition.segments, buyers: { ...definition.segments.buyers, value } },
});

const inEuro = (definition: Definition): Definition => {
  const { purchases } = definition.sources;
  const inEuros = { ...purchases, constants: { ...purchases.constants, currency: 'EUR' } };
  return { ...definition, sources: { ...definition.sources, purchases: inEuros } };
};

describe('an entry that is not what it says is never used', () => {
  const spoil: readonly ((path: string, other: string) => Promise<unknown>)[] = [
    // One byte is another.
    async (path) => {
      const bytes = await readFile(path);
      const at = Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await writeFile(path, bytes);
    },
    async (path) => truncate(path, Math.floor((await stat(path)).size / 2)),
    (path) => truncate(path, 0),
    // What another key has.
    (path, other) => copyFile(other, path),
    async (path) => {
      await rm(path);
      await mkdir(path);
    },
  ];

  test('damaged, cut short, empty, exchanged, or no file at all', async () => {
    const project = await filled();
    const before = await project.entries();
    expect(before.length).toBeGreaterThanOrEqual(spoil.length);
    const paths = before.map((name) => join(project.cache, name));
    const held = await Promise.all(paths.map((path) => readFile(path)));
    for (const path of paths) await copyFile(path, `${path}.other`);
    for (const [i, path] of paths.entries()) {
      // Tables of the same rows are the same bytes, and are no worse for being exchanged.
      const other = held.findIndex((bytes) => held[i]?.equals(bytes) === false);
      await spoil[i % spoil.length]?.(path, `${paths[other]}.other`);
    }
    const [buyers, active] = [await project.members('buyers'), await project.members('active')];
    expect([buyers.ids, active.ids, buyers.hits]).toEqual([['p1'], ['p1', 'p2'], 0]);
    const notices = [...buyers.notices, ...active.notices];
    expect(notices).toHaveLength(before.length);
    expect(notices[0]).toMatch(/^an entry of the cache was not as it was written/);
    expect((await project.members('active')).hits).toBeGreaterThan(2);
  });

  test('one under the key of another is known by its hash, which is over both', async () => {
    const project = await filled();
    const before = await project.entries();
    for (const [i, name] of before.entries()) {
      const next = before[(i + 1) % before.length] ?? '';
      await copyFile(join(project.cache, next), join(project.cache, `${name.slice(0, 64)}-${next.slice(65)}.new`));
    }
    for (const name of before) await rm(join(project.cache, name));
    for (const name of await project.entries())
      await rename(join(project.cache, name), join(project.cache, name.slice(0, -4)));
    const [buyers, active] = [await project.members('buyers'), await project.members('active')];
    expect([buyers.ids, active.ids, buyers.hits]).toEqual([['p1'], ['p1', 'p2'], 0]);
    expect(buyers.notices.length + active.notices.length).toBe(before.length);
  });

  test('one that another version of Clearlist made', async () => {
    const project = await filled();
    const loaded = await loadProject(project.folder);
    const [entries, { cache }] = [await project.entries(), cacheOf(loaded)];
    if (cache === undefined || loaded.segments.buyers === undefined) throw new Error('the project has both');
    const engine = new DuckDbEngine(sourceData(loaded), { cache: { ...cache, version: 'another' } });
    let hits = 0;
    engine.onProgress = (_, far) => {
      hits = Math.max(hits, far?.cached ?? 0);
    };
    await engine.members({ run: runDefinition(loaded, { asOf: AS_OF }), segment: loaded.segments.buyers });
    await engine.close();
    expect([hits, (await project.entries()).length > entries.length]).toEqual([0, true]);
  });
});

describe('what is kept', () => {
  test('lies in a folder of its own, for nobody else to read', async () => {
    const project = await filled('parquet');
    expect((await stat(project.cache)).mode & 0o777).toBe(0o700);
    const entries = await project.entries();
    expect(entries.length).toBeGreaterThan(3);
    for (const name of entries) {
      expect(name).toMatch(/^[0-9a-f]{64}-[0-9a-f]{64}$/);
      expect((await stat(join(project.cache, name))).mode & 0o777).toBe(0o600);
    }
  });

  test('is nothing where nobody asked for it', async () => {
    const project = await CachedProject.make(FILES);
    await project.define((definition) => ({ ...definition, store: { ...definition.store, cache: false } }));
    await project.members('active');
    expect(await readdir(join(project.folder, 'store'))).not.toContain('cache');
  });

  test('is neither read nor written by who says so', async () => {
    const project = await filled();
    const entries = await project.entries();
    for (const name of entries) await writeFile(join(project.cache, name), 'damaged');
    const cold = await project.members('active', { cache: false });
    expect([cold.hits, cold.notices]).toEqual([0, []]);
    expect(await project.entries()).toEqual(entries);
    for (const name of entries) expect(await readFile(join(project.cache, name), 'utf8')).toBe('damaged');
  });

  test('rests on no source with rows that cannot be read', async () => {
    const project = await CachedProject.make({
      ...FILES,
      purchases: [...(FILES.purchases ?? []), 'p2,yesterday,5,fuel', 'p2,2026-03-02T10:00:00Z'],
    });
    await project.define((definition) => {
      const purchases = { ...definition.sources.purchases, tolerance: 2 };
      return { ...definition, sources: { ...definition.sources, purchases } };
    });
    const first = await project.members('active');
    const warm = await project.members('active');
    expect(warm.inputs).toContainEqual(expect.objectContaining({ source: 'purchases', unreadable: 2 }));
    expect([warm.inputs, warm.ids]).toEqual([first.inputs, first.ids]);
    // Profiles and events.
    const tables = await project.tables();
    expect([tables.length > 0, warm.hits]).toEqual([true, tables.length]);
  });

  test('is nothing of a run that stopped', async () => {
    const project = await CachedProject.make({ ...FILES, events: ['person,at,type', 'p1,yesterday,app_open'] });
    await expect(project.members('active')).rejects.toMatchObject({ code: 'rows-unreadable' });
    expect(await project.entries()).toEqual([]);
  });

  test('is nothing of a source that is read as a copy', async () => {
    const project = await CachedProject.make(FILES);
    const copied = { format: { type: 'csv', encoding: 'windows-1252' } };
    await project.define((definition) => {
      const { people, purchases, events, consents, objections } = definition.sources;
      return {
        ...definition,
        sources: {
          ...definition.sources,
          people: { ...people, ...copied },
          purchases: { ...purchases, ...copied },
          events: { ...events, ...copied },
          consents: { ...consents, ...copied },
          objections: { ...objections, ...copied },
        },
      };
    });
    expect((await project.members('active')).ids).toEqual(['p1', 'p2']);
    expect(await project.entries()).toEqual([]);
  });

  test('goes with its age and its size, when it is emptied, and where the project keeps nothing any more', async () => {
    const project = await filled();
    const count = (await project.entries()).length;
    const loaded = await loadProject(project.folder);
    const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);
    expect(await cleanCache(loaded, inDays(1.9))).toBe(0);
    expect(await cleanCache(loaded, inDays(2.1))).toBe(count);
    await project.define((definition) => ({
      ...definition,
      store: { ...definition.store, cache: { maxSize: '1MB' } },
    }));
    await project.members('buyers');
    await project.members('active');
    const small = await project.entries();
    const sizes = await Promise.all(small.map(async (name) => (await stat(join(project.cache, name))).size));
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((all, one) => all + one, 0)).toBeLessThanOrEqual(1_000_000);
    expect(sizes.length).toBeLessThan(count);
    expect(await dropCache(loaded)).toBe(small.length);
    await project.members('buyers');
    const left = (await project.entries()).length;
    await project.define((definition) => ({ ...definition, store: { ...definition.store, cache: false } }));
    expect(await cleanCache(await loadProject(project.folder), new Date())).toBe(left);
    expect(await project.entries()).toEqual([]);
  });

  test('goes when a person is erased', async () => {
    const project = await filled();
    await writeFile(join(project.folder, 'k1.key'), 'ab'.repeat(32), { mode: 0o600 });
    await project.define((definition) => ({ ...definition, keys: { k1: { file: 'k1.key' } } }));
    const loaded = await loadProject(project.folder);
    const engine = openEngine(loaded, { cache: false });
    await eraseFromStore(loaded, engine, { profileId: 'p1' }, { at: AS_OF, keyId: 'k1' });
    await engine.close();
    expect(await project.entries()).toEqual([]);
  });

  test('is not used where something else stands in its place, and the run goes on', async () => {
    const project = await CachedProject.make(FILES);
    await writeFile(project.cache, 'a file');
    const { ids, notices } = await project.members('active');
    expect([ids, notices.length, notices[0]?.slice(0, 25)]).toEqual([['p1', 'p2'], 1, 'the cache cannot be used,']);
    await rm(project.cache);
    await mkdir(project.cache);
    await chmod(project.cache, 0o755);
    await project.members('active');
    expect((await stat(project.cache)).mode & 0o777).toBe(0o700);
  });
});
