import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recipients } from '../../src/export/hand-over/recipient.js';
import type { RunToPublish } from '../../src/export/publish-run.js';
import { campaign, definitionOf, engineRun, listOf, people, RELEASE } from './cleared-lists.js';

/** Nobody has the secret key to this one. */
export const ageRecipients: Recipients = {
  printer: { format: 'age', key: 'age1rvga4g8nz0kujwttz2edtk6cm8eh0ewy9cqj02ttccs7nsftmavsjy6lvz' },
};

/** What `publishRun` takes: one list per given row count, each encrypted for the printer. */
export function encryptedRunOf(output: string, ...sizes: readonly number[]): RunToPublish {
  return { ...runFor(output, ['printer'], sizes), recipients: ageRecipients };
}

export function runFor(output: string, encryptFor: readonly string[], sizes: readonly number[]): RunToPublish {
  const campaigns = sizes.map((_, index) => ({ ...campaign(`campaign-${index}`), encryptFor }));
  const lists = campaigns.map((each, index) => listOf(each, people(sizes[index] ?? 0)));
  return { output, definition: definitionOf(campaigns), run: engineRun(lists), release: RELEASE, version: '0.1.0' };
}

/** Every byte of every file below a folder, hidden ones too. */
export async function bytesBelow(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return Buffer.concat(await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name)))));
}
