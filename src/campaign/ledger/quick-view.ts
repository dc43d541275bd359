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
import type { FoundRecords, Sought } from './found-records.js';

const NONE: readonly Hit[] = [];

/**
 * What rules see of one candidate of a ledger after the other: hits without evidence.
 *
 * It can also answer nothing at all and note what it was asked. Whoever is asked the same by somebody of whom nothing
 * of it was found says the same.
 */
export class QuickView implements CandidateView {
  candidate: SeenCandidate;
  turn = 0;
  #asked: Set<number> | undefined;

  constructor(
    private readonly found: FoundRecords,
    readonly registerVersion: (register: string) => Instant | undefined,
    first: SeenCandidate,
  ) {
    this.candidate = first;
  }

  /** Answers about another address from now on. */
  show(sought: Sought): void {
    this.turn += 1;
    this.found.find(sought);
  }

  /** Answers nothing while this works; gives what was asked. */
  noting<T>(work: () => T): { readonly result: T; readonly asked: ReadonlySet<number> } {
    const asked = new Set<number>();
    this.#asked = asked;
    this.turn += 1;
    try {
      return { result: work(), asked };
    } finally {
      this.#asked = undefined;
      this.turn += 1;
    }
  }

  blocks(query: BlockQuery): readonly Hit[] {
    return this.#answer('block', query);
  }

  grants(query: GrantQuery): readonly Hit[] {
    return this.#answer('grant', query);
  }

  sales(query: SaleQuery): readonly Hit[] {
    return this.#answer('sale', query);
  }

  rows(query: RowsQuery): readonly Hit[] {
    return this.#answer('row', query);
  }

  contacts(query: ContactsQuery): readonly Hit[] {
    return this.#answer('contact', query);
  }

  reports(query: ReportsQuery): readonly Hit[] {
    return this.#answer('report', query);
  }

  #answer(use: Asked['use'], asked: Asked['query']): readonly Hit[] {
    const query = this.found.known(asked) ?? this.found.asked({ use, query: asked } as Asked);
    if (this.#asked === undefined) return query.hits;
    this.#asked.add(query.place);
    return NONE;
  }
}
