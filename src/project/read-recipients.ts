import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as z from 'zod';
import { ClearlistError } from '../errors.js';
import type { Recipient, Recipients, SealFormatName } from '../export/hand-over/recipient.js';
import { sealFormats } from '../export/hand-over/seal-formats.js';
import { keyPlaces } from './read-keys.js';

type KeyPlace = z.infer<typeof keyPlaces>;

/** Public keys: of age where they are or in the file itself, of OpenPGP in a file or the environment. */
export const recipientsSchema = z.record(
  z.string().regex(/^[A-Za-z0-9_-]{1,60}$/, 'the name of a recipient has letters, digits, - and _ only'),
  z.union([z.strictObject({ age: z.union([z.string().min(1), keyPlaces]) }), z.strictObject({ openpgp: keyPlaces })]),
);

/**
 * The keys of a project's recipients. One that is named has to be there and be public: otherwise a run would fail only
 * when its lists are written.
 *
 * @throws {ClearlistError} `key-missing`, `key-invalid`, which show nothing of a key; `engine-missing` for OpenPGP without
 * its package.
 */
export async function readRecipients(written: z.infer<typeof recipientsSchema>, folder: string): Promise<Recipients> {
  const recipients: Record<string, Recipient> = {};
  for (const [id, entry] of Object.entries(written)) {
    const at = `recipients.${id}`;
    const [format, place]: [SealFormatName, KeyPlace | string] =
      'age' in entry ? ['age', entry.age] : ['openpgp', entry.openpgp];
    const text = typeof place === 'string' ? place : await textAt(place, folder);
    if (text === undefined || text.trim() === '') throw missing(at, place);
    const key = format === 'age' ? withoutComments(text) : text.trim();
    await sealFormats[format].requireKey(key, at);
    recipients[id] = { format, key };
  }
  return recipients;
}

const textAt = (place: KeyPlace, folder: string): Promise<string | undefined> =>
  'file' in place
    ? readFile(resolve(folder, place.file), 'utf8').catch(() => undefined)
    : Promise.resolve(process.env[place.environment]);

/** Files of public keys begin with remarks: who made it, and when. */
const withoutComments = (text: string): string =>
  text
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .trim();

const missing = (at: string, place: KeyPlace | string): ClearlistError =>
  new ClearlistError('key-missing', 'the public key of a recipient is not there', {
    at,
    hint:
      typeof place === 'object' && 'file' in place
        ? `Put the public key into the file ${place.file}.`
        : `Set ${typeof place === 'object' ? `the environment variable ${place.environment}` : 'age'} to the public key.`,
  });
