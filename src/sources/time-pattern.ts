/**
 * Days and local times as a source writes them: `dd.MM.yyyy`, `yyyyMMddHHmmss`, `d.M.yyyy 'klo' H.mm`.
 *
 * A small closed language, so that one text serves JavaScript and RE2. `yyyy MM dd HH mm ss` have fixed widths; `M d H`
 * have one digit or two and end at something that is no digit; letters stand for themselves in `'…'`, everything else
 * does so as it is, and a space also for the spaces that do not break a line. The parts are put in ISO order.
 */
export interface TimePattern {
  /** Matches the whole cell, with a group for each part. */
  readonly regex: string;
  /** The ISO text: text, or a part of the cell. */
  readonly iso: readonly (string | TimePart)[];
}

export interface TimePart {
  /** From 1. */
  readonly group: number;
  readonly width: number;
  /** Where it begins in the cell, from 0; unknown for a part of one digit or two and after it. */
  readonly start?: number;
}

/** Stands for ISO 8601, where a source is written otherwise. */
export const ISO = 'iso';

const PARTS = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'ss'] as const;
const SHORT = ['M', 'd', 'H'] as const;
const LITERAL = /^[ -~]$/;

/** A space, and those that do not break a line. */
const SPACES = '[ \u00a0\u202f]';

/** `undefined` for text that is no pattern: a part that is missing, repeated or unknown, or without a certain end. */
export function parseTimePattern(text: string): TimePattern | undefined {
  const parts = new Map<string, TimePart>();
  let regex = '';
  let start: number | undefined = 0;
  for (let at = 0; at < text.length; ) {
    const fixed = PARTS.find((name) => text.startsWith(name, at));
    const part = fixed ?? SHORT.find((name) => text.startsWith(name, at));
    const literal = part === undefined ? literalAt(text, at) : undefined;
    if (part !== undefined) {
      const name = fixed ?? `${part}${part}`;
      const place = fixed === undefined || start === undefined ? {} : { start };
      if (parts.has(name)) return undefined;
      parts.set(name, { group: parts.size + 1, width: name.length, ...place });
      if (fixed === undefined && !isEnded(text, at + 1)) return undefined;
      regex += fixed === undefined ? '([0-9]{1,2})' : `([0-9]{${fixed.length}})`;
      start = fixed === undefined || start === undefined ? undefined : start + fixed.length;
      at += part.length;
    } else if (literal === undefined) return undefined;
    else {
      regex += [...literal.means].map(literalRegex).join('');
      start = start === undefined ? undefined : start + literal.means.length;
      at += literal.length;
    }
  }
  return inIsoOrder(parts, regex);
}

/** Nothing that could be a digit follows. */
const isEnded = (text: string, at: number): boolean => at >= text.length || /^[^0-9yMdHms]/.test(text.slice(at));

function literalAt(text: string, at: number): { readonly means: string; readonly length: number } | undefined {
  const quoted = /^'([A-Za-z ]+)'/.exec(text.slice(at));
  if (quoted !== null) return { means: quoted[1] as string, length: quoted[0].length };
  const letter = text[at] as string;
  return !LITERAL.test(letter) || /[A-SU-Za-z]/.test(letter) ? undefined : { means: letter, length: 1 };
}

function literalRegex(letter: string): string {
  if (letter === ' ') return SPACES;
  if (/[0-9A-Za-z]/.test(letter)) return letter;
  return `[${letter === '\\' || letter === '^' || letter === ']' ? '\\' : ''}${letter}]`;
}

function inIsoOrder(parts: ReadonlyMap<string, TimePart>, regex: string): TimePattern | undefined {
  const [year, month, day, hours, minutes, seconds] = PARTS.map((part) => parts.get(part));
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = [year, '-', month, '-', day] as const;
  if (hours === undefined && minutes === undefined && seconds === undefined) return { regex, iso: date };
  if (hours === undefined || minutes === undefined) return undefined;
  const time = seconds === undefined ? [] : [':', seconds];
  return { regex, iso: [...date, 'T', hours, ':', minutes, ...time] };
}

/** Whether the pattern names a time of day. */
export const hasTime = ({ iso }: TimePattern): boolean => iso.length > 5;

/** The ISO text of a cell, or `undefined` where the cell is not written that way. */
export function toIso({ regex, iso }: TimePattern, cell: string): string | undefined {
  const found = new RegExp(`^${regex}$`).exec(cell);
  if (found === null) return undefined;
  return iso
    .map((piece) => (typeof piece === 'string' ? piece : (found[piece.group] ?? '').padStart(piece.width, '0')))
    .join('');
}

/** By the first of several patterns that the cell is written by. */
export function firstIso(patterns: readonly TimePattern[], cell: string): string | undefined {
  for (const pattern of patterns) {
    const iso = toIso(pattern, cell);
    if (iso !== undefined) return iso;
  }
  return undefined;
}
