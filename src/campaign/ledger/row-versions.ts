import { Grown } from './grown.js';
import { type Links, NO_LINK } from './links.js';
import type { RecordStore } from './record-store.js';

const UNSEEN = -2;

/**
 * Whether a person's purchases and events come in versions: several rows of one id in one source, of which one counts.
 *
 * Looked at when it is first asked, and again once more was recorded about the person.
 */
export class RowVersions {
  /** The latest record of a person when there were no versions yet. */
  readonly #seen = new Grown(Int32Array);
  readonly #versioned = new Set<number>();

  constructor(
    private readonly store: RecordStore,
    private readonly records: Links,
  ) {}

  has(person: number): boolean {
    if (this.#versioned.has(person)) return true;
    while (this.#seen.length <= person) this.#seen.push(UNSEEN);
    const latest = this.records.first(person);
    if (this.#seen.at(person) === latest) return false;
    this.#seen.set(person, latest);
    const found = this.#look(person);
    if (found) this.#versioned.add(person);
    return found;
  }

  #look(person: number): boolean {
    const ids = new Set<string>();
    for (let link = this.records.first(person); link !== NO_LINK; link = this.records.next(link)) {
      const record = this.records.target(link);
      const { kind, idAt, says } = this.store.classAt(this.store.classOf(record));
      if ((kind !== 'purchase' && kind !== 'event') || idAt === undefined) continue;
      const id = JSON.stringify([kind, says['ref.source'], this.store.id(record, idAt)]);
      if (ids.has(id)) return true;
      ids.add(id);
    }
    return false;
  }
}
