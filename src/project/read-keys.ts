import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as z from 'zod';
import { ClearlistError } from '../errors.js';
import { type DigestKeys, requireDigestKeys } from '../model/digest-keys.js';

/** Where a key is; never the key itself. */
export const keyPlaces = z.union([
  z.strictObject({ environment: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
]);

type KeyPlace = z.infer<typeof keyPlaces>;

/**
 * The keys that a project names, from the environment or from files.
 *
 * A project file is shared and versioned, so that it never holds a key. A key that is named has to be there: leaving
 * one out would bring erased persons back.
 *
 * @throws {ClearlistError} `key-missing`, `key-invalid`; neither shows anything of a key.
 */
export async function readKeys(
  places: Readonly<Record<string, KeyPlace>>,
  folder: string,
  at = 'keys',
): Promise<DigestKeys> {
  const keys: Record<string, string> = {};
  for (const [id, place] of Object.entries(places)) {
    const hex = 'file' in place ? await keyFile(resolve(folder, place.file)) : process.env[place.environment];
    if (hex === undefined || hex.trim() === '') throw missing(`${at}.${id}`, place);
    keys[id] = hex.trim();
  }
  return requireDigestKeys(keys, at);
}

const keyFile = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

const missing = (at: string, place: KeyPlace): ClearlistError =>
  new ClearlistError('key-missing', 'a key that the project names is not there', {
    at,
    hint:
      'file' in place
        ? `Put the key as hex into the file ${place.file}.`
        : `Set the environment variable ${place.environment} to the key as hex.`,
  });
