import { matchesRow } from '../../segments/row-filter.js';
import type { Hit } from '../../suppression/facts.js';
import {
  type Asked,
  type AskedQuery,
  answersOf,
  type Bound,
  type ClassAnswers,
  kindOf,
  type Match,
  type QuestionTime,
} from './asked-queries.js';
import { NO_LINK } from './links.js';
import { type Neighbourhood, PROFILE_FLAGS } from './neighbourhood.js';
import type { RecordStore } from './record-store.js';
import type { RowVersions } from './row-versions.js';
import { NOBODY } from './subjects.js';

/** The candidate that is looked at, in numbers. */
export interface Sought {
  readonly person: number;
  /** The exact address; {@link NOBODY} for a candidate without any. */
  readonly address: number;
  /** Keys by which refusals of others reach the candidate. */
  readonly reachedBy: readonly number[];
}

const NO_EVIDENCE = { kind: '', via: [] };

/**
 * The records that reach one candidate and answer a query, for the queries of one question.
 *
 * It is what `referenceViews` finds, for persons who were not merged and of whom nothing has to be looked at more than
 * once; of all others it says so.
 */
export class FoundRecords {
  readonly #queries: AskedQuery[] = [];
  readonly #byQuery = new Map<object, AskedQuery>();
  readonly #byContent = new Map<string, AskedQuery>();
  readonly #classes: (ClassAnswers | undefined)[] = [];
  readonly #touched: AskedQuery[] = [];
  #sought: Sought | undefined;
  /** One bit for each query that was answered. */
  answered = new Uint32Array(4);
  /** Whether only the reference can say what counts. */
  unclear = false;
  /** Kinds of which something may end refusals. */
  readonly #lifts = new Set<string>();

  constructor(
    private readonly store: RecordStore,
    private readonly around: Neighbourhood,
    private readonly versions: RowVersions,
    private readonly time: QuestionTime,
  ) {}

  /** A query that was asked before, by itself. */
  known(query: Asked['query']): AskedQuery | undefined {
    return this.#byQuery.get(query);
  }

  /** The query of this content; one that is new is answered for the candidate at once. */
  asked(asked: Asked): AskedQuery {
    const content = JSON.stringify([asked.use, asked.query]);
    const query = this.#byContent.get(content) ?? this.#add(asked, content);
    this.#byQuery.set(asked.query, query);
    return query;
  }

