import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDbData, DuckDbEngine } from '../../src/engines/duckdb/duckdb-engine.js';
import { withKept } from '../../src/engines/duckdb/kept-data.js';
import { Session } from '../../src/engines/duckdb/session.js';
import { sourceData } from '../../src/engines/duckdb/source-data.js';
import type { SourceReport } from '../../src/model/source-report.js';
import { loadProject } from '../../src/project/load-project.js';
import { openEngine } from '../../src/runs/open-engine.js';
import { cacheOf } from '../../src/runs/project-cache.js';
import { keptByProject } from '../../src/runs/project-store.js';
import { runDefinition } from '../../src/runs/run-definition.js';
import { runProject } from '../../src/runs/run-project.js';
import { sql } from '../../src/sql/fragment.js';
import { createStore } from '../../src/store/open-store.js';
import { scratchFolders } from '../setup/scratch-folders.js';

/** Rows by file; the first is the header. */
export type Files = Readonly<Record<string, readonly string[]>>;

const ENDING = { csv: 'csv', parquet: 'parquet' } as const;

/** How behaviour is written; everything else is CSV. */
export type Form = keyof typeof ENDING;

const BEHAVIOUR = ['purchases', 'events'];

const subject = { email: 'email', profileId: 'person' };

export const definition = (form: Form) => {
  const behaviour = (name: string) => ({
    path: `${name}.${ENDING[form]}`,
    ...(form === 'csv' ? {} : { format: { type: 'parquet' } }),
  });
  return {
    clearlist: 1,
    zone: 'Europe/Stockholm',
    policy: 'okq8',
    sources: {
      people: { kind: 'profile', path: 'people.csv', columns: { id: 'id', email: 'email', country: 'country' } },
      purchases: {
        kind: 'purchase',
        ...behaviour('purchases'),
        columns: { profileId: 'person', occurredAt: 'at', amount: 'amount', category: 'category' },
        constants: { controller: 'okq8', currency: 'SEK' },
      },
      events: {
        kind: 'event',
        ...behaviour('events'),
        columns: { profileId: 'person', occurredAt: 'at', type: 'type' },
      },
      consents: {
        kind: 'permission',
        path: 'consents.csv',
        columns: { profileId: 'person', occurredAt: 'at', evidence: 'evidence' },
        constants: {
          controller: 'okq8',
          purpose: 'direct_marketing',
          channel: 'email',
          state: 'given',
          origin: 'form',
        },
      },
      objections: {
        kind: 'objection',
        path: 'objections.csv',
        columns: { ...subject, occurredAt: 'at' },
        constants: { controller: 'okq8', purpose: 'direct_marketing', channel: 'email', state: 'objected' },
      },
    },
    segments: {
      buyers: {
        kind: 'aggregate',
        over: 'purchase',
        where: { category: 'fuel' },
        measure: { count: 'line' },
        in: { kind: 'rolling', last: 'P30D' },
        is: 'gte',
        value: 2,
      },
      active: {
        kind: 'any',
        of: [
          {
            kind: 'aggregate',
            over: 'event',
            where: { type: 'app_open' },
            measure: { count: 'line' },
            in: { kind: 'calendar', period: 'day', offset: 0 },
            is: 'gte',
            value: 1,
          },
          {
            kind: 'aggregate',
            over: 'purchase',
            where: {},
            measure: { sum: 'amount', currency: 'SEK' },
            in: { kind: 'rolling', last: 'P90D' },
            is: 'gte',
            value: 500,
          },
        ],
      },
    },
    campaigns: {
      fuel: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'buyers' },
      app: { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: 'active' },
    },
    store: { folder: 'store', cache: true as boolean | object },
  };
};

export type Definition = ReturnType<typeof definition>;

/** A project in a folder of its own, with a store. */
export class CachedProject {
  private constructor(
    readonly folder: string,
    readonly form: Form,
    private said: Definition,
  ) {}

  static async make(files: Files, form: Form = 'csv'): Promise<CachedProject> {
    const folder = await mkdtemp(join(tmpdir(), 'clearlist-cached-'));
    scratchFolders.push(folder);
    await createStore(join(folder, 'store'));
    const made = new CachedProject(folder, form, definition(form));
    await made.write(files);
    await made.define((same) => same);
    return made;
  }

  /** Its profiles are taken for so many that runs with a cache work their addresses out by themselves. */
  large(): this {
    this.#isLarge = true;
    return this;
  }

  #isLarge = false;

  /** The definition that it was made with. */
  get first(): Definition {
    return definition(this.form);
  }

