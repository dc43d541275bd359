import { createHash } from 'node:crypto';
import { renameSync } from 'node:fs';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import range from 'lodash-es/range.js';
import { expect, test } from 'vitest';
import { stages } from '../../src/campaign/stages.js';
import { Session } from '../../src/engines/duckdb/session.js';
import { loadProject, type Project } from '../../src/project/load-project.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { runProject } from '../../src/runs/run-project.js';
import { sql } from '../../src/sql/fragment.js';
import { definition } from '../cli/small-project.js';
import { scratchFolders } from '../setup/scratch-folders.js';

/**
 * Large files with columns are read by everybody who asks for some of their rows, while a run goes on. Whatever is put
 * in the place of one at whatever moment: no list leaves that rests on anything but the files that the manifest names.
 */

const PERSONS = range(1, 9).map((n) => `p${n}`);

const people = (ids: readonly string[]): string =>
  `select unnest([${ids.map((id) => `'${id}'`)}]) as id, unnest([${ids.map((id) => `'${id}@example.se'`)}]) as mail, 'SE' as country`;
const consents = `select unnest([${PERSONS.map((id) => `'${id}'`)}]) as person, timestamptz '2026-01-01 10:00:00Z' as at`;
const objections = (id: string): string => `select '${id}' as person, timestamptz '2026-02-01 10:00:00Z' as at`;

const scope = { controller: 'okq8', purpose: 'direct_marketing', channel: 'email' };
const given = { ...scope, topic: '*', state: 'given', origin: 'data_subject', evidence: 'form-1' };

async function write(path: string, rows: string): Promise<void> {
  const session = await Session.open();
  // Larger than what is read once into a table.
  const padding = "array_to_string(list_transform(range(40000), lambda x: md5(x::varchar)), '')";
  const padded = { parts: [{ is: 'text' as const, text: `select *, ${padding} as padding from (${rows})` }] };
  try {
    await session.run(sql`copy (${padded}) to ${path} (format parquet, compression uncompressed)`);
  } finally {
    session.close();
  }
}

async function project(ids: readonly string[] = PERSONS): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-changed-'));
  scratchFolders.push(folder);
  await write(join(folder, 'people.parquet'), people(ids));
  await write(join(folder, 'consents.parquet'), consents);
  await write(join(folder, 'objections.parquet'), objections('p1'));
  const by = { profileId: 'person', occurredAt: 'at' };
  await writeFile(
    join(folder, 'clearlist.config.json'),
    JSON.stringify({
      ...definition,
      sources: {
        people: {
          kind: 'profile',
          path: 'people.parquet',
          columns: { id: 'id', email: 'mail', country: 'country' },
        },
        consents: { kind: 'permission', path: 'consents.parquet', columns: by, constants: given },
        objections: { kind: 'objection', path: 'objections.parquet', columns: by, constants: scope },
      },
    }),
  );
  return loadProject(folder);
}

/** A run, with something done at one of the moments of which it tells, and how many these were. */
async function run(one: Project, at: (moment: number, stage: string) => boolean, then: () => void) {
  const engine = openEngine(one, { threads: 1 });
  let moments = 0;
  engine.onProgress = (stage) => {
    if (at(moments, stage)) then();
    moments += 1;
  };
  try {
    const { folder, manifest } = await runProject(one, engine, { asOf: '2026-03-10T10:00:00Z' });
    return { list: await readFile(join(folder, 'news.csv'), 'utf8'), read: JSON.stringify(manifest), moments };
  } catch (error) {
    const left = await readdir(one.output).catch(() => []);
    return { code: (error as { code?: string }).code, left, moments };
  } finally {
    await engine.close();
  }
}

/** How many moments are tried, spread over the run. */
const TRIED = Number(process.env.CLEARLIST_CHANGES ?? 3);

const hash = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

test('no list leaves without the refusals of the files that its manifest names', async () => {
  const whole = await run(
    await project(),
    () => false,
    () => undefined,
  );
  const tried = new Set(range(TRIED).map((i) => Math.round((i * (whole.moments - 1)) / (TRIED - 1))));
  const ended = new Set<string>();
  for (const moment of tried) {
    const one = await project();
    const [path, next] = [join(one.folder, 'objections.parquet'), join(one.folder, 'next.parquet')];
    await write(next, objections('p2'));
    const refused = new Map([
      [await hash(path), 'p1@example.se'],
      [await hash(next), 'p2@example.se'],
    ]);
    const done = await run(
      one,
      (now) => now === moment,
      () => renameSync(next, path),
    );
    if ('read' in done && done.read !== undefined) {
      const { list, read } = done;
      const named = [...refused].flatMap(([sha256, email]) => (read.includes(sha256) ? [email] : []));
      expect(named, `at ${moment}`).toHaveLength(1);
      expect(list, `at ${moment}`).not.toContain(named[0]);
      expect(list.split('\r\n'), `at ${moment}`).toHaveLength(PERSONS.length + 1);
    } else expect(done, `at ${moment}`).toMatchObject({ code: 'source-changed', left: [] });
    ended.add('list' in done ? 'released' : 'stopped');
  }
  expect(ended).toEqual(new Set(['released', 'stopped']));
}, 120_000);

test('what is only checked at the end is checked of the file that was read', async () => {
  const one = await project([...PERSONS, 'p8']);
  expect(
    await run(
      one,
      () => false,
      () => undefined,
    ),
  ).toMatchObject({ code: 'duplicate-id' });
  const next = join(one.folder, 'next.parquet');
  await write(next, people(PERSONS));
  const put = () => renameSync(next, join(one.folder, 'people.parquet'));
  expect(await run(one, (_, stage) => stage === stages.tallies, put)).toMatchObject({
    code: 'source-changed',
    left: [],
  });
});
