/** How many rows each table has, by the number of profiles. Ten purchases and thirty events for each profile. */
export interface Rows {
  readonly profiles: number;
  readonly purchases: number;
  readonly events: number;
  readonly objections: number;
  readonly opt_outs: number;
  readonly deliveries: number;
  readonly contacts: number;
}

const named: Readonly<Record<string, number>> = { XS: 10_000, S: 100_000, M: 1_000_000, L: 3_000_000 };

export const SEED = 20260101;

/** @param size XS, S, M, L, or a number of profiles. */
export function rowsOf(size: string): Rows {
  const profiles = named[size] ?? Number(size);
  if (!Number.isInteger(profiles) || profiles < 100)
    throw new Error(`no size is called ${size}; use XS, S, M, L or a number from 100`);
  return {
    profiles,
    purchases: profiles * 10,
    events: profiles * 30,
    objections: Math.round(profiles * 0.06),
    opt_outs: Math.round(profiles * 0.08),
    deliveries: Math.round(profiles * 0.1),
    contacts: profiles * 2,
  };
}
