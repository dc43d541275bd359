import * as z from 'zod';
import { channels, okq8, type Policy, purposes } from '../index.js';

const WEEKDAYS: readonly string[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const time = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/);

/** What the header, or a case for itself, says about how often and when. */
export const contactEntries = {
  frequency_cap: z
    .object({
      count: z.int().min(1),
      window_days: z.int().min(1),
      per: z.enum(['channel', 'person']),
      purposes_excluded: z.array(z.enum(purposes)).default([]),
    })
    .optional(),
  phone_hours: z
    .record(
      z.string(),
      z.object({
        days: z.string().regex(new RegExp(`^(${WEEKDAYS.join('|')})-(${WEEKDAYS.join('|')})$`)),
        from: time,
        to: time,
      }),
    )
    .optional(),
  soft_bounce_limit: z.object({ count: z.int().min(1), window_days: z.int().min(1) }).optional(),
  not_again_within_days: z.record(z.string(), z.int().min(1)).optional(),
  sunset: z.object({ channels: z.array(z.enum(channels)).min(1), days: z.int().min(1) }).optional(),
};

type ContactEntries = { readonly [K in keyof typeof contactEntries]?: z.infer<(typeof contactEntries)[K]> };
type ContactPolicy = Policy['contact'];
type Weekday = ContactPolicy['contactHours'][number]['days'][number];

/** The preset’s contact policy with what the entries say; public holidays stay free. */
export function contactPolicyOf(
  {
    frequency_cap: cap,
    phone_hours: hours,
    soft_bounce_limit: bounces,
    not_again_within_days: again,
    sunset,
  }: ContactEntries,
  before: ContactPolicy = okq8.contact,
): ContactPolicy {
  return {
    ...before,
    ...(bounces === undefined ? {} : { softBounces: { count: bounces.count, windowDays: bounces.window_days } }),
    ...(again === undefined ? {} : { notAgainWithinDays: again }),
    ...(sunset === undefined ? {} : { sunset }),
    ...(cap === undefined
      ? {}
      : {
          frequencyCaps: [
            {
              count: cap.count,
              windowDays: cap.window_days,
              per: cap.per,
              purposesExcluded: cap.purposes_excluded,
            },
          ],
        }),
    ...(hours === undefined
      ? {}
      : {
          contactHours: Object.entries(hours).map(([country, { days, from, to }]) => ({
            country,
            channels: ['phone' as const],
            days: weekdaysIn(days),
            from,
            to,
            publicHolidays: 'closed' as const,
          })),
        }),
  };
}

/** `Mon-Fri` → every day of it. */
function weekdaysIn(range: string): readonly Weekday[] {
  const [first = '', last = ''] = range.split('-');
  const [from, to] = [first, last].map((day) => WEEKDAYS.indexOf(day)) as [number, number];
  const length = ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => (WEEKDAYS[(from + i) % 7] as string).toLowerCase() as Weekday);
}
