import { type Canonical, refused } from './canonical.js';
import { nationalIdCountry } from './national-id.js';
import { plainWords } from './person-name.js';
import { isPlaceholder } from './placeholder.js';
import type { IdentityRefusal } from './refusals.js';
import { isSpreadsheetDamage } from './spreadsheet-damage.js';
import { visibleText } from './visible-text.js';

/**
 * A street address or box in one spelling: lower case, number and letter apart (`storgatan 5 b`), no commas and full
 * stops, abbreviations written out.
 *
 * Its refusal key leaves out what is inside the house (`lgh 1101`, `2. tv`, `H0201`, Finnish `A 12`) and whom it is
 * care of: a refusal must reach the person however much of that is written.
 */
export function canonicalAddress(raw: string): Canonical {
  const text = visibleText(raw);
  if (text === undefined) return refused('EMPTY');
  const value = spelledOut(text);
  const code = noAddress(text) ?? noAddress(value);
  if (code !== undefined) return refused(code);
  if (value.length > LONGEST) return refused('TOO_LONG');
  if (!/\p{L}/u.test(value) || value.includes('@')) return refused('NOT_AN_ADDRESS');
  return { value, refusalKey: theHouse(value) };
}

/** Punctuation can hide what a value is, so that it is asked before and after. */
function noAddress(text: string): IdentityRefusal | undefined {
  if (isPlaceholder(text)) return 'PLACEHOLDER';
  if (isSpreadsheetDamage(text)) return 'SPREADSHEET_DAMAGE';
  return nationalIdCountry(text) === undefined ? undefined : 'NATIONAL_ID';
}

/** A town, as a name: `goteborg` is not `göteborg`, which registers write apart too. */
export function canonicalCity(raw: string): Canonical {
  const address = canonicalAddress(raw);
  return 'value' in address ? { value: address.value } : address;
}

/** Units: UTF-16 code units. */
const LONGEST = 200;

/** Abbreviations with one meaning: Swedish and Finnish streets, and boxes in all Nordic countries. */
const ABBREVIATIONS: readonly (readonly [RegExp, string])[] = [
  [/(\p{L}{3})gat\.?(?= |$)/gu, '$1gatan'],
  [/(\p{L}{3})(?:g|gt)\.(?= |$)/gu, '$1gatan'],
  [/(\p{L}{3})v\.(?= |$)/gu, '$1vägen'],
  [/(\p{L}{3})k\.(?= |$)/gu, '$1katu'],
  [/(?:^|(?<= ))(?:p\.? ?o\.? ?box|postbox|postboks|pb|pl|box)\.?(?= ?\d)/gu, 'box '],
];

/** What one rule writes out can be what another one reads, so that the rules go on until nothing changes. */
function spelledOut(text: string): string {
  const next = ABBREVIATIONS.reduce((written, [pattern, whole]) => written.replace(pattern, whole), plainWords(text))
    .replace(/[.,;]/g, ' ')
    .replace(/(\d)(?=\p{L}(?: |$))/gu, '$1 ')
    .replace(/\s+/g, ' ')
    .trim();
  return next === text ? next : spelledOut(next);
}

const INSIDE: readonly RegExp[] = [
  /^c\/o [^\d]+? (?=\p{L}+ \d)/u,
  / (?:lgh|lägenhet|leil|leilighet|lejl|bst|as|asunto) ?\d+.*$/u,
  / (?:\d+ (?:tr|sal|etg|etage|krs|vån)|nb|bv|ög)(?: .*)?$/u,
  / \d* ?(?:st|kl)? ?(?:tv|th|mf)$/u,
  / [hukl]\d{4}$/u,
  /(?<=\d) \p{L} \d+(?: ?\p{L})?$/u,
];

const theHouse = (address: string): string =>
  INSIDE.reduce((rest, pattern) => rest.replace(pattern, ''), address).trim();
