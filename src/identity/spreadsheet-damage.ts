/**
 * What spreadsheets leave of long numbers: digits are lost and nobody can bring them back, so such a value is refused
 * rather than read.
 *
 * `4.67012E+10` (rounded), `46701234567.0` (read as a number: zeros and a plus in front are gone), `'0701…` (the mark
 * of text), `#N/A` and its like (errors of a formula), `#####` (too narrow a column).
 */
export const isSpreadsheetDamage = (text: string): boolean => DAMAGE.some((pattern) => pattern.test(text));

const DAMAGE: readonly RegExp[] = [
  /^'/,
  /^[+-]?\d+(?:[.,]\d+)?\s?e\s?[+-]?\d+$/i,
  /^\d{5,}[.,]0+$/,
  /^#(?:ref!|value!|name\?|div\/0!|num!|null!|spill!|calc!|#+)$/i,
  /^#(?:referens!|värdefel!|namn\?|saknas!|puuttuu!|arvo!|viittaus!|mangler!|værdi!|verdi!|navn\?)$/i,
];
