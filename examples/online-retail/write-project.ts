import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { parse } from 'fast-csv';
import { lookAlike } from './look-alike.js';
import { makePeople, type Sheets } from './make-people.js';
import { csvText } from './people/sheet.js';
import { projectFile } from './project.js';

/** A project in its work folder. */
export interface OnlineRetailProject {
  /** Absolute path of `clearlist.config.json`. */
  readonly config: string;
  /** Absolute path of the purchases. */
  readonly purchases: string;
  /** False where the purchases are the look-alike. */
  readonly real: boolean;
  readonly customers: number;
}

/**
 * Writes the project into a folder: the people, their consents and refusals, and the project file.
 *
 * @param purchases the UCI file, plain or gzipped, which stays where it is; without it the look-alike is written too.
 */
export async function writeProject(folder: string, purchases: string | undefined): Promise<OnlineRetailProject> {
  await mkdir(folder, { recursive: true });
  const path = purchases ?? join(folder, 'purchases.csv');
  if (purchases === undefined) await writeFile(path, lookAlike());
  const customers = await customerNumbers(path);
  const config = await writeSheets(folder, path, makePeople(customers));
  return { config, purchases: path, real: purchases !== undefined, customers: customers.length };
}

/** Writes people and project file for purchases that are there already; gives the path of the project file. */
export async function writeSheets(folder: string, purchases: string, sheets: Sheets): Promise<string> {
  for (const [name, sheet] of Object.entries(sheets)) await writeFile(join(folder, `${name}.csv`), csvText(sheet));
  const config = join(folder, 'clearlist.config.json');
  await writeFile(config, `${JSON.stringify(projectFile(purchases), null, 2)}\n`);
  return config;
}

/** Every customer who bought something, each once. */
async function customerNumbers(path: string): Promise<readonly string[]> {
  const file = createReadStream(path);
  const text = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const numbers = new Set<string>();
  for await (const { CustomerID } of text.pipe(parse({ headers: true }))) {
    if (CustomerID !== '') numbers.add(CustomerID);
  }
  return [...numbers];
}
