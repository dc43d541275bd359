import { aboutPerson } from '../../campaign/about-person.js';
import { captureQueries } from '../../campaign/audit/capture.js';
import { compileBoundaries } from '../../campaign/boundaries.js';
import { boundaryReports } from '../../campaign/boundary-reports.js';
import { oneByOne } from '../../campaign/cleared-list.js';
import { type CompiledRun, compileRun } from '../../campaign/compile-run.js';
import { qualityQuery, type SourceQuality } from '../../campaign/data-quality.js';
import type {
  Engine,
  EngineRun,
  HowFar,
  MembersQuery,
  PersonQuery,
  PersonRecords,
  RunDefinition,
  SegmentRunResult,
} from '../../campaign/engine.js';
import { type IdListReport, inOrder } from '../../campaign/id-list-reports.js';
import { refuseWhole } from '../../campaign/list-refusals.js';
import type { Relations } from '../../campaign/relations.js';
import { type CompiledMembers, compileMembers } from '../../campaign/segment-members.js';
import { stages } from '../../campaign/stages.js';
import type { AskedList } from '../../campaign/universe-columns.js';
import type { EvaluatedKind } from '../../model/record-kinds.js';
import type { Records } from '../../model/records.js';
import type { SourceReport } from '../../model/source-report.js';
import { type Sql, sql } from '../../sql/fragment.js';
import { type LookUp, PlanBuilder } from '../../sql/plan.js';
import { readForTheLastTime } from '../../sql/step-reads.js';
import { aboutRows, captured } from './about-rows.js';
import {
  askedOf,
  askedOfAudiences,
  askedOfChecks,
  askedOfRun,
  askedToCapture,
  declaredKinds,
  ofDeclared,
} from './asked-later.js';
import { boundariesOf } from './boundaries.js';
import { CachedTables } from './cache/cached-tables.js';
import type { TableCache } from './cache/table-cache.js';
import { executePlan } from './execute-plan.js';
import { figuresOf, qualityOf } from './figures.js';
import { clearedList, counted } from './lists.js';
import { planStatements } from './plan-text.js';
import { type Columns, rowRecords } from './row-records.js';
import { Session, type SessionOptions } from './session.js';

/** How sources are read. */
export interface Reading {
  /** Rows of behaviour say where they stand in their source. */
  readonly numbered: boolean;
  /** Where what a query gives may be that another run asked. */
  readonly cached?: CachedTables | undefined;
}

/** Data that the engine reads: how its relations come to be, and what was read once they are there. */
export interface DuckDbData {
  /** Adds the steps that make the relations. */
  prepare(session: Session, plan: PlanBuilder, run: RunDefinition, reading: Reading): Promise<Relations>;
  /** How much is read; to be called after {@link prepare}. Units: bytes, in files without compression. */
  bytes(): number;
  /** What {@link finish} asks. */
  asked(): readonly Sql[];
  /** Holds what was read against what is there; throws where a row is missing or a source changed. */
  finish(session: Session): Promise<readonly SourceReport[]>;
  /** Throws where a source changed; to be asked once more when nothing is read any more, as much is read after {@link finish}. */
  unchanged(): Promise<void>;
  /** Where a row of a source stands, as an error message says it. */
  place(source: string, row: number): Promise<string>;
  /** Frees what the relations are read from. */
  close(): void;
}

/** What an engine is made with, beside its data. */
export interface DuckDbOptions extends SessionOptions {
  /** Where tables are kept for later runs, and what must be the same for them to be used. */
  readonly cache?: { readonly tables: TableCache; readonly version: string };
}

/** Of so much data all tables of a run together are less than what reading more of it takes. */
const LITTLE_BYTES = 512 * 1024 * 1024;

/** The embedded engine. Everything is worked out in SQL; only listed rows and odd identifiers reach JavaScript. */
export class DuckDbEngine implements Engine {
  readonly id = 'duckdb';
  onProgress?: (stage: string, far?: HowFar) => void;
  #sessions: Session[] = [];

  constructor(
    private readonly data: DuckDbData,
    private readonly options: DuckDbOptions = {},
  ) {}

