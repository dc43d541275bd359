import type { HashedColumns } from './hashed-column.js';
import type { MatchField } from './match.js';
import type { ServiceId } from './registry.js';

/** How a campaign’s list becomes an audience at a listing service. */
export interface Listing {
  readonly service: ServiceId;
  /** What persons are matched by; the service’s own choice where it is not given. */
  readonly fields?: readonly MatchField[];
  /** Options of the service’s profile. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Fields that come as digests: what else the person has of them is not sent. */
  readonly hashed?: HashedColumns;
  /** Profile fields that hold what profiles have no field of their own for. */
  readonly externalId?: string;
  readonly maid?: string;
  readonly state?: string;
}
