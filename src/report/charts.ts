import { grouped, type Html, html } from './html.js';
import { type Colour, light } from './palette.js';

/**
 * Drawings as SVG. Nothing of them moves, nothing needs a script, and the same figures give the same text.
 *
 * Units: CSS pixels, everywhere; to one decimal.
 */
interface Size {
  readonly width: number;
  readonly height: number;
}

const FONT = 13;
const SMALL_FONT = 12;

/** What a character takes up, about: nobody measures text without a browser. */
const CHARACTER = 0.56;
const widthOf = (text: string, font = FONT): number => text.length * CHARACTER * font;

/** Numbers are written as they are: {@link html} would group their digits. */
const at = (pixels: number): string => String(Math.round(pixels * 10) / 10);

const drawing = ({ width, height }: Size, says: string, parts: readonly Html[]): Html =>
  html`<svg role="img" aria-label="${says}" width="${at(width)}" height="${at(height)}" viewBox="0 0 ${at(width)} ${at(height)}" xmlns="http://www.w3.org/2000/svg">${parts}</svg>`;

interface Written {
  readonly x: number;
  /** The middle of the line. */
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly colour?: Colour;
  readonly font?: number;
}

const write = (text: string, { x, y, anchor, colour = 'ink', font = FONT }: Written): Html =>
  html`<text x="${at(x)}" y="${at(y)}" dominant-baseline="central" text-anchor="${anchor}" font-size="${at(font)}" fill="${light(colour)}">${text}</text>`;

const bar = (x: number, y: number, width: number, colour: Colour): Html =>
  width <= 0
    ? html``
    : html`<rect x="${at(x)}" y="${at(y)}" width="${at(Math.max(1, width))}" height="${at(BAR)}" rx="2" fill="${light(colour)}"/>`;

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Drawn behind the value, from where it ends: what applies besides. */
  readonly beside?: number;
  readonly colour: Colour;
}

const BAR_ROW = 27;
const BAR = 15;

/** Bars lying one under the other, each with its number. */
export function bars(items: readonly Bar[], about: string, { labels = 210, width = 480 } = {}): Html {
  const room = width - labels - Math.max(64, ...items.map((item) => widthOf(numbersOf(item)) + 12));
  const longest = Math.max(1, ...items.map(({ value, beside = 0 }) => value + beside));
  const scaled = (value: number): number => (value / longest) * room;
  const says = `${about}: ${items.map((item) => `${item.label} ${numbersOf(item)}`).join(', ')}`;
  const rows = items.map((item, i) => {
    const { label, value, beside = 0, colour } = item;
    const middle = 3 + BAR_ROW * (i + 0.5);
    const top = middle - BAR / 2;
    const end = labels + scaled(value);
    return html`${write(shortened(label, labels - 12), { x: labels - 12, y: middle, anchor: 'end' })}${bar(labels, top, scaled(value), colour)}${bar(end, top, scaled(beside), 'beside')}${write(numbersOf(item), { x: end + scaled(beside) + 6, y: middle, anchor: 'start' })}`;
  });
  return drawing({ width, height: items.length * BAR_ROW + 6 }, says, rows);
}

const numbersOf = ({ value, beside }: Bar): string =>
  `${grouped(value)}${beside === undefined || beside === 0 ? '' : ` + ${grouped(beside)}`}`;

function shortened(text: string, width: number): string {
  const most = Math.floor(width / (CHARACTER * FONT));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

export interface Line {
  readonly label: string;
  readonly values: readonly (number | undefined)[];
  readonly colour: Colour;
}

const HEIGHT = 230;
const GRID = { left: 64, right: 150, top: 14, bottom: 28 } as const;

/** Lines over the same days, each named at its end. */
export function lines(days: readonly string[], all: readonly Line[], about: string, { width = 1000 } = {}): Html {
  const ticks = ticksTo(Math.max(0, ...all.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const floor = HEIGHT - GRID.bottom;
  const xOf = (day: number): number =>
    GRID.left + (day * (width - GRID.left - GRID.right)) / Math.max(1, days.length - 1);
  const yOf = (value: number): number => floor - (value / (ticks.at(-1) ?? 1)) * (floor - GRID.top);
  const right = xOf(Math.max(1, days.length - 1));
  const levels = ticks.map(
    (tick) =>
      html`<path d="M${at(GRID.left)} ${at(yOf(tick))}H${at(right)}" stroke="${light('line')}"/>${write(grouped(tick), { x: GRID.left - 8, y: yOf(tick), anchor: 'end', colour: 'muted', font: SMALL_FONT })}`,
  );
  // The last day is always named, and as many before it as there is room for.
  const step = Math.max(1, Math.ceil((days.length * (widthOf('2026-01-01', SMALL_FONT) + 16)) / (right - GRID.left)));
  const named = days.map((day, i) =>
    (days.length - 1 - i) % step === 0
      ? write(day, { x: xOf(i), y: floor + 16, anchor: 'middle', colour: 'muted', font: SMALL_FONT })
      : html``,
  );
  const drawn = all.map(({ values, colour }) => {
    const points = values.flatMap((value, i) => (value === undefined ? [] : [{ x: xOf(i), y: yOf(value) }]));
    const path = points.map(({ x, y }) => `${at(x)} ${at(y)}`).join('L');
    const dots = points.map(({ x, y }) => html`<circle cx="${at(x)}" cy="${at(y)}" r="3" fill="${light(colour)}"/>`);
    return points.length === 0
      ? html``
      : html`<path d="M${path}" fill="none" stroke="${light(colour)}" stroke-width="2" stroke-linejoin="round"/>${dots}`;
  });
  const last = all.map(({ label, values }) => ({ label, value: values.findLast((value) => value !== undefined) ?? 0 }));
  const heights = apart(last.map(({ value }) => yOf(value)));
  const ends = last.map(({ label, value }, i) =>
    write(`${label} ${grouped(value)}`, { x: right + 10, y: heights[i] ?? 0, anchor: 'start' }),
  );
  const says = `${about}, ${days[0] ?? ''} to ${days.at(-1) ?? ''}: ${last.map(({ label, value }) => `${label} ${grouped(value)}`).join(', ')}`;
  return drawing({ width, height: HEIGHT }, says, [...levels, ...named, ...drawn, ...ends]);
}

/** Round numbers from 0 to at least `most`, at most six of them. */
function ticksTo(most: number): readonly number[] {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, most / 4))));
  const step = ([1, 2, 5, 10].find((times) => times * power * 5 >= most) ?? 10) * power;
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, i) => i * step);
}

const LINE_HEIGHT = 16;

/** Places near the wanted ones in which no two lines of text stand on each other, within the drawing. */
function apart(wanted: readonly number[]): readonly number[] {
  const order = wanted.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y || a.i - b.i);
  const places: number[] = [];
  for (const [place, { y }] of order.entries())
    places.push(Math.max(y, (places[place - 1] ?? Number.NEGATIVE_INFINITY) + LINE_HEIGHT));
  const over = Math.max(0, (places.at(-1) ?? 0) - (HEIGHT - LINE_HEIGHT / 2));
  const found = new Map(order.map(({ i }, place) => [i, (places[place] ?? 0) - over]));
  return wanted.map((y, i) => found.get(i) ?? y);
}
