import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Manifest } from '../../../src/export/manifest.js';
import type { CampaignId, ExpectedList } from './expected.js';

/** What `clearlist run` wrote. */
export interface WrittenRun {
  readonly manifest: Manifest;
  /** The text of a list as it is on disk. */
  list(campaign: CampaignId): string;
}

const command = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** Runs the command as a person would, in a process of its own. */
export async function runCommand(config: string, asOf: string): Promise<WrittenRun> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [command, 'run', '--config', config, '--as-of', asOf, '--json'],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  const { folder } = JSON.parse(stdout) as { folder: string };
  return {
    manifest: JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest,
    list: (campaign) => readFileSync(join(folder, `${campaign}.csv`), 'utf8'),
  };
}

/** What the manifest says about a campaign, in the words of {@link ExpectedList}. */
export function writtenCounts({ manifest }: WrittenRun, campaign: CampaignId): Omit<ExpectedList, 'rows'> | undefined {
  const entry = manifest.campaigns.find(({ id }) => id === campaign);
  return (
    entry && {
      counts: entry.counts,
      reasons: entry.reasons.map(({ code, primary, any }) => ({ code, primary, any })),
      bases: entry.bases,
    }
  );
}

/** Rows as the lines of a list file, each with its line end: RFC 4180, quotes only where they are needed. */
export const csvLines = (rows: ExpectedList['rows']): readonly string[] =>
  rows.map(
    (row) => `${row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`,
  );

/** A list file cut into its lines, line ends kept. No cell of these lists spans lines. */
export const linesOf = (text: string): readonly string[] => text.split(/(?<=\r\n)/);
