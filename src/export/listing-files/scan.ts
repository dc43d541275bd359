import { ClearlistError } from '../../errors.js';
import { type ValueForm, valueForms } from './value-forms.js';

/**
 * Files of hashes are read again as they are written, before they are encrypted or on disk: every value at its place has
 * to be what may stand there. Written by no shared code with what makes the files, so that neither hides the other's fault.
 */

/** What may stand at a place: a value of this form, or nothing. */
export const requireForm = (form: ValueForm, text: string, at: string): void => {
  if (text === '' || valueForms[form](text)) return;
  throw rawIdentifier(at);
};

/** @throws {ClearlistError} `list-not-hashed` */
export const rawIdentifier = (at: string): ClearlistError =>
  new ClearlistError(
    'list-not-hashed',
    'a file for a listing service would hold something that is not as it must be written',
    {
      at,
      hint: 'Nothing was released. Columns of hashes must be declared as such; if this one is not yours to mend, report it.',
    },
  );

/**
 * Checks CSV whose cells need no quotes, as whole lines come.
 *
 * @param columns The form of each column, by its header; a header may stand there several times.
 */
export function scanCsv(columns: Readonly<Record<string, ValueForm>>): (text: string) => void {
  let headers: readonly Place[] | undefined;
  return (text) => {
    for (const line of text.split('\r\n').slice(0, -1)) {
      const cells = line.split(',');
      if (headers === undefined) {
        headers = cells.map((header) => {
          const form = columns[header];
          if (form === undefined) throw rawIdentifier('header');
          return [header, form];
        });
        continue;
      }
      if (cells.length !== headers.length) throw rawIdentifier(headers.map(([header]) => header).join(','));
      // By their places: an iterator for each of millions of lines takes as long as the check.
      for (let i = 0; i < headers.length; i += 1) {
        const [header, form] = headers[i] as Place;
        requireForm(form, cells[i] ?? '', header);
      }
    }
    if (!text.endsWith('\r\n')) throw rawIdentifier('line end');
  };
}

type Place = readonly [header: string, form: ValueForm];

/** The name of the place of a text, from its path, its index in the innermost list, and the whole body. */
export type PlaceName = (path: string, index: number, body: unknown) => string;

/**
 * Checks a JSON body, whole.
 *
 * @param places The form of each text, by its path with `[]` for every list; numbers and switches are nobody's.
 */
export const scanJson =
  (places: Readonly<Record<string, ValueForm>>, named: PlaceName = (path) => path) =>
  (): ((text: string) => void) =>
  (text) => {
    const body: unknown = JSON.parse(text);
    visitTexts(body, '', 0, (path, index, value) => {
      const form = places[named(path, index, body)];
      if (form === undefined) throw rawIdentifier(path);
      requireForm(form, value, path);
    });
  };

function visitTexts(
  value: unknown,
  path: string,
  index: number,
  visit: (path: string, index: number, text: string) => void,
): void {
  if (typeof value === 'string') visit(path, index, value);
  else if (Array.isArray(value)) {
    const below = `${path}[]`;
    value.forEach((item: unknown, i) => {
      visitTexts(item, below, i, visit);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) visitTexts(item, path === '' ? key : `${path}.${key}`, 0, visit);
  }
}
