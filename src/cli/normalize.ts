import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { ClearlistError, canonicalFieldNames, canonicalFields, identityRefusals } from '../index.js';

/** What we make of identifiers, line by line; nothing is kept and nothing is sent. */
export const normalize = (): Command =>
  new Command('normalize')
    .description('what Clearlist makes of identifiers: JSON Lines on standard input, JSON Lines on standard output')
    .requiredOption('--canonical', 'the form and the key by which decisions are made')
    .option('--country <code>', 'country of rows that name none: an ISO code or a name')
    .addHelpText('after', `\n${HELP}`)
    .action(async (options: { readonly country?: string }) => {
      const country = options.country === undefined ? undefined : countryOption(options.country);
      let line = 0;
      for await (const text of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
        line += 1;
        if (text.trim() !== '') await write(normalizeLine(text, line, country));
      }
    });

const HELP = `Each line is an object with any of: ${canonicalFieldNames.join(', ')}.
For each field the answer is {"canonical": …}, for identifiers with "refusal_key", which refusals match; or
{"refused": CODE}. With name, address, postal code and country also "postal", the key of a person at an address.

Codes: ${Object.entries(identityRefusals)
  .map(([code, { en }]) => `${code} (${en})`)
  .join(', ')}.

Examples:
  echo '{"email":"Anna+Fuel@Example.SE","phone":"070-123 45 67"}' | clearlist normalize --canonical --country SE
  clearlist normalize --canonical < people.jsonl > canonical.jsonl`;

function countryOption(text: string): string {
  const { country } = canonicalFields({ country: text });
  if (country !== undefined && 'canonical' in country) return country.canonical;
  throw new ClearlistError('unknown-name', 'no country by this code or name', {
    at: '--country',
    hint: 'Use an ISO code such as SE, FI, NO or DK.',
  });
}

const at = (line: number): string => `standard input:${line}`;

/** @throws {ClearlistError} `input-invalid` for a line that is no JSON object; `unknown-name` for an unknown field. */
function normalizeLine(text: string, line: number, country: string | undefined): string {
  const row = parsed(text, line);
  try {
    const answers = Object.entries(canonicalFields(row, country === undefined ? {} : { country }));
    const written = answers.map(([field, answer]) => {
      if ('refused' in answer || answer.refusalKey === undefined) return [field, answer] as const;
      return [field, { canonical: answer.canonical, refusal_key: answer.refusalKey }] as const;
    });
    return JSON.stringify(Object.fromEntries(written));
  } catch (error) {
    if (!(error instanceof ClearlistError)) throw error;
    throw new ClearlistError(error.code, error.message, {
      at: [at(line), error.at].filter(Boolean).join(', '),
      hint: error.hint,
    });
  }
}

function parsed(text: string, line: number): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(line, 'the line is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(line, 'the line is no JSON object');
  return value as Readonly<Record<string, unknown>>;
}

const invalid = (line: number, message: string): ClearlistError =>
  new ClearlistError('input-invalid', message, {
    at: at(line),
    hint: 'Give one JSON object per line, such as {"email":"anna@example.se"}; the lines before were read.',
  });

/** Waits where the reader is slower, so that any amount streams in little memory. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
}
