import { DAY, EARLIEST, type Instant, LAST_YEAR } from '../model/instant.js';
import { localOffsets, localToInstant, type ZoneOffset } from '../segments/zone.js';

/** What sources need to turn a clock on the wall into an instant, in memory. */
export const wallClock =
  (zone: string) =>
  (local: Instant): Instant =>
    localToInstant(zone, local);

const known = new Map<string, readonly ZoneOffset[]>();

/** The same for SQL: the offset of every readable local time, without gaps. */
export function wallClockOffsets(zone: string): readonly ZoneOffset[] {
  const offsets = known.get(zone) ?? localOffsets(zone, EARLIEST, Date.UTC(LAST_YEAR + 1, 0, 1) * 1000 + DAY);
  known.set(zone, offsets);
  return offsets;
}