  /** Looks for everything that reaches a candidate. */
  find(sought: Sought | undefined): void {
    // Rules keep nothing of what they were answered, so that the same arrays serve for everybody.
    for (const { hits } of this.#touched) while (hits.length > 0) hits.pop();
    this.#touched.length = 0;
    for (let word = 0; word < this.answered.length; word += 1) this.answered[word] = 0;
    this.unclear = false;
    if (this.#lifts.size > 0) this.#lifts.clear();
    this.#sought = sought;
    if (sought === undefined) return;
    this.#own(sought);
    const { keys, holders } = this.around;
    for (let link = keys.first(sought.person); link !== NO_LINK; link = keys.next(link)) {
      const key = keys.target(link);
      this.#named(sought, key);
      for (let other = holders.first(key); other !== NO_LINK; other = holders.next(other)) {
        if ((this.around.flags(holders.target(other)) & UNCLEAR) !== 0) this.unclear = true;
      }
    }
    for (const key of sought.reachedBy) this.#shared(sought, key);
    for (const asked of this.#touched) {
      if (asked.use === 'block' ? this.#lifts.has(asked.kind) : isOfVersions(asked) && this.versions.has(sought.person))
        this.unclear = true;
    }
  }

  #add(asked: Asked, content: string): AskedQuery {
    const place = this.#queries.length;
    const query: AskedQuery = { ...asked, place, kind: kindOf(asked), hits: [] };
    this.#queries.push(query);
    this.#byContent.set(content, query);
    this.#classes.length = 0;
    if (place >> 5 >= this.answered.length) {
      const wider = new Uint32Array(this.answered.length * 2);
      wider.set(this.answered);
      this.answered = wider;
    }
    this.find(this.#sought);
    return query;
  }

  #answersOf(record: number): ClassAnswers {
    const id = this.store.classOf(record);
    const known = this.#classes[id] ?? answersOf(this.store.classAt(id), this.#queries, this.time);
    this.#classes[id] = known;
    return known;
  }

  /** What names the person. */
  #own(sought: Sought): void {
    const { records, subjects } = this.around;
    for (let link = records.first(sought.person); link !== NO_LINK; link = records.next(link)) {
      const record = records.target(link);
      const { matches, lifts, hashed } = this.#answersOf(record);
      if (lifts !== undefined) this.#lifts.add(lifts);
      if (hashed) this.unclear = true;
      if (matches.length === 0) continue;
      const subject = subjects.of(record);
      if (subject !== NOBODY && subjects.varies(subject)) this.unclear = true;
      for (const match of matches) {
        if (this.#counts(match, record) && this.#reachesOwn(match.asked, subject, sought)) this.#hit(match, record);
      }
    }
  }

  #reachesOwn(asked: AskedQuery, subject: number, { address }: Sought): boolean {
    const { subjects } = this.around;
    if (asked.use === 'grant') {
      return !subjects.isAddressed(subject) || (address !== NOBODY && subjects.namesExactly(subject, address));
    }
    if (asked.use !== 'report' && !(asked.use === 'block' && asked.query.reach === 'address')) return true;
    if (subjects.keyCount(subject) === 0) return true;
    return address !== NOBODY && subjects.namesExactly(subject, address);
  }

  /** What names an identifier of the person and somebody else, or nobody. */
  #named({ person, address }: Sought, key: number): void {
    const { records, subjects } = this.around;
    for (let link = records.first(key); link !== NO_LINK; link = records.next(link)) {
      const record = records.target(link);
      const subject = subjects.of(record);
      const profile = subjects.profileOf(subject);
      // By its other readings it is found by other keys.
      if (subjects.varies(subject)) this.unclear = true;
      if (profile === person || !this.#isFirstHeld(person, subject, key)) continue;
      const { matches, lifts, hashed } = this.#answersOf(record);
      if (lifts !== undefined) this.#lifts.add(lifts);
      if (hashed) this.unclear = true;
      for (const match of matches) {
        const { asked } = match;
        if (asked.use === 'grant') {
          if (profile !== NOBODY || address === NOBODY || !subjects.namesExactly(subject, address)) continue;
        } else if (asked.use === 'report' || (asked.use === 'block' && asked.query.reach === 'address')) {
          if (address === NOBODY || !subjects.namesExactly(subject, address)) continue;
        } else if (asked.use !== 'block') continue;
        if (this.#counts(match, record)) this.#hit(match, record);
      }
    }
  }

  /** Whether this is the first of the keys by which a record is found, so that it is found once. */
  #isFirstHeld(person: number, subject: number, key: number): boolean {
    const { subjects } = this.around;
    const count = subjects.keyCount(subject);
    for (let i = 0; i < count; i += 1) {
      const other = subjects.refusalKey(subject, i);
      if (other === key) return true;
      if (this.#holds(person, other)) return false;
    }
    return false;
  }

  #holds(person: number, key: number): boolean {
    const { keys } = this.around;
    for (let link = keys.first(person); link !== NO_LINK; link = keys.next(link)) {
      if (keys.target(link) === key) return true;
    }
    return false;
  }

  /** What names somebody else who has an address of the candidate. */
  #shared(sought: Sought, key: number): void {
    const { holders } = this.around;
    for (let link = holders.first(key); link !== NO_LINK; link = holders.next(link)) {
      const other = holders.target(link);
      if (other !== sought.person && this.#isFirstShared(sought, other, key)) this.#ofAnother(sought, other);
    }
  }

  #isFirstShared({ reachedBy }: Sought, other: number, key: number): boolean {
    for (const earlier of reachedBy) {
      if (earlier === key) return true;
      if (this.#holds(other, earlier)) return false;
    }
    return true;
  }

  #ofAnother({ person }: Sought, other: number): void {
    const { records, subjects } = this.around;
    for (let link = records.first(other); link !== NO_LINK; link = records.next(link)) {
      const record = records.target(link);
      const { matches, lifts, hashed } = this.#answersOf(record);
      if (lifts !== undefined) this.#lifts.add(lifts);
      if (hashed) this.unclear = true;
      const subject = subjects.of(record);
      if (matches.length === 0 || subject === NOBODY || subjects.profileOf(subject) !== other) continue;
      if (subjects.varies(subject)) this.unclear = true;
      if (this.#namesHeld(person, subject)) continue;
      for (const match of matches) {
        const { asked } = match;
        if (asked.use !== 'block' || asked.query.reach === 'address') continue;
        if (this.#counts(match, record)) this.#hit(match, record);
      }
    }
  }

  #namesHeld(person: number, subject: number): boolean {
    const { subjects } = this.around;
    for (let i = subjects.keyCount(subject) - 1; i >= 0; i -= 1) {
      if (this.#holds(person, subjects.refusalKey(subject, i))) return true;
    }
    return false;
  }

  #counts({ bounds, tests, asked, at }: Match, record: number): boolean {
    for (const bound of bounds) if (!this.#isWithin(bound, record)) return false;
    if (asked.use === 'report' && this.store.number(record, at) <= asked.query.after) return false;
    return tests.length === 0 || matchesRow(tests, this.store.read(record));
  }

  #isWithin({ offset, from, after, to }: Bound, record: number): boolean {
    const value = this.store.number(record, offset);
    return value >= from && value > after && value < to;
  }

  #hit({ asked, at }: Match, record: number): void {
    if (asked.hits.length === 0) {
      this.#touched.push(asked);
      const word = asked.place >> 5;
      this.answered[word] = (this.answered[word] as number) | (1 << (asked.place & 31));
    }
    const hit: Hit = { at: this.store.number(record, at), evidence: NO_EVIDENCE };
    // What is told twice counts once: whether it is the same, only all that it says can tell.
    if (ONCE.has(asked.use)) this.unclear ||= asked.hits.some((other) => other.at === hit.at);
    asked.hits.push(hit);
  }
}

const isOfVersions = ({ kind }: AskedQuery): boolean => kind === 'purchase' || kind === 'event';

const UNCLEAR = PROFILE_FLAGS.merged | PROFILE_FLAGS.varies;

const ONCE: ReadonlySet<Asked['use']> = new Set(['report', 'contact']);
