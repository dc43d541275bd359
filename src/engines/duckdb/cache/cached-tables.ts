import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ClearlistError } from '../../../errors.js';
import type { SourceReport } from '../../../model/source-report.js';
import { namesOf, type Sql, sql } from '../../../sql/fragment.js';
import type { CreateStep, Step } from '../../../sql/plan.js';
import { unneeded } from '../../../sql/unneeded.js';
import type { Session } from '../session.js';
import { type Answer, CachedAnswers } from './cached-answers.js';
import { CachedFiles } from './cached-files.js';
import { Entries, type EntryView } from './entries.js';
import type { TableCache } from './table-cache.js';
import { isLasting, type KeyContext, type TableKey, TableKeys } from './table-keys.js';

/** A table that was made in a file of its own, and could be kept. */
interface MadeTable extends TableKey {
  readonly path: string;
}

/** What an answer is for. */
interface Saying {
  /** It decides nothing, and may rest on refusals together with other files. */
  readonly isFigure?: boolean;
}

/**
 * A plan's tables with a cache: one that is there is read where it lies; one that could be there is made in a file of
 * its own, and kept when the run has held what it read against what is there.
 */
export class CachedTables {
  readonly #keys: TableKeys;
  readonly #made: MadeTable[] = [];
  /** The tables that are views on an entry. */
  readonly #views = new Map<string, EntryView>();
  readonly #entries: Entries;
  readonly #answers: CachedAnswers;
  #reports: readonly SourceReport[] = [];
  #steps: readonly Step[] = [];
  /** Under which key what is `earlier` goes, of tables that no earlier run left. */
  readonly #firsts = new Map<string, TableKey>();
  /** Tables that were there already. */
  hits = 0;
  /** What earlier runs found out about files. */
  readonly files: CachedFiles;

  constructor(
    private readonly session: Session,
    private readonly cache: TableCache,
    context: KeyContext,
  ) {
    this.#entries = new Entries(session, cache);
    this.#answers = new CachedAnswers(cache);
    this.files = new CachedFiles(cache, context.versions);
    this.#keys = new TableKeys({ ...context, versions: [...context.versions, FORM, session.version] });
  }

