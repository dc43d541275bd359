import pick from 'lodash-es/pick.js';
import { ClearlistError } from '../../errors.js';
import { definitionHash } from '../../identity/digest.js';
import type { ServiceId } from '../listing-services/registry.js';
import type { ListingForm, ListingFormName, ListingOperation, ListingPlace, ListingRequest } from './listing-file.js';
import { listingForms } from './listing-forms.js';
import { keysOf, type ListingRow } from './listing-row.js';
import { surveys } from './survey.js';

/** What an audience is told. */
export interface ListingFilesInput {
  readonly service: ServiceId;
  readonly form: ListingFormName;
  /** Beginning of the files' names: the campaign's id. */
  readonly name: string;
  /** Of the run, or of whatever else makes these files. */
  readonly runId: string;
  readonly place: ListingPlace;
  readonly forSending: boolean;
  /** What encryption adds to the files' names. */
  readonly suffix?: string;
  readonly operations: readonly {
    readonly operation: ListingOperation;
    /** The same rows each time, in blocks; each is read more than once. */
    readonly rows: () => AsyncIterable<readonly ListingRow[]>;
  }[];
}

/** One file: read to its end before the next is asked for. */
export interface ListingFile {
  readonly name: string;
  /** Absent for the index of requests. */
  readonly operation?: ListingOperation;
  /** Checked for anything that is not as it must be written, while it is read; that throws `list-not-hashed`. */
  readonly content: AsyncIterable<Uint8Array>;
  /** Of persons, or of entries that are taken back; of lines where a person is several. Known once it is read. */
  readonly rows: () => number;
}

/**
 * The files that tell a service what to do with an audience, in the order in which it is to be told; where they are
 * requests, `<name>.requests.json` at the end says how each is sent.
 *
 * Shape: `<name>.<operation>[.<group or number>].csv` or `.json`; an operation without rows has no file. The same input
 * gives the same bytes.
 */
export async function* listingFiles(input: ListingFilesInput): AsyncGenerator<ListingFile> {
  const { service, form: formName, name, place, runId } = input;
  const form = listingForms[service][formName];
  if (form === undefined) throw new Error('bug: a form that the service does not have');
  const ending = (kind: string): string =>
    `${input.forSending ? '' : '.replay-not-for-sending'}.${kind}${input.suffix ?? ''}`;
  const sent: (ListingRequest & { readonly file: string })[] = [];
  for (const { operation, rows: given } of input.operations) {
    const rows = () => inForm(given(), form, formName);
    const groupOf = (row: ListingRow): string => form.groupOf?.(row, operation) ?? '';
    for (const [group, survey] of await surveys(rows(), groupOf)) {
      const inGroup = () => filtered(rows(), (row) => groupOf(row) === group);
      const session = sessionOf({ runId, name, service, place, operation, group });
      for await (const file of form.files({ operation, group, rows: inGroup, survey, place, session })) {
        const parts = [name, operation, file.mark].filter((part) => part !== '');
        const fileName = `${parts.join('.')}${ending(form.ending)}`;
        if (file.request !== undefined) sent.push({ ...file.request, file: fileName });
        yield { name: fileName, operation, content: scanned(file.text, form), rows: file.rows };
      }
    }
  }
  if (sent.length === 0) return;
  const index = { service, requests: sent };
  yield {
    name: `${name}.requests${ending('json')}`,
    content: bytesOf([`${JSON.stringify(index, null, 2)}\n`]),
    rows: () => 0,
  };
}

/** Unique for the account, as far as 52 bits can be: whole numbers up to there are written the same by everybody. */
const sessionOf = (of: unknown): number => Number.parseInt(definitionHash(of).slice(0, 13), 16);

/** Rows that have any value, as the form can write them. */
async function* inForm(
  blocks: AsyncIterable<readonly ListingRow[]>,
  { keys }: ListingForm,
  form: ListingFormName,
): AsyncGenerator<readonly ListingRow[]> {
  const placed: ReadonlySet<string> = new Set(keys);
  const inPlace = (row: ListingRow): readonly ListingRow[] => {
    const own = keysOf(row);
    if (own.length === 0) return [];
    if (own.every((key) => placed.has(key))) return [row];
    if (own.some((key) => placed.has(key))) return [{ ...row, values: pick(row.values, keys) }];
    throw noPlace(form);
  };
  for await (const block of blocks) yield block.flatMap(inPlace);
}

/** Definitions do not ask for it: it is an entry that was written in another form and has to be taken back. */
const noPlace = (form: ListingFormName): ClearlistError =>
  new ClearlistError('definition-invalid', `an entry cannot be written in the form "${form}"`, {
    hint: 'Use the form in which it was sent, until it is taken back.',
  });

async function* filtered<T>(
  blocks: AsyncIterable<readonly T[]>,
  keep: (item: T) => boolean,
): AsyncGenerator<readonly T[]> {
  for await (const block of blocks) yield block.filter(keep);
}

async function* scanned(text: AsyncIterable<string> | Iterable<string>, form: ListingForm): AsyncGenerator<Uint8Array> {
  const scan = form.scan();
  for await (const block of text) {
    scan(block);
    yield Buffer.from(block);
  }
}

async function* bytesOf(parts: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}
