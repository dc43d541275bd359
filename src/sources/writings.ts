import type { NumberWriting } from './cells/number-writing.js';
import { parseTimePattern, type TimePattern } from './time-pattern.js';

/** How numbers, days and times are written in a source, where a column does not say otherwise. */
export interface Writing {
  readonly numbers: NumberWriting;
  /** Empty for ISO 8601. */
  readonly dates: readonly TimePattern[];
  readonly times: readonly TimePattern[];
}

const patterns = (...texts: readonly string[]): readonly TimePattern[] =>
  texts.map((text) => {
    const pattern = parseTimePattern(text);
    if (pattern === undefined) throw new Error(`bug: ${text} is no pattern`);
    return pattern;
  });

/** Each day, alone and followed by each time of day. */
const days = (dates: readonly string[], times: readonly string[]): Pick<Writing, 'dates' | 'times'> => ({
  dates: patterns(...dates),
  times: patterns(...dates, ...dates.flatMap((date) => times.map((time) => `${date} ${time}`))),
});

/**
 * The writings of the Nordic countries, fixed here: what a runtime thinks of a locale changes with its version.
 *
 * The short forms that office programs and customer systems of each country export; a choice of ours, not a standard's.
 */
export const writings = {
  sv: { numbers: { decimal: ',', thousands: ' ' }, ...days(['yyyy-MM-dd'], ['HH:mm', 'HH:mm:ss', 'HH.mm']) },
  fi: {
    numbers: { decimal: ',', thousands: ' ' },
    ...days(['d.M.yyyy'], ['H.mm', 'H.mm.ss', 'H:mm', 'H:mm:ss', "'klo' H.mm", "'klo' H.mm.ss"]),
  },
  da: {
    numbers: { decimal: ',', thousands: '.' },
    ...days(['dd.MM.yyyy', 'dd-MM-yyyy'], ['HH.mm', 'HH.mm.ss', 'HH:mm', 'HH:mm:ss']),
  },
  nb: {
    numbers: { decimal: ',', thousands: ' ' },
    ...days(['dd.MM.yyyy'], ['HH:mm', 'HH:mm:ss', 'HH.mm']),
  },
} as const satisfies Readonly<Record<string, Writing>>;

export type WritingName = keyof typeof writings;

export const writingNames = Object.keys(writings) as [WritingName, ...WritingName[]];

/** What is read where nothing is said. */
export const plainWriting: Writing = { numbers: { decimal: '.' }, dates: [], times: [] };
