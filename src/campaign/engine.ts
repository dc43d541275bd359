import type { DigestKeys } from '../model/digest-keys.js';
import type { Instant } from '../model/instant.js';
import type { Words } from '../model/read-cell.js';
import type { EvaluatedKind } from '../model/record-kinds.js';
import type { AttributeSchema, Records } from '../model/records.js';
import type { SourceReport } from '../model/source-report.js';
import type { RateTable } from '../segments/rates.js';
import type { Segment } from '../segments/segment.js';
import type { LookUp } from '../sql/plan.js';
import type { Policy } from '../suppression/policy.js';
import type { RunAllocation } from './allocation/definition.js';
import type { AuditCapture, AuditPlan } from './audit/audit-plan.js';
import type { Boundaries, BoundaryReport } from './boundary-reports.js';
import type { Campaign } from './campaign.js';
import type { ClearedList } from './cleared-list.js';
import type { SourceQuality } from './data-quality.js';
import type { RunFigures } from './figures.js';
import type { IdListReport } from './id-list-reports.js';
import type { Unsubscribe } from './unsubscribe.js';

/** One run: the campaigns that are decided together, over the same data, as of the same instant. */
export interface RunDefinition {
  readonly campaigns: readonly Campaign[];
  /** What the campaigns share out among themselves; without it, none knows of the others. */
  readonly allocation?: RunAllocation;
  readonly policy: Policy;
  readonly asOf: Instant;
  /** Purchases and events that their source recorded later are not seen; as-of where it is not given. */
  readonly knownAt?: Instant;
  /** A replay decides with what was known then, and its lists are not for sending. */
  readonly replay: boolean;
  /** IANA zone of calendar windows and days. */
  readonly zone: string;
  readonly attributes: AttributeSchema;
  /** What amounts in other currencies are converted by. */
  readonly rates?: RateTable;
  readonly words: Words;
  /** Whether events on a device count for whoever logged in on it; off, they count for nobody. */
  readonly linkDevices: boolean;
  /** Keys of tombstones, by id. Secret: never written, printed or hashed alone. */
  readonly keys: DigestKeys;
  /** A digest of what is known of the run's audiences at recipients, from before the run; absent where it has none. */
  readonly held?: string;
  /** What the run is audited by before anything is released; nothing is captured without it. */
  readonly audit?: AuditPlan;
  /** Makes the tokens that lists carry; absent where none asks for them. */
  readonly unsubscribe?: Unsubscribe;
}

/** What segments are evaluated in: everything of a run that is not about campaigns and refusals. */
export type SegmentRun = Pick<
  RunDefinition,
  'asOf' | 'knownAt' | 'zone' | 'attributes' | 'rates' | 'replay' | 'linkDevices'
>;

export interface EngineRun {
  readonly lists: readonly ClearedList[];
  readonly inputs: readonly SourceReport[];
  /** Empty for an engine that reads every identifier by the reference. */
  readonly lookUps: readonly LookUp[];
  readonly declared: readonly EvaluatedKind[];
  /** Events that name a device only, and that no login gave to anybody. */
  readonly anonymousEvents: number;
  /** Where the audiences’ ranks divide the population. */
  readonly boundaries: Boundaries;
  /** Lists of ids that the audiences read. */
  readonly idLists: readonly IdListReport[];
  /** Raw rows for the self-audit; none from the reference, which would only repeat itself. */
  readonly captured: readonly AuditCapture[];
  readonly engine: { readonly id: string; readonly version: string };
  /** Worked out when it is asked for; until the engine is closed. */
  readonly figures: () => Promise<RunFigures>;
}

/** A segment asked for on its own: the run says as of when and where, its campaigns do not matter. */
export interface MembersQuery {
  readonly run: RunDefinition;
  readonly segment: Segment;
}

/** Who is in a segment, before anybody was suppressed: for looking at, never for sending. */
export interface SegmentMembers {
  /** Everybody who could be a member: unmerged profiles. */
  readonly universe: number;
  readonly count: number;
  /** Profile ids in UTF-8 byte order; can be read as often as wanted, until the engine is closed. */
  readonly members: AsyncIterable<string>;
  readonly idLists: readonly IdListReport[];
  /** Where its ranks divide the population. */
  readonly boundaries: readonly BoundaryReport[];
}

/** The same with what an engine read for it. */
export interface SegmentRunResult extends SegmentMembers {
  readonly inputs: readonly SourceReport[];
  readonly declared: readonly EvaluatedKind[];
  readonly engine: { readonly id: string; readonly version: string };
}

/** How far a run has come when a stage begins, as far as the engine knows. */
export interface HowFar {
  /** Steps that are done, and all of them. */
  readonly step: number;
  readonly of: number;
  /** Rows that the steps so far have made. */
  readonly rows: number;
  /** Tables that the steps so far found in the cache. */
  readonly cached: number;
}

/** Where a run happens. The meaning is the same everywhere; the memory engine is the specification. */
export interface Engine {
  readonly id: string;
  /** What stops it: whatever is asked of it, and whatever is made of that, ends with `interrupted` then. */
  readonly signal?: AbortSignal | undefined;
  /** Called with what is being done, for progress; never with data. */
  onProgress?: (stage: string, far?: HowFar) => void;
  /** Decides every campaign of a run, and gives the lists. */
  run(definition: RunDefinition): Promise<EngineRun>;
  /** Who is in a segment; reads no refusal and has no list. */
  members(query: MembersQuery): Promise<SegmentRunResult>;
  /** Everything that can matter for decisions about one person, as records. */
  recordsAbout(definition: RunDefinition, person: PersonQuery): Promise<PersonRecords>;
  /** Every record, in memory: for a ledger. */
  records(definition: RunDefinition): Promise<Records>;
  /** What can be said of each source's records without saying anything of a person. */
  quality(definition: RunDefinition): Promise<readonly SourceQuality[]>;
  /** What a run would do in SQL, as text; absent where the engine speaks none. Without keys, and without ids of lists. */
  sql?(definition: RunDefinition): Promise<readonly string[]>;
  /** Frees what lists read from; lists cannot be read afterwards. */
  close(): Promise<void>;
}

/** How a person is asked about: by profile id or by an address. Comes by standard input or file, never by argument. */
export type PersonQuery = { readonly profileId: string } | { readonly email: string } | { readonly phone: string };

/** All records that can matter for a person; deciding on them is deciding on everything. */
export interface PersonRecords {
  /** Whom the question fits: none, one, or several who share the address. */
  readonly persons: readonly string[];
  /** Where the audiences’ ranks divide the population, which the records about one person do not tell. */
  readonly boundaries: Boundaries;
  readonly records: Records;
  readonly declared: readonly EvaluatedKind[];
}
