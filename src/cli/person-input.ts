import { readFile } from 'node:fs/promises';
import { ClearlistError, type PersonQuery } from '../index.js';

const unclear = (): ClearlistError =>
  new ClearlistError('input-invalid', 'standard input names no person', {
    at: 'standard input',
    hint: 'Give one line: a profile id, an address with @, or JSON such as {"phone":"+46701234567"}.',
  });

/** Whom to explain: one line of text or JSON, from standard input or a file; never an argument, which others can see. */
export async function personInput(file: string | undefined): Promise<PersonQuery> {
  if (file === undefined && process.stdin.isTTY) process.stderr.write('profile id or address, then Enter and Ctrl-D: ');
  const text = (file === undefined ? await standardInput() : await fromFile(file)).trim();
  if (text === '') throw unclear();
  if (text.startsWith('{')) return jsonPerson(text);
  if (text.includes('\n')) throw unclear();
  return text.includes('@') ? { email: text } : { profileId: text };
}

function jsonPerson(text: string): PersonQuery {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unclear();
  }
  const entries = Object.entries(value as Record<string, unknown>);
  const [key, id] = entries[0] ?? [];
  if (entries.length !== 1 || typeof id !== 'string') throw unclear();
  if (key === 'profileId') return { profileId: id };
  if (key === 'email') return { email: id };
  if (key === 'phone') return { phone: id };
  throw unclear();
}

export async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function fromFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new ClearlistError('source-missing', 'the file with the person cannot be read', {
      at: file,
      hint: 'Name a readable file, or give the person on standard input.',
    });
  }
}
