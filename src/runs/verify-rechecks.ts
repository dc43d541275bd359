import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Issue } from '../errors.js';
import { jsonIn, MANIFEST } from '../export/manifest.js';
import { RECHECK_MANIFEST, recheckManifestSchema } from '../export/recheck-manifest.js';
import { verifyRecheckFiles } from '../export/verify-files.js';
import { compareUtf8 } from '../model/text.js';

/** A folder of a recheck, held against what it says of itself and of the run beside it. */
export interface RecheckVerification {
  readonly folder: string;
  readonly asOf?: string;
  /** What is not as it was written. */
  readonly problems: readonly Issue[];
}

/** The rechecks of a run, by name; they stand beside its folder. */
export async function verifyRechecks(run: string): Promise<readonly RecheckVerification[]> {
  const named = new RegExp(`^${basename(run)}-recheck-[0-9a-f]{16}$`);
  const entries = await readdir(dirname(run), { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && named.test(entry.name)).map(({ name }) => name);
  const found: RecheckVerification[] = [];
  for (const name of names.sort(compareUtf8)) found.push(await verifyRecheck(join(dirname(run), name), run));
  return found;
}

async function verifyRecheck(folder: string, run: string): Promise<RecheckVerification> {
  const at = join(folder, RECHECK_MANIFEST);
  const read = recheckManifestSchema.safeParse(await jsonIn(at));
  if (!read.success) return { folder, problems: [{ at, message: 'this is no manifest of a recheck' }] };
  const files = (await verifyRecheckFiles(folder, read.data)).map(
    ({ file, problem }): Issue => ({ at: join(folder, file), message: `the file is ${problem}` }),
  );
  const manifest = await readFile(join(run, MANIFEST)).catch(() => '');
  const isOf = createHash('sha256').update(manifest).digest('hex') === read.data.of;
  const other = isOf ? [] : [{ at, message: 'the recheck is of another run than the one beside it' }];
  return { folder, asOf: read.data.asOf, problems: [...files, ...other] };
}
