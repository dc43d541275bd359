/** HTML that is known to be safe; anything else that is put into a page is text. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

function written(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return grouped(part);
  return 'html' in part ? part.html : part.map(written).join('');
}

/** Tagged template: text and numbers in it are escaped, {@link Html} stands as it is, lists one after the other. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: strings.map((string, i) => `${string}${i < parts.length ? written(parts[i]) : ''}`).join(''),
});

/** Markup of our own making: style sheets and drawings. */
export const trusted = (markup: string): Html => ({ html: markup });

/** A narrow space that no line is broken at: 12 345. */
const GROUP = '\u202f';

/** A whole number in groups of three digits. */
export const grouped = (value: number): string => String(value).replaceAll(/\B(?=(\d{3})+$)/g, GROUP);

/** To one decimal; nothing where there is no whole. */
export const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)}${GROUP}%`;