  /**
   * Puts what is there already in its place, for a plan in which everything has a key before anything is done.
   *
   * @param later What is asked once the plan is done.
   * @returns The tables that nobody needs then, because what they are for is there: they are not made.
   */
  async foresee(steps: readonly Step[], later: readonly Sql[]): Promise<ReadonlySet<string>> {
    this.#steps = steps;
    for (const step of steps) {
      if (step.do === 'create' && step.like !== undefined) await this.#recallEarlier(step, step.like);
      else this.#keys.add(step);
    }
    return unneeded(steps, later, async (step) => {
      if (this.#views.has(step.table)) return true;
      const known = this.#keyToKeep(step);
      if (known === undefined) return false;
      const found = await this.cache.find(known.key);
      if (found === undefined || !(await this.#unlessFailing(() => this.#read(step.table, found)))) return false;
      this.hits += 1;
      return true;
    });
  }

  /**
   * What is `ordered` would lose its `rowid`; that and what is `passing` are worth keeping only as what is read from them.
   * Files of refusals are few rows and come anew every day: of them only that is kept which goes to a file anyway.
   */
  #keyToKeep({ as, table }: CreateStep): TableKey | undefined {
    const known = as === 'table' || as === 'stored' ? this.#keys.known(table) : undefined;
    return restsOnFiles(known) && (as === 'stored' || !known.decides) ? known : undefined;
  }

  /**
   * To be called after {@link foresee}, with every step of its plan that somebody needs.
   *
   * Units: rows of the table that were made; none for one that was there.
   */
  async create(step: CreateStep): Promise<number> {
    if (this.#views.has(step.table)) return 0;
    const first = this.#firsts.get(step.table);
    const known = first ?? this.#keyToKeep(step);
    if (known === undefined) return this.#plainly(step);
    const path = await this.cache.place();
    if (path === undefined) return this.#plainly(step);
    const rows = await this.#unlessFailing(() => this.#make(step, path));
    if (rows === undefined) return this.#plainly(step);
    this.#made.push({ ...known, path });
    if (first !== undefined && (await this.#settleFile(step.table, path)))
      // What is made of it has a key from here on.
      for (const each of this.#steps) if (this.#keys.known(each.table) === undefined) this.#keys.add(each);
    return rows;
  }

  /** Where nothing can be recalled and nothing kept it is a table like any other, except that nothing of it is known. */
  async #recallEarlier({ table }: CreateStep, like: Sql): Promise<void> {
    this.#keys.unsettle(table);
    const known = this.#keys.of(like, 'earlier');
    if (!restsOnFiles(known) || !isLasting(known)) return;
    const found = await this.cache.find(known.key);
    if (found === undefined) this.#firsts.set(table, known);
    else if (await this.#unlessFailing(() => this.#read(table, found))) {
      if (await this.#settleFile(table, found)) this.hits += 1;
    }
  }

  /** A table is known by the bytes of the file that it is read from. */
  async #settleFile(table: string, path: string): Promise<boolean> {
    const sha256 = await readFile(path).then(
      (bytes) => createHash('sha256').update(bytes).digest('hex'),
      () => undefined,
    );
    if (sha256 !== undefined) this.#keys.settle(table, [sha256]);
    return sha256 !== undefined;
  }

  /**
   * Makes a table of a few thousand texts known by what it holds. Whom a sample draws rests on everything, refusals too,
   * and is mostly the same in the next run: what is asked about just these persons, of files that are what they were,
   * has the same rows then.
   */
  async settle(table: Sql): Promise<void> {
    const [named] = namesOf(table);
    if (named === undefined) return;
    this.#keys.settle(named, await this.session.rows(sql`select * from ${table} order by all`));
  }

  /** The few rows of an answer, of the cache where they are there. */
  async answer(query: Sql): Promise<Answer> {
    const known = await this.recall(query);
    if (known !== undefined) return known;
    const rows = await this.session.rows(query);
    this.learn(query, rows);
    return rows;
  }

  /** An answer that is there. */
  async recall(query: Sql, saying: Saying = {}): Promise<Answer | undefined> {
    const known = this.#answerKey(query, saying);
    return known && this.#answers.find(known);
  }

  /** To be called with an answer that was not there. */
  learn(query: Sql, rows: Answer, saying: Saying = {}): void {
    const known = this.#answerKey(query, saying);
    if (known !== undefined) this.#answers.note(known, rows);
  }

  #answerKey(query: Sql, { isFigure = false }: Saying): TableKey | undefined {
    const known = this.#keys.of(query, 'answer');
    return restsOnFiles(known) && (isFigure || isLasting(known)) ? known : undefined;
  }

  /**
   * What a query gives, of the cache where it is there; whatever rests on refusals is read.
   *
   * @param read Reads a query; called with the query itself, or with one that gives the same from a file.
   */
  async ask<T>(query: Sql, read: (query: Sql) => Promise<T>): Promise<T> {
    const known = this.#keys.of(query);
    if (!restsOnFiles(known) || known.decides) return read(query);
    const found = await this.cache.find(known.key);
    if (found !== undefined) {
      const kept = await this.#unlessFailing(async () => ({ rows: await this.#entries.through(found, read) }));
      if (kept !== undefined) {
        this.hits += 1;
        return kept.rows;
      }
    }
    const path = await this.cache.place();
    if (path === undefined) return read(query);
    const made = await this.#unlessFailing(() => this.#entries.write(query, path, { inOrder: true }));
    if (made === undefined) return read(query);
    this.#made.push({ ...known, path });
    return this.#entries.through(path, read);
  }

  /** The same as the session's. */
  async drop(tables: readonly string[]): Promise<void> {
    for (const table of tables) {
      const view = this.#views.get(table);
      this.#views.delete(table);
      await (view?.drop() ?? this.session.drop([table]));
    }
  }

  /**
   * Keeps what was made and answered until now, of sources whose every row could be read; to be called when every file was
   * held against what it was.
   *
   * @param reports Of everything that was read; may be left out once they were given.
   */
  async keep(reports = this.#reports): Promise<void> {
    this.#reports = reports;
    await this.files.keep();
    const sound = new Set<string>();
    const damaged = new Set<string>();
    for (const { files, unreadable } of reports)
      for (const { sha256 } of files) (unreadable === 0 ? sound : damaged).add(sha256);
    const isSound = (files: ReadonlySet<string>): boolean =>
      [...files].every((file) => sound.has(file) && !damaged.has(file));
    for (const { key, path, files } of this.#made.splice(0)) if (isSound(files)) await this.cache.keep(key, path);
    await this.#answers.keep(isSound);
  }

  #plainly({ as, table, query }: CreateStep): Promise<number> {
    return this.session.create(as, table, query);
  }

  async #make({ as, table, query }: CreateStep, path: string): Promise<number | undefined> {
    const rows = await this.#entries.write(query, path, { inOrder: as === 'table' });
    return (await this.#read(table, path)) ? rows : undefined;
  }

  async #read(table: string, path: string): Promise<boolean> {
    const view = await this.#entries.view(table, path);
    if (view !== undefined) this.#views.set(table, view);
    return view !== undefined;
  }

  /** What a cache cannot do is done without it; only being told to stop stops. */
  async #unlessFailing<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ClearlistError && error.code === 'engine-failed') return undefined;
      throw error;
    }
  }
}

/** What rests on no file is worked out sooner than found. */
const restsOnFiles = (known: TableKey | undefined): known is TableKey => known !== undefined && known.files.size > 0;

/** Changes whenever entries are written another way. */
const FORM = 'clearlist-cache/4';
