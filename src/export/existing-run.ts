import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import cloneDeepWith from 'lodash-es/cloneDeepWith.js';
import isEqual from 'lodash-es/isEqual.js';
import isPlainObject from 'lodash-es/isPlainObject.js';
import omit from 'lodash-es/omit.js';
import { ClearlistError, type Issue } from '../errors.js';
import { MANIFEST } from './manifest.js';
import { verifyFiles } from './verify-files.js';

/**
 * Makes sure that the folder which stands where a run should go is that run: the same manifest but for the versions
 * that made it, and the lists as it says. Other files beside them (a page somebody saved there) do no harm.
 *
 * @throws {ClearlistError} `output-differs` otherwise; nothing is ever overwritten.
 */
export async function requireSameRun(folder: string, manifest: string): Promise<void> {
  if (!(await lstat(folder)).isDirectory()) throw differs(folder, [{ message: 'it is not a folder' }]);
  const existing = await readFile(join(folder, MANIFEST)).catch(() => undefined);
  if (existing === undefined) throw differs(folder, [{ at: MANIFEST, message: 'is missing' }]);
  const different = differences(String(existing), manifest);
  if (different.length > 0) throw differs(folder, different);
  const problems = (await verifyFiles(folder)).filter(({ problem }) => problem !== 'unexpected');
  if (problems.length > 0)
    throw differs(
      folder,
      problems.map(({ file }) => ({ at: file, message: 'is not as written' })),
    );
}

/** A newer version or another engine that makes the same lists is the same run, however hard it was checked. */
const BY_WHOM: readonly string[] = ['versions', 'release', 'earlier', 'moves'];

/** Which parts of the manifest differ. */
function differences(existing: string, manifest: string): readonly Issue[] {
  const [there, here] = [partsOf(existing), partsOf(manifest)];
  const parts = [...new Set([...Object.keys(here), ...Object.keys(there)])];
  return parts
    .filter((part) => !BY_WHOM.includes(part) && !isEqual(comparable(there[part]), comparable(here[part])))
    .map((at) => ({ at, message: 'differs' }));
}

/**
 * The same where the same was encrypted for the same keys: ciphertext is new each time. What stands under `encrypted`
 * is compared; the bytes on disk are held against their own manifest.
 */
const comparable = (part: unknown): unknown =>
  cloneDeepWith(part, (value: unknown) =>
    isPlainObject(value) && Object.hasOwn(value as object, 'encrypted')
      ? omit(value as object, ['sha256', 'bytes'])
      : undefined,
  );

function partsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(text) };
  } catch {
    return {};
  }
}

const differs = (folder: string, issues: readonly Issue[]): ClearlistError =>
  new ClearlistError('output-differs', 'there is something else where this run should go; nothing was overwritten', {
    at: folder,
    hint: 'Move that folder away or choose another output folder, then run again.',
    issues,
  });
