import { ClearlistError } from '../errors.js';
import type { Instant } from '../model/instant.js';
import type { Basis, ListRefusal, ReasonCode } from '../model/reasons.js';
import type { Campaign, ListColumn } from './campaign.js';
import type { PersonDecision } from './person-decision.js';
import type { RenderedRow, Rendering } from './rendering.js';

/** How many persons a reason applies to, and for how many of them it is the highest-ranked one. */
export interface ReasonCount {
  readonly code: ReasonCode;
  readonly primary: number;
  readonly any: number;
}

/** The funnel of one campaign. Units: persons. */
export interface ListCounts {
  /** Unmerged profiles. */
  readonly universe: number;
  /** Of these, members of the audience. */
  readonly members: number;
  readonly suppressed: number;
  /** `members − suppressed`. */
  readonly cleared: number;
  /** Cleared persons whom enough other campaigns of the run have. */
  readonly capped: number;
  /** Of the rest: somebody who comes first has the same address. */
  readonly duplicates: number;
  /** Of the rest: beyond the campaign's limit. */
  readonly overLimit: number;
  /** Of the rest: held out, to measure the campaign by them. */
  readonly heldOut: number;
  /** `cleared − capped − duplicates − overLimit − heldOut`: the rows of the list. */
  readonly listed: number;
  /** The listed by part of a split campaign, in the order of its definition; empty where it is not split. */
  readonly parts: readonly { readonly id: string; readonly persons: number }[];
  /** Reasons that apply to at least one member, best-ranked first. */
  readonly reasons: readonly ReasonCount[];
  /** On what ground the cleared persons are contacted. */
  readonly bases: readonly { readonly basis: Basis; readonly persons: number }[];
}

/** One row of a list: text in the order of {@link ClearedList.columns}; `undefined` is an empty cell. */
export type ListRow = readonly (string | undefined)[];

/** What a list is made of. Only the campaign step has one. */
export interface ListContent {
  readonly campaign: Campaign;
  readonly asOf: Instant;
  /** False for a replay of the past: such a list must never be sent. */
  readonly forSending: boolean;
  readonly counts: ListCounts;
  /** Why the campaign is refused whole; a list without any goes out. */
  readonly refusals?: readonly ListRefusal[];
  /** Of a campaign that names proof recipients: those of them who may be contacted. */
  readonly proof?: ClearedList;
  /** This list is the proof of its campaign's. */
  readonly isProof?: boolean;
  /**
   * Rows in UTF-8 byte order of the profile id, `counts.listed` of them; of one part where the campaign is split and one
   * is named. In blocks: waiting for each row alone costs more than the row.
   */
  readonly rows: (part?: string) => AsyncIterable<readonly ListRow[]>;
  /** The same persons in the same order, as a recipient is to have them. */
  readonly rendered: (rendering: Rendering, part?: string) => AsyncIterable<readonly RenderedRow[]>;
  /** What was decided about every member, in no order; for audits and parity, never for a file. */
  readonly decisions: () => AsyncIterable<PersonDecision>;
  /** The same about some persons, as far as they are members. */
  readonly decisionsOf: (personIds: readonly string[]) => AsyncIterable<PersonDecision>;
}

const contents = new WeakMap<ClearedList, ListContent>();

/**
 * The persons of one campaign who may be contacted: an opaque handle, never an array.
 *
 * INVARIANT: only the campaign step makes one (`makeClearedList` is no part of the public API), and exporters accept
 * nothing else, so that a list that was never cleared cannot be written.
 */
export class ClearedList {
  private constructor() {
    throw new TypeError('a cleared list comes from clearAudience or from a run');
  }

  get campaign(): string {
    return contentOf(this).campaign.id;
  }

  get columns(): readonly ListColumn[] {
    return contentOf(this).campaign.columns;
  }

  get counts(): ListCounts {
    return contentOf(this).counts;
  }

  get forSending(): boolean {
    return contentOf(this).forSending;
  }

  /** Why the campaign is refused whole: nothing of it can be read or written then. */
  get refusals(): readonly ListRefusal[] {
    return contentOf(this).refusals ?? [];
  }

  /** The campaign’s proof recipients who may be contacted, where it names any: a list of its own, no part of this one. */
  get proof(): ClearedList | undefined {
    return contentOf(this).proof;
  }

  /** The rows in their order, each with the cells of the campaign’s columns. */
  [Symbol.asyncIterator](): AsyncIterator<ListRow> {
    return oneByOne(contentOf(this).rows());
  }
}

/** What comes in blocks, singly. */
export async function* oneByOne<T>(blocks: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const block of blocks) yield* block;
}

export function makeClearedList(content: ListContent): ClearedList {
  const list = Object.create(ClearedList.prototype) as ClearedList;
  contents.set(list, content);
  return list;
}

/** @throws {ClearlistError} `not-a-cleared-list` for anything the campaign step did not make. */
export function contentOf(list: ClearedList): ListContent {
  const content = contents.get(list);
  if (content === undefined) {
    throw new ClearlistError('not-a-cleared-list', 'only a cleared list can be read or exported', {
      hint: 'Take the list from clearAudience or from a run; an array of persons is never accepted.',
    });
  }
  return content;
}

/** How many rows a part has; all of them where none is named. */
export const partSize = ({ listed, parts }: ListCounts, part: string | undefined): number =>
  part === undefined ? listed : (parts.find(({ id }) => id === part)?.persons ?? 0);
