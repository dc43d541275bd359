import type { Encoding } from './encoding.js';
import type { FieldRule, Spellings } from './field-rule.js';
import type { MatchField } from './match.js';

/** Google’s rules for what a person is matched by, the same in Ads, the Data Manager API, and Display & Video 360. */
export const googleFields = (encoding: Encoding): Readonly<Partial<Record<MatchField, FieldRule>>> => ({
  email: { encoding, spell: (canonical) => googleEmail(canonical), writes: 'first' },
  phone: { encoding, spell: googlePhone, writes: 'first' },
  first_name: { encoding, spell: (canonical) => [canonical], writes: 'first' },
  last_name: { encoding, spell: (canonical) => [canonical], writes: 'first' },
  postal_code: { encoding: 'plain', spell: (canonical) => [canonical], writes: 'first' },
  country: { encoding: 'plain', spell: (canonical) => [canonical], writes: 'first' },
});

/** At these domains Google delivers to the same box with and without dots, and with any tag. */
const GMAIL: readonly string[] = ['gmail.com', 'googlemail.com'];

function googleEmail(canonical: string): Spellings {
  const at = canonical.lastIndexOf('@');
  const domain = canonical.slice(at + 1);
  if (!GMAIL.includes(domain)) return [canonical];
  const [untagged = ''] = canonical.slice(0, at).split('+');
  const local = untagged.replaceAll('.', '');
  return local === '' ? { refused: 'NOTHING_LEFT' } : [`${local}@${domain}`];
}

const googlePhone = (canonical: string): Spellings =>
  /^\+[1-9]\d{6,14}$/.test(canonical) ? [canonical] : { refused: 'NOT_E164' };
