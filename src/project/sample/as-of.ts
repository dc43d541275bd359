/** The moment the sample is made for; every date in it is counted back from this day. */
export const SAMPLE_AS_OF = '2026-11-22T06:00:00Z';

/** The calendar day so many days before as-of; a negative number is a day after it. */
export const dayBefore = (days: number): string => new Date(Date.UTC(2026, 10, 22 - days)).toISOString().slice(0, 10);
