import { grouped, html, trusted } from './html.js';
import { type Colour, light } from './palette.js';

/** A bar: how many of what. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Drawn behind the value, from where it ends: what applies besides. */
  readonly beside?: number;
  readonly colour: Colour;
}

/** Units: CSS pixels. */
const ROW = { height: 27, bar: 15, margin: 3 } as const;
/** Room for the number behind the longest bar, and between a bar and what is written beside it. */
const NUMBER = 112;
const GAP = 6;
/** Of the page's font at this size, on average; what is longer than its room is cut. */
const TEXT = { size: 13, perCharacter: 6.9 } as const;

/** Bars lying one under the other, each with its number, as SVG text. Units: CSS pixels. */
export function bars(items: readonly Bar[], about: string, { labels = 210, width = 480 } = {}): string {
  const height = items.length * ROW.height + 2 * ROW.margin;
  const most = Math.max(1, ...items.map((item) => item.value + (item.beside ?? 0)));
  const unit = (width - labels - NUMBER) / most;
  const rows = items.map((item, i) => {
    const { label, value, beside = 0, colour } = item;
    const middle = ROW.margin + (i + 0.5) * ROW.height;
    const top = place(middle - ROW.bar / 2);
    const [own, other] = [value, beside].map((one) => (one === 0 ? 0 : Math.max(1, one * unit))) as [number, number];
    const rect = (x: number, wide: number, fill: Colour) =>
      wide === 0
        ? html``
        : html`<rect x="${place(x)}" y="${top}" width="${place(wide)}" height="${place(ROW.bar)}" rx="2" fill="${light(fill)}"/>`;
    const text = (x: number, anchor: string, words: string) =>
      html`<text x="${place(x)}" y="${place(middle)}" dy=".35em" text-anchor="${anchor}" fill="${light('ink')}">${words}</text>`;
    return html`${text(labels - 2 * GAP, 'end', cut(label, labels - 2 * GAP))}${rect(labels, own, colour)}${rect(labels + own, other, 'beside')}${text(labels + own + other + GAP, 'start', numbersOf(item))}`;
  });
  const words = `${about}: ${items.map((item) => `${item.label} ${numbersOf(item)}`).join(', ')}`;
  return html`<svg role="img" aria-label="${words}" xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}" font-size="${String(TEXT.size)}">${trusted(rows.map((row) => row.html).join('\n'))}</svg>`
    .html;
}

const place = (pixels: number): string => String(Math.round(pixels * 10) / 10);

function cut(text: string, room: number): string {
  const fits = Math.floor(room / TEXT.perCharacter);
  const letters = [...text];
  return letters.length <= fits ? text : `${letters.slice(0, fits - 1).join('')}…`;
}

const numbersOf = ({ value, beside = 0 }: Bar): string =>
  beside === 0 ? grouped(value) : `${grouped(value)} + ${grouped(beside)}`;
