import type { Instant } from '../../model/instant.js';
import type {
  BlockQuery,
  CandidateView,
  ContactsQuery,
  GrantQuery,
  Hit,
  ReportsQuery,
  RowsQuery,
  SaleQuery,
  SeenCandidate,
} from '../../suppression/facts.js';
import type { Asked } from './asked-queries.js';
import type { FoundRecords } from './found-records.js';

const NONE: readonly Hit[] = [];

/**
 * What rules see of one candidate of a ledger after the other: hits without evidence.
 *
 * It can also answer nothing at all and note what it was asked. Whoever is asked the same by somebody of whom nothing
 * of it was found says the same.
 */
export class QuickView implements CandidateView {
  candidate: SeenCandidate;
  #asked: Set<number> | undefined;

  constructor(
    private readonly found: FoundRecords,
    readonly registerVersion: (register: string) => Instant | undefined,
    first: SeenCandidate,
  ) {
    this.candidate = first;
  }

  /** Answers nothing while this works; gives what was asked. */
  noting<T>(work: () => T): { readonly result: T; readonly asked: ReadonlySet<number> } {
    const asked = new Set<number>();
    this.#asked = asked;
    try {
      return { result: work(), asked };
    } finally {
      this.#asked = undefined;
    }
  }

  blocks(query: BlockQuery): readonly Hit[] {
    return this.#answer({ use: 'block', query });
  }

  grants(query: GrantQuery): readonly Hit[] {
    return this.#answer({ use: 'grant', query });
  }

  sales(query: SaleQuery): readonly Hit[] {
    return this.#answer({ use: 'sale', query });
  }

  rows(query: RowsQuery): readonly Hit[] {
    return this.#answer({ use: 'row', query });
  }

  contacts(query: ContactsQuery): readonly Hit[] {
    return this.#answer({ use: 'contact', query });
  }

  reports(query: ReportsQuery): readonly Hit[] {
    return this.#answer({ use: 'report', query });
  }

  #answer(asked: Asked): readonly Hit[] {
    const query = this.found.asked(asked);
    if (this.#asked === undefined) return query.hits;
    this.#asked.add(query.place);
    return NONE;
  }
}
