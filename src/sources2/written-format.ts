/**
 * How dates and times are written, as a small closed language: `yyyy MM dd HH mm ss` with any separators between.
 *
 * A format becomes one pattern with groups and the order in which the groups make an ISO text, so that JavaScript and
 * RE2 read it alike.
 */
export interface WrittenFormat {
  /** Matches the whole text, one group for each part. */
  readonly pattern: string;
  /** ISO parts in order, each the number of its group. */
  readonly date: readonly [number, number, number];
  /** Hours, minutes and, where written, seconds; empty for a date. */
  readonly time: readonly number[];
}

const PARTS: Readonly<Record<string, string>> = {
  yyyy: '([0-9]{4})',
  MM: '([0-9]{2})',
  dd: '([0-9]{2})',
  HH: '([0-9]{2})',
  mm: '([0-9]{2})',
  ss: '([0-9]{2})',
};

/** `undefined` for a format that lacks a part, repeats one, or holds letters that mean nothing. */
export function parseFormat(format: string): WrittenFormat | undefined {
  const found: string[] = [];
  const pattern = format.replace(/yyyy|MM|dd|HH|mm|ss|./g, (part) => {
    const group = PARTS[part];
    if (group === undefined) return /[A-Za-z]/.test(part) ? '\u0000' : `[${part === '^' || part === '\\' || part === ']' ? '\\' : ''}${part}]`;
    found.push(part);
    return group;
  });
  const at = (part: string): number => found.indexOf(part) + 1;
  const date = ['yyyy', 'MM', 'dd'].map(at);
  const time = ['HH', 'mm', 'ss'].map(at);
  const complete = !date.includes(0) && new Set(found).size === found.length && !pattern.includes('\u0000');
  const [hours, minutes, seconds] = time as [number, number, number];
  const sensible = hours === 0 ? minutes === 0 && seconds === 0 : minutes > 0;
  if (!complete || !sensible) return undefined;
  return { pattern, date: date as [number, number, number], time: time.filter((group) => group > 0) };
}

/** The groups as ISO text; `ref` says how a group is named in a replacement. */
export function isoOrder({ date, time }: WrittenFormat, ref: (group: number) => string): string {
  const day = date.map(ref).join('-');
  return time.length === 0 ? day : `${day}T${time.map(ref).join(':')}`;
}
