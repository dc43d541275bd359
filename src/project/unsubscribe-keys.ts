import * as z from 'zod';
import type { UnsubscribeKeys } from '../export/unsubscribe-token.js';
import { keyPlaces, readKeys } from './read-keys.js';

/** How lists get unsubscribe tokens, and how clicks are understood. */
export const unsubscribeSchema = z.strictObject({
  /** Which of the keys signs; every one that ever did stays below. */
  key: z.string().min(1),
  keys: z.record(z.string().regex(/^[A-Za-z0-9_-]{1,60}$/, 'a key id has letters, digits, - and _ only'), keyPlaces),
  /** Where a click leads. */
  url: z
    .string()
    .regex(/^https:\/\/[^\s{}]+\{token\}[^\s{}]*$/, 'an address begins with https:// and has {token} in it once')
    .optional(),
});

/** @param folder Of the project file. */
export async function readUnsubscribe(
  written: z.infer<typeof unsubscribeSchema> | undefined,
  folder: string,
): Promise<{ readonly unsubscribe?: UnsubscribeKeys }> {
  if (written === undefined) return {};
  const { key, url } = written;
  const keys = await readKeys(written.keys, folder, 'unsubscribe.keys');
  return { unsubscribe: { key, keys, ...(url === undefined ? {} : { url }) } };
}
