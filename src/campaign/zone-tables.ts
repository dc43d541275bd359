import { DAY, EARLIEST, type Instant, LAST_YEAR } from '../model/instant.js';
import type { Sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { localOffsets, localToInstant } from '../segments/zone.js';

/** What sources need to turn a clock on the wall into an instant, in both faces. */
export const wallClock =
  (zone: string) =>
  (local: Instant): Instant =>
    localToInstant(zone, local);

/** `(from_local, to_local, minutes)`, half-open in local time: instant = local − minutes. */
export const wallClockTable = (plan: PlanBuilder, zone: string): Sql =>
  plan.fill(
    'local_offsets',
    [
      { name: 'from_local', type: 'integer' },
      { name: 'to_local', type: 'integer' },
      { name: 'minutes', type: 'integer' },
    ],
    localOffsets(zone, EARLIEST, Date.UTC(LAST_YEAR + 1, 0, 1) * 1000 + DAY).map(({ from, to, minutes }) => [from, to, minutes]),
  );
