/**
 * Days and local times as a source writes them: `dd.MM.yyyy`, `yyyyMMddHHmmss`, `yyyy-MM-dd 00:00:00`.
 *
 * A small closed language, so that one text serves JavaScript and RE2: the parts have fixed widths, everything between
 * them stands for itself, and the parts are put in ISO order by their places.
 */
export interface TimePattern {
  /** Matches the whole cell. */
  readonly regex: string;
  /** The ISO text as pieces of the cell, `[start, length]`, and text between them. */
  readonly iso: readonly (string | readonly [number, number])[];
}

const PARTS = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'ss'] as const;
const LITERAL = /^[ -~]$/;

/** `undefined` for text that is no pattern: a part that is missing, repeated or unknown. */
export function parseTimePattern(text: string): TimePattern | undefined {
  const places = new Map<string, readonly [number, number]>();
  let regex = '';
  for (let at = 0; at < text.length; ) {
    const part = PARTS.find((name) => text.startsWith(name, at));
    const letter = text[at] as string;
    if (part !== undefined) {
      if (places.has(part)) return undefined;
      places.set(part, [at, part.length]);
      regex += `[0-9]{${part.length}}`;
    } else if (!LITERAL.test(letter) || /[A-SU-Za-z]/.test(letter)) return undefined;
    else
      regex += /[0-9T]/.test(letter)
        ? letter
        : `[${letter === '\\' || letter === '^' || letter === ']' ? '\\' : ''}${letter}]`;
    at += part?.length ?? 1;
  }
  return inIsoOrder(places, regex);
}

function inIsoOrder(places: ReadonlyMap<string, readonly [number, number]>, regex: string): TimePattern | undefined {
  const [year, month, day, hours, minutes, seconds] = PARTS.map((part) => places.get(part));
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
  if (!new RegExp(`^${regex}$`).test(cell)) return undefined;
  return iso.map((piece) => (typeof piece === 'string' ? piece : cell.slice(piece[0], piece[0] + piece[1]))).join('');
}