  get signal(): AbortSignal | undefined {
    return this.options.signal;
  }

  async run(run: RunDefinition): Promise<EngineRun> {
    const session = await this.#open();
    const plan = new PlanBuilder();
    const cached = this.#cached(session, run);
    const relations = await this.#prepare(session, plan, run, { numbered: false, cached });
    const compiled = compileRun(run, relations, plan);
    const captures = run.audit === undefined ? [] : captureQueries(plan, relations, run, compiled, run.audit);
    const first = [...captures.flatMap(askedToCapture), ...askedOfChecks(compiled)];
    const later = askedOfRun(compiled, relations);
    const lookUps = await this.#execute(session, plan, [...first, ...later], cached);
    this.onProgress?.(stages.sample);
    // Before the files are held against what they were: what is read of them here may be kept too.
    const rows = await captured(session, run, captures, cached);
    const inputs = await this.#finish(session);
    this.onProgress?.(stages.tallies);
    await this.#check(session, compiled, cached);
    // What was recorded of persons is a good part of all that is left, and there is no room for it beside the lists.
    const gone = readForTheLastTime(plan.steps, first, later);
    await (cached?.drop(gone) ?? session.drop(gone));
    const [anonymous = {}] = await session.rows(compiled.anonymousEvents);
    const [everybody = {}] = await session.rows(compiled.universe);
    const universe = Number(everybody.persons);
    const allocated = await session.each(compiled.campaigns, (one) => clearedList(session, run, one, universe));
    const lists = await refuseWhole(run, allocated);
    await this.data.unchanged();
    await cached?.keep(inputs);
    return {
      lists,
      inputs,
      declared: declaredKinds(relations),
      anonymousEvents: Number(anonymous.events),
      lookUps,
      boundaries: await boundariesOf(session, compiled.fits),
      idLists: await idLists(session, compiled.idLists),
      captured: rows,
      engine: { id: this.id, version: session.version },
      figures: async () => {
        const figures = await figuresOf(session, relations, compiled, { lists, policy: run.policy, cached });
        await this.data.unchanged();
        await cached?.keep();
        return figures;
      },
    };
  }

