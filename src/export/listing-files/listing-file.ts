import type { MatchKey } from '../listing-services/match.js';
import type { ListingRow } from './listing-row.js';
import type { Survey } from './survey.js';

/**
 * What is done to an audience: `remove_everywhere` takes persons out of every audience of the account; `replace` makes
 * the audience what is sent, without a moment in between.
 */
export const listingOperations = ['remove_everywhere', 'remove', 'add', 'replace'] as const;
export type ListingOperation = (typeof listingOperations)[number];

/** A file for somebody to upload, or requests for somebody's program to send. */
export const listingFormNames = ['csv', 'requests'] as const;
export type ListingFormName = (typeof listingFormNames)[number];

/** Where an audience is, in the service's own numbers. */
export interface ListingPlace {
  readonly audience: string;
  readonly account?: ListingAccount;
  /** Google's customer match terms are accepted, and requests say so. */
  readonly termsAccepted?: boolean;
}

export interface ListingAccount {
  readonly id: string;
  /** Google: what kind of account it is. */
  readonly type?: string;
  /** Google: the account by which the program signs in, where it is another one. */
  readonly login?: { readonly id: string; readonly type?: string };
}

/** The rows of one operation that go into the same files. */
export interface FileJob {
  readonly operation: ListingOperation;
  /** As {@link ListingForm.groupOf} names it. */
  readonly group: string;
  /** The same rows each time, in blocks. */
  readonly rows: () => AsyncIterable<readonly ListingRow[]>;
  readonly survey: Survey;
  readonly place: ListingPlace;
  /** Units: 52 bits. The same for the same run, audience and operation, and else nobody's. */
  readonly session: number;
}

/** How a request is sent; its body is the file. */
export interface ListingRequest {
  readonly method: 'POST' | 'DELETE';
  /** Below the service's address; the version of the API is the sender's to choose where it is not in it. */
  readonly path: string;
}

/** A part of a file's name, what it holds, and how it is sent. */
export interface FormFile {
  /** Between operation and ending: nothing, or `0001`. */
  readonly mark: string;
  /** Blocks of whole lines, or the whole. */
  readonly text: AsyncIterable<string> | Iterable<string>;
  readonly rows: () => number;
  readonly request?: ListingRequest;
}

/** One way in which a service takes audiences. To add one: write its file, add its line in `listing-forms.ts`. */
export interface ListingForm {
  readonly ending: 'csv' | 'json';
  readonly operations: readonly ListingOperation[];
  /** Keys that the form has a place for; the others of its service are not sent. */
  readonly keys: readonly MatchKey[];
  /** Whether the numbers of account and audience are written. */
  readonly needs: { readonly account: boolean; readonly audience: boolean };
  /** Rows that cannot stand in one file with others, by the name of their group; `''` for those of the first. */
  readonly groupOf?: (row: ListingRow, operation: ListingOperation) => string;
  /** Files in order; each is read to its end before the next is asked for. */
  readonly files: (job: FileJob) => AsyncGenerator<FormFile>;
  /** Makes sure of what was written, from the text alone; see `scan.ts`. */
  readonly scan: () => (text: string) => void;
}
