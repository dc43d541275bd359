import { join, resolve } from 'node:path';
import { MANIFEST, type Manifest, REPORT, readManifest } from '../export/manifest.js';
import { writeDurably } from '../files/durable-file.js';
import { writing } from '../files/write-access.js';

/** Drawings are loaded where a page is wanted: nothing else needs them, and they are as much code as all the rest. */
export const loadPage = () => import('../report/page.js');

/** The page of a run, from its manifest. */
export async function runPage(manifest: Manifest): Promise<string> {
  const { reportPage } = await loadPage();
  return reportPage(manifest);
}

/**
 * Writes the page of a run again, into its folder or to a file. From the same manifest it is the same page, byte for byte.
 *
 * @throws {ClearlistError} `input-invalid` where the folder has no readable manifest; `output-not-writable`.
 */
export async function writeReport(
  folder: string,
  { file }: { readonly file?: string } = {},
): Promise<{ readonly file: string; readonly runId: string }> {
  const manifest = await readManifest(join(folder, MANIFEST));
  const page = await runPage(manifest);
  const path = resolve(file ?? join(folder, REPORT));
  await writing(path, async () => writeDurably(path, [page]));
  return { file: path, runId: manifest.runId };
}
