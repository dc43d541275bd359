import type { MatchRow } from './match.js';

/** What a transfer remembers of a row, each once; see {@link ListingService.entries}. */
export function* entriesOf({ values }: Pick<MatchRow, 'values'>): Generator<string> {
  for (const key of SINGLE) for (const value of values[key] ?? []) yield `${key}:${value}`;
  yield* addressesOf(values);
}

const SINGLE = ['email', 'phone', 'maid', 'external_id'] as const;

/** One for each spelling of the name. */
function addressesOf({ first_name: first = [], last_name: last = [], country, postal_code: code }: MatchRow['values']) {
  const [place] = country ?? [];
  const [zip] = code ?? [];
  if (place === undefined || zip === undefined) return [];
  return first.flatMap((name, i) => (last[i] === undefined ? [] : [`address:${name}|${last[i]}|${place}|${zip}`]));
}