  get cache(): string {
    return join(this.folder, 'store', 'cache');
  }

  async write(files: Files): Promise<void> {
    for (const [name, rows] of Object.entries(files)) {
      await writeFile(join(this.folder, `${name}.csv`), `${rows.join('\n')}\n`);
      if (this.form === 'parquet' && BEHAVIOUR.includes(name)) await this.#toParquet(name);
    }
  }

  async define(change: (definition: Definition) => Definition): Promise<void> {
    this.said = change(this.said);
    await writeFile(join(this.folder, 'clearlist.config.json'), JSON.stringify(this.said));
  }

  async entries(): Promise<readonly string[]> {
    return (await readdir(this.cache).catch(() => [])).sort();
  }

  /** The entries that are tables; others are a few words. */
  async tables(): Promise<readonly string[]> {
    const entries = await this.entries();
    const first = await Promise.all(entries.map(async (name) => (await readFile(join(this.cache, name)))[0]));
    return entries.filter((_, i) => !WORDS.includes(first[i] ?? 0));
  }

  /** What a run writes, and how many tables it found in the cache. */
  async run({ cache = true, asOf = AS_OF }: { readonly cache?: boolean; readonly asOf?: string } = {}): Promise<Ran> {
    const output = join(this.folder, 'lists');
    await rm(output, { recursive: true, force: true });
    const project = await loadProject(this.folder);
    const notices: string[] = [];
    const onNotice = (text: string): unknown => notices.push(text);
    const engine = this.#isLarge
      ? new DuckDbEngine(
          withKept(lasting(sourceData(project)), () => keptByProject(project)),
          { threads: 2, ...(cache ? cacheOf(project, onNotice) : {}) },
        )
      : openEngine(project, { cache, threads: 2, onNotice });
    let hits = 0;
    engine.onProgress = (_, far) => {
      hits = Math.max(hits, far?.cached ?? 0);
    };
    try {
      const { folder } = await runProject(project, engine, { asOf });
      const files: Record<string, string> = {};
      for (const name of (await readdir(folder)).sort()) files[name] = await readFile(join(folder, name), 'utf8');
      return { files, hits, notices };
    } finally {
      await engine.close();
    }
  }

  /** Who is in a segment, which costs a third of a run. */
  async members(
    id: 'buyers' | 'active',
    { cache = true, asOf = AS_OF }: { readonly cache?: boolean; readonly asOf?: string } = {},
  ): Promise<Found> {
    const project = await loadProject(this.folder);
    const segment = project.segments[id];
    if (segment === undefined) throw new Error(`no segment ${id}`);
    const notices: string[] = [];
    const engine = openEngine(project, { cache, threads: 1, onNotice: (text) => notices.push(text) });
    let hits = 0;
    engine.onProgress = (_, far) => {
      hits = Math.max(hits, far?.cached ?? 0);
    };
    try {
      const { members, inputs } = await engine.members({ run: runDefinition(project, { asOf }), segment });
      const ids: string[] = [];
      for await (const one of members) ids.push(one);
      return { ids, hits, notices, inputs };
    } finally {
      await engine.close();
    }
  }

  async #toParquet(name: string): Promise<void> {
    const [from, to] = [join(this.folder, `${name}.csv`), join(this.folder, `${name}.parquet`)];
    const session = await Session.open();
    try {
      await session.run(sql`copy (select * from read_csv(${from}, all_varchar = true)) to ${to} (format parquet)`);
    } finally {
      session.close();
    }
  }
}

const lasting = (data: DuckDbData): DuckDbData => ({
  ...data,
  prepare: async (session, plan, run, reading) => ({
    ...(await data.prepare(session, plan, run, reading)),
    lasting: reading.cached !== undefined,
  }),
});

/** By what JSON begins. */
const WORDS = Buffer.from('[{');

export const AS_OF = '2026-03-10T10:00:00Z';

export interface Found {
  readonly ids: readonly string[];
  readonly hits: number;
  readonly notices: readonly string[];
  readonly inputs: readonly SourceReport[];
}

export interface Ran {
  readonly files: Readonly<Record<string, string>>;
  readonly hits: number;
  readonly notices: readonly string[];
}

/** Who is on a list. */
export const listed = ({ files }: Ran, campaign: string): readonly string[] =>
  (files[`${campaign}.csv`] ?? '')
    .split('\n')
    .slice(1)
    .flatMap((line) => /[a-z0-9]+@[a-z.]+/.exec(line)?.[0] ?? [])
    .sort();
