import { Command } from 'commander';
import {
  ClearlistError,
  canonicalFieldNames,
  canonicalFields,
  identityRefusals,
  listingServices,
  matchFields,
  normalizeFor,
  serviceRefusals,
} from '../index.js';
import { answerLines } from './json-lines.js';
import { give, giveJson } from './output.js';

interface Options {
  readonly canonical?: boolean;
  readonly service?: string;
  readonly list?: boolean;
  readonly country?: string;
  readonly variants?: boolean;
  readonly option: Readonly<Record<string, unknown>>;
  readonly json?: boolean;
}

/** What is made of identifiers, line by line; nothing is kept and nothing is sent. */
export const normalize = (): Command =>
  new Command('normalize')
    .description('what Clearlist or a listing service makes of identifiers: JSON Lines in, JSON Lines out')
    .option('--canonical', 'the form and the key by which decisions are made')
    .option('--service <id>', 'as this listing service wants them, hashed where it wants hashes')
    .option('--list', 'the listing services there are')
    .option('--country <code>', 'country of rows that name none: an ISO code or a name')
    .option('--variants', 'with --service: the other spellings that its rules can be read to mean')
    .option('--option <name=value>', 'with --service: an option of its profile; may be repeated', readOption, {})
    .addHelpText('after', `\n${HELP}`)
    .action(async (options: Options, command: Command) => {
      requireOneMode(options, command);
      if (options.list === true) {
        list(options.json === true);
        return;
      }
      const country = options.country === undefined ? {} : { country: countryOption(options.country) };
      if (options.service === undefined) return answerLines((row) => canonical(row, country));
      const { service, option, variants = false } = options;
      const asked = { ...country, options: option, variants };
      // An unknown service or option is said before any line is read.
      normalizeFor(service, {}, asked);
      return answerLines((row) => normalizeFor(service, row, asked));
    });

const codes = (texts: readonly (readonly [string, string])[]): string =>
  texts.map(([code, text]) => `${code} (${text})`).join(', ');

const HELP = `Each line is an object. With --canonical it has any of: ${canonicalFieldNames.join(', ')}.
For each field the answer is {"canonical": …}, for identifiers with "refusal_key", which refusals match; or
{"refused": CODE}. With name, address, postal code and country also "postal", the key of a person at an address.

With --service it has any of: ${matchFields.join(', ')}.
For each field the answer is {"normalized": …, "hash": …, "encoding": …} or {"refused": CODE}; encodings are
sha256-hex, sha256-base64, sha1-hex and plain, and what is plain is its own hash. Services: ${Object.keys(listingServices).join(', ')}.

Codes: ${codes([...Object.entries(identityRefusals).map(([code, { en }]) => [code, en] as const), ...Object.entries(serviceRefusals)])}.

Examples:
  echo '{"email":"Anna+Fuel@Example.SE","phone":"070-123 45 67"}' | clearlist normalize --canonical --country SE
  echo '{"phone":"070-123 45 67","first_name":"Åsa"}' | clearlist normalize --service meta-custom-audience --country SE --variants
  clearlist normalize --list`;

function requireOneMode(options: Options, command: Command): void {
  const { canonical: own, service, list: listed, country, variants, option } = options;
  const modes = [own, service, listed].filter((mode) => mode !== undefined).length;
  if (modes !== 1) command.error('error: give one of --canonical, --service and --list');
  if (service === undefined && (variants !== undefined || Object.keys(option).length > 0)) {
    command.error('error: --variants and --option go with --service');
  }
  if (listed !== undefined && country !== undefined) command.error('error: --list takes no --country');
}

/** `name=value`; `true` and `false` are no text. */
function readOption(text: string, before: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === '') {
    throw new ClearlistError('input-invalid', 'an option is written name=value', {
      at: '--option',
      hint: 'Write for instance --option metaNames=ascii.',
    });
  }
  return { ...before, [name]: value === 'true' ? true : value === 'false' ? false : value };
}

function countryOption(text: string): string {
  const { country } = canonicalFields({ country: text });
  if (country !== undefined && 'canonical' in country) return country.canonical;
  throw new ClearlistError('unknown-name', 'no country by this code or name', {
    at: '--country',
    hint: 'Use an ISO code such as SE, FI, NO or DK.',
  });
}

function canonical(row: Readonly<Record<string, unknown>>, country: { readonly country?: string }): object {
  const answers = Object.entries(canonicalFields(row, country)).map(([field, answer]) => {
    if ('refused' in answer || answer.refusalKey === undefined) return [field, answer] as const;
    return [field, { canonical: answer.canonical, refusal_key: answer.refusalKey }] as const;
  });
  return Object.fromEntries(answers);
}

function list(json: boolean): void {
  const services = Object.values(listingServices).map(({ id, name, version, date, confidence }) => ({
    id,
    name,
    version,
    date,
    confidence,
  }));
  if (json) {
    giveJson(services);
    return;
  }
  const columns = ['id', 'version', 'date', 'confidence', 'name'] as const;
  const rows = [Object.fromEntries(columns.map((column) => [column, column])), ...services] as typeof services;
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    give(
      columns
        .map((column, i) => row[column].padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
