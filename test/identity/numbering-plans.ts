import { createRequire } from 'node:module';
import type { CountryCode } from 'libphonenumber-js/max';

/**
 * Numbers made from the numbering plans of all countries: for every kind of number of every country some that match
 * its pattern, and some that are one digit off. Deterministic: the same seed gives the same numbers.
 */
export interface PlannedNumber {
  /** ISO 3166-1 alpha-2, or `001` for numbers of no country. */
  readonly country: CountryCode | '001';
  readonly callingCode: string;
  /** What is dialled before the number at home, `''` where nothing is. */
  readonly trunk: string;
  /** The number without country and trunk prefix. */
  readonly national: string;
}

type Type = readonly [pattern?: string | 0, lengths?: readonly number[]] | 0 | null;
type Plan = readonly [string, string, string, readonly number[], ...unknown[]];

const metadata: { countries: Record<string, Plan>; nonGeographic: Record<string, Plan> } = createRequire(
  import.meta.url,
)('libphonenumber-js/metadata.max.json');

/** Small, fast, good enough to spread; source: Marsaglia, Xorshift RNGs (2003). */
export function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** `each` numbers for every kind of number of every country, and as many that are one digit off. */
export function* plannedNumbers(each: number, seed: number): Generator<PlannedNumber> {
  const random = chance(seed);
  const plans = [...Object.entries(metadata.countries), ...Object.entries(metadata.nonGeographic)];
  for (const [id, plan] of plans) {
    const country = (/^[A-Z]{2}$/.test(id) ? id : '001') as PlannedNumber['country'];
    const trunk = typeof plan[5] === 'string' ? plan[5] : '';
    for (const pattern of patternsOf(plan)) {
      for (let i = 0; i < each; i += 1) {
        const national = matching(pattern, random);
        const off = random(2) === 0 ? national.slice(0, -1) : `${national}${random(10)}`;
        yield { country, callingCode: plan[0], trunk, national };
        yield { country, callingCode: plan[0], trunk, national: off };
      }
    }
  }
}

/** The patterns of fixed, mobile, toll-free … numbers; see `source/metadata.js` of the package for the places. */
function patternsOf(plan: Plan): readonly string[] {
  const types = (plan[11] ?? []) as readonly Type[];
  const patterns = types.flatMap((type) => (Array.isArray(type) && typeof type[0] === 'string' ? [type[0]] : []));
  return patterns.length === 0 ? [plan[2]] : patterns;
}

/** A text that matches a pattern of groups, alternatives, classes, digits and counts: all that the metadata uses. */
export function matching(pattern: string, random: (below: number) => number): string {
  let at = 0;
  const alternatives = (): string => {
    const options = [sequence()];
    while (pattern[at] === '|') {
      at += 1;
      options.push(sequence());
    }
    return options[random(options.length)] ?? '';
  };
  const sequence = (): string => {
    let text = '';
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') text += repeated();
    return text;
  };
  const repeated = (): string => {
    const start = at;
    const first = atom();
    const end = at;
    const [whole = '', low = '1', , high] = /^\{(\d+)(,(\d*))?\}/.exec(pattern.slice(at)) ?? [];
    const optional = whole === '' && pattern[at] === '?';
    const after = end + (optional ? 1 : whole.length);
    const times = optional ? random(2) : Number(low) + random(Number(high ?? low) - Number(low) + 1);
    let text = times === 0 ? '' : first;
    for (let i = 1; i < times; i += 1) {
      at = start;
      text += atom();
    }
    at = after;
    return text;
  };
  const atom = (): string => {
    if (pattern.startsWith('(?:', at)) {
      at += 3;
      const text = alternatives();
      at += 1;
      return text;
    }
    if (pattern.startsWith('\\d', at)) {
      at += 2;
      return String(random(10));
    }
    if (pattern[at] === '[') {
      const close = pattern.indexOf(']', at);
      const members = [...'0123456789'].filter((digit) => new RegExp(pattern.slice(at, close + 1)).test(digit));
      at = close + 1;
      return members[random(members.length)] ?? '';
    }
    at += 1;
    return pattern[at - 1] ?? '';
  };
  return alternatives();
}
