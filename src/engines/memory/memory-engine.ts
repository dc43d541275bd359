import { referenceBoundaries } from '../../campaign/boundaries.js';
import { dataQuality, type SourceQuality } from '../../campaign/data-quality.js';
import type {
  Engine,
  EngineRun,
  HowFar,
  MembersQuery,
  PersonQuery,
  PersonRecords,
  RunDefinition,
  SegmentRunResult,
} from '../../campaign/engine.js';
import { anonymousEvents } from '../../campaign/event-persons.js';
import { plainKinds, referenceFigures, runFigures } from '../../campaign/figures.js';
import { findPersons } from '../../campaign/find-persons.js';
import { idListReports } from '../../campaign/id-list-reports.js';
import { refuseWhole } from '../../campaign/list-refusals.js';
import { populationOf, referenceRun } from '../../campaign/reference-run.js';
import { referenceMembers } from '../../campaign/segment-members.js';
import { requireGoing } from '../../errors.js';
import { type EvaluatedKind, evaluatedKinds } from '../../model/record-kinds.js';
import type { Records } from '../../model/records.js';
import type { SourceReport } from '../../model/source-report.js';

/** What the engine was given: records, and what was read to get them. */
export interface MemoryData {
  readonly records: Records;
  readonly inputs: readonly SourceReport[];
}

/** The reference, as an engine: everything in memory, one person after the other. */
export class MemoryEngine implements Engine {
  readonly id = 'memory';
  onProgress?: (stage: string, far?: HowFar) => void;
  #data: MemoryData | undefined;

  /** `read` is called once, at the first run. */
  constructor(
    private readonly read: (run: RunDefinition) => Promise<MemoryData>,
    readonly signal?: AbortSignal,
  ) {}

  async run(run: RunDefinition): Promise<EngineRun> {
    const { records, inputs } = await this.#load(run);
    this.onProgress?.('decisions');
    const lists = await refuseWhole(run, referenceRun(run, records));
    requireGoing(this.signal);
    return {
      lists,
      inputs,
      lookUps: [],
      boundaries: referenceBoundaries(run, records, audiencesOf(run)),
      idLists: idListReports([...audiencesOf(run), ...proofsOf(run)], populationOf(run, records).directory(undefined)),
      declared: declaredKinds(records),
      anonymousEvents: anonymousEvents(run, records),
      captured: [],
      engine: { id: this.id, version: '1' },
      figures: async () => {
        const countries = new Map(records.profile?.map(({ id, country }) => [id, country]));
        const plain = await referenceFigures(lists, (personId) => countries.get(personId));
        return runFigures(plain, lists, { policy: run.policy, quality: dataQuality(records, plainKinds) });
      },
    };
  }

  async members({ run, segment }: MembersQuery): Promise<SegmentRunResult> {
    const { records, inputs } = await this.#load(run);
    this.onProgress?.('members');
    const members = referenceMembers(run, records, segment);
    requireGoing(this.signal);
    return {
      ...members,
      inputs,
      declared: declaredKinds(records),
      engine: { id: this.id, version: '1' },
    };
  }

  async recordsAbout(run: RunDefinition, person: PersonQuery): Promise<PersonRecords> {
    const { records } = await this.#load(run);
    return {
      persons: findPersons(run, records, person),
      boundaries: referenceBoundaries(run, records, audiencesOf(run)),
      records,
      declared: declaredKinds(records),
    };
  }

  async records(run: RunDefinition): Promise<Records> {
    return (await this.#load(run)).records;
  }

  async quality(run: RunDefinition): Promise<readonly SourceQuality[]> {
    return dataQuality((await this.#load(run)).records);
  }

  async close(): Promise<void> {
    this.#data = undefined;
  }

  async #load(run: RunDefinition): Promise<MemoryData> {
    requireGoing(this.signal);
    this.onProgress?.('reading');
    this.#data ??= await this.read(run);
    requireGoing(this.signal);
    return this.#data;
  }
}

const audiencesOf = ({ campaigns }: RunDefinition) => campaigns.map(({ audience }) => audience);
const proofsOf = ({ campaigns }: RunDefinition) => campaigns.flatMap(({ proof }) => proof ?? []);

const declaredKinds = (records: Records): readonly EvaluatedKind[] =>
  evaluatedKinds.filter((kind) => kind === 'profile' || records[kind] !== undefined);
