import type { MatchKey } from '../listing-services/match.js';
import { listingServices } from '../listing-services/registry.js';
import { batchesOf, expanded, sequence } from './batches.js';
import { jsonFile } from './json-body.js';
import type { FileJob, FormFile, ListingForm, ListingOperation, ListingPlace, ListingRequest } from './listing-file.js';
import { linesOf } from './listing-lines.js';
import { keyOrder } from './listing-row.js';
import { scanJson } from './scan.js';
import type { ValueForm } from './value-forms.js';

/**
 * Requests of Meta's Marketing API about the persons of a custom audience.
 *
 * Adding and replacing are sessions: numbered batches, of which the last says that it is the last, all with the same
 * schema. Replacing has to be sent whole within 90 minutes, and nothing else meanwhile. `remove_everywhere` takes a person
 * out of every audience of the ad account.
 *
 * Source: https://developers.facebook.com/documentation/ads-commerce/marketing-api/audiences/guides/custom-audiences, and
 * the references of `users` and `usersreplace` (read 2026-11-22).
 */
export const metaRequests: ListingForm = {
  ending: 'json',
  operations: ['remove_everywhere', 'remove', 'add', 'replace'],
  keys: keyOrder,
  needs: { account: true, audience: true },
  files,
  scan: scanJson(
    {
      'payload.schema[]': 'word',
      ...Object.fromEntries(keyOrder.map((key) => [`payload.data.${nameOf(key)}`, formOf(key)])),
    },
    (path, index, body) =>
      path === 'payload.data[][]'
        ? `payload.data.${(body as { readonly payload: { readonly schema: readonly string[] } }).payload.schema[index]}`
        : path,
  ),
};

const ROWS_PER_REQUEST = 10_000;

function nameOf(key: MatchKey): string {
  const name = listingServices['meta-custom-audience'].keyNames[key];
  if (name === undefined) throw new Error('bug: a key that Meta has no name for');
  return name;
}

function formOf(key: MatchKey): ValueForm {
  if (key === 'maid') return 'deviceId';
  return key === 'external_id' ? 'externalId' : 'digest';
}

async function* files({ operation, rows, survey, place, session }: FileJob): AsyncGenerator<FormFile> {
  const request = requestOf(operation, place);
  const batches = Math.ceil(survey.lines / ROWS_PER_REQUEST);
  let number = 0;
  for await (const batch of batchesOf(expanded(rows(), linesOf), ROWS_PER_REQUEST)) {
    number += 1;
    const payload = {
      schema: survey.keys.map(nameOf),
      data: batch.map((line) => survey.keys.map((key) => line[key] ?? '')),
    };
    const about = {
      session_id: session,
      batch_seq: number,
      last_batch_flag: number === batches,
      estimated_num_total: survey.lines,
    };
    yield jsonFile(
      sequence(number),
      request.method === 'POST' ? { session: about, payload } : { payload },
      batch.length,
      request,
    );
  }
  if (number !== batches) throw new Error('bug: rows differ from one reading to the next');
}

function requestOf(operation: ListingOperation, { audience, account }: ListingPlace): ListingRequest {
  const paths: Readonly<Record<ListingOperation, ListingRequest>> = {
    add: { method: 'POST', path: `/${audience}/users` },
    replace: { method: 'POST', path: `/${audience}/usersreplace` },
    remove: { method: 'DELETE', path: `/${audience}/users` },
    remove_everywhere: { method: 'DELETE', path: `/act_${account?.id}/usersofanyaudience` },
  };
  return paths[operation];
}
