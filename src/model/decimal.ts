/**
 * Exact decimals: whole millionths, as a bigint.
 *
 * Units: 10⁻⁶ of the measure (krona, litre, piece, point). Up to 12 digits before the point and 6 after it; anything
 * finer or larger is unreadable, never rounded.
 */
export type Decimal = bigint;

export const DECIMAL_SCALE = 6;

/** Written so that JavaScript and RE2 read it alike. The decimal sign is always a point here. */
export const DECIMAL_PATTERN = '[+-]?[0-9]{1,12}(?:[.][0-9]{1,6})?';

const DECIMAL = new RegExp(`^${DECIMAL_PATTERN}$`);
const UNIT = 1_000_000n;

/** Reads an exact decimal of up to six places, or gives `undefined`. */
export function parseDecimal(text: string): Decimal | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const value = BigInt(whole) * UNIT + BigInt(fraction.padEnd(DECIMAL_SCALE, '0'));
  return negative ? -value : value;
}

const LIMIT = 10n ** 18n;

/** Whether a number that was worked out has at most 12 digits before the point. */
export const isDecimal = (value: Decimal): boolean => value < LIMIT && value > -LIMIT;

/** Plain notation without trailing zeros: `12.5`, `-3`. */
export function formatDecimal(value: Decimal): string {
  const sign = value < 0n ? '-' : '';
  const size = value < 0n ? -value : value;
  const fraction = String(size % UNIT)
    .padStart(DECIMAL_SCALE, '0')
    .replace(/0+$/, '');
  return `${sign}${size / UNIT}${fraction === '' ? '' : `.${fraction}`}`;
}
