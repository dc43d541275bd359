import type { FormFile, ListingRequest } from './listing-file.js';

/** One request: its body on one line, with a line end. */
export const jsonFile = (mark: string, body: unknown, rows: number, request: ListingRequest): FormFile => ({
  mark,
  text: [`${JSON.stringify(body)}\n`],
  rows: () => rows,
  request,
});