  async members({ run, segment }: MembersQuery): Promise<SegmentRunResult> {
    const session = await this.#open();
    const plan = new PlanBuilder();
    const cached = this.#cached(session, run);
    const relations = await this.#prepare(session, plan, run, { numbered: false, cached });
    const compiled = compileMembers(plan, relations, run, segment);
    await this.#execute(
      session,
      plan,
      [compiled.counts, compiled.members, ...askedOfChecks(compiled), ...askedOfAudiences(compiled)],
      cached,
    );
    const inputs = await this.#finish(session);
    await this.#check(session, compiled, cached);
    await this.data.unchanged();
    await cached?.keep(inputs);
    const [counts = {}] = await session.rows(compiled.counts);
    const count = Number(counts.members);
    return {
      universe: Number(counts.universe),
      count,
      members: { [Symbol.asyncIterator]: () => oneByOne(counted(count, memberIds(session, compiled))) },
      boundaries: boundaryReports([segment], await boundariesOf(session, compiled.fits)),
      idLists: await idLists(session, compiled.idLists),
      inputs,
      declared: declaredKinds(relations),
      engine: { id: this.id, version: session.version },
    };
  }

  async recordsAbout(run: RunDefinition, person: PersonQuery): Promise<PersonRecords> {
    const session = await this.#open();
    const plan = new PlanBuilder();
    const relations = await this.#prepare(session, plan, run, { numbered: true });
    const about = aboutPerson(plan, relations, run, person);
    const fits = compileBoundaries(
      plan,
      relations,
      run,
      run.campaigns.map(({ audience }) => audience),
    );
    await this.#execute(session, plan, [...askedOf(about), ...fits.flatMap(({ table }) => table ?? [])]);
    await this.#finish(session);
    const found = await aboutRows(session, run, about);
    await this.data.unchanged();
    return { ...found, boundaries: await boundariesOf(session, fits), declared: declaredKinds(relations) };
  }

  async records(run: RunDefinition): Promise<Records> {
    const session = await this.#open();
    const plan = new PlanBuilder();
    const relations = await this.#prepare(session, plan, run, { numbered: true });
    await this.#execute(session, plan, ofDeclared(relations));
    await this.#finish(session);
    const rows: Partial<Record<EvaluatedKind | 'profile_identifier', Columns>> = {};
    for (const kind of [...declaredKinds(relations), 'profile_identifier'] as const) {
      rows[kind] = await session.columns(sql`select * from ${relations[kind] as Sql}`);
    }
    await this.data.unchanged();
    return rowRecords(rows, run.attributes);
  }

  async quality(run: RunDefinition): Promise<readonly SourceQuality[]> {
    const session = await this.#open();
    const plan = new PlanBuilder();
    const relations = await this.#prepare(session, plan, run, { numbered: false });
    await this.#execute(session, plan, ofDeclared(relations));
    await this.#finish(session);
    const quality = await qualityOf(session, qualityQuery(relations));
    await this.data.unchanged();
    return quality;
  }

  async sql(run: RunDefinition): Promise<readonly string[]> {
    const session = await this.#open();
    const plan = new PlanBuilder();
    const relations = await this.#prepare(session, plan, run, { numbered: false });
    const compiled = compileRun(run, relations, plan);
    return planStatements(plan.steps, compiled);
  }

  async close(): Promise<void> {
    for (const session of this.#sessions.splice(0)) session.close();
    this.data.close();
    await this.options.cache?.tables.release();
  }

  #cached(session: Session, run: RunDefinition): CachedTables | undefined {
    const { cache } = this.options;
    if (cache === undefined) return undefined;
    const { zone, asOf, knownAt, replay, linkDevices } = run;
    const context = { versions: [cache.version], run: { zone, asOf, knownAt, replay, linkDevices } };
    return new CachedTables(session, cache.tables, context);
  }

  async #prepare(session: Session, plan: PlanBuilder, run: RunDefinition, reading: Reading): Promise<Relations> {
    this.onProgress?.(stages.files);
    const relations = await this.data.prepare(session, plan, run, reading);
    const { memory, threads } = this.options;
    // Whoever says how much there is of either means all of them together.
    if (memory === undefined && threads !== 1 && this.data.bytes() <= LITTLE_BYTES) session.widen();
    this.onProgress?.(stages.relations);
    return relations;
  }

  /** @param later What is asked once the plan is done, beside what the data asks to finish. */
  #execute(
    session: Session,
    plan: PlanBuilder,
    later: readonly Sql[],
    cached?: CachedTables,
  ): Promise<readonly LookUp[]> {
    return executePlan(session, plan.steps, {
      later: [...later, ...this.data.asked()],
      ...(cached === undefined ? {} : { cached }),
      onStep: (stage, far) => this.onProgress?.(stage, far),
    });
  }

  async #finish(session: Session): Promise<readonly SourceReport[]> {
    this.onProgress?.(stages.counts);
    return this.data.finish(session);
  }

  async #check(session: Session, { checks }: Pick<CompiledRun, 'checks'>, cached?: CachedTables): Promise<void> {
    await session.each(checks, async ({ query, error }) => {
      const [found] = await (cached?.answer(query) ?? session.rows(query));
      if (found === undefined) return;
      const at = 'row' in found ? await this.data.place(String(found.source), Number(found.row)) : '';
      throw error(at, found);
    });
  }

  async #open(): Promise<Session> {
    const session = await Session.open(this.options);
    this.#sessions.push(session);
    return session;
  }
}

async function* memberIds(session: Session, { members }: CompiledMembers): AsyncGenerator<readonly string[]> {
  for await (const { columns } of session.batches(members)) yield (columns[0] ?? []).map(String);
}

async function idLists(session: Session, asked: readonly AskedList[]): Promise<readonly IdListReport[]> {
  const reports: IdListReport[] = [];
  for (const { name, sha256, ids, unknown } of asked) {
    const [counted = {}] = await session.rows(unknown);
    reports.push({ name, sha256, ids, unknown: Number(counted.ids) });
  }
  return inOrder(reports);
}
