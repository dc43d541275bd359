import { resolve } from 'node:path';
import type { Engine, SegmentRunResult } from '../campaign/engine.js';
import { ClearlistError } from '../errors.js';
import { writeDurably } from '../files/durable-file.js';
import { writing } from '../files/write-access.js';
import { closestNames } from '../model/closest-names.js';
import { formatInstant } from '../model/instant.js';
import type { Project } from '../project/load-project.js';
import { readSegmentFile } from '../project/segment-file.js';
import { type LintNote, lintSegment } from '../segments/lint.js';
import { describeSegment, readsOf, type Segment, segmentHash } from '../segments/segment.js';
import { type RunOptions, runDefinition } from './run-definition.js';

/** What is known about a segment. No personal data but its members, which are read one by one. */
export interface SegmentPlan extends Omit<SegmentRunResult, 'declared'> {
  readonly segment: string;
  /** Equal for equal conditions over equal segments and lists. */
  readonly definitionHash: string;
  /** The condition in words. */
  readonly says: string;
  readonly lint: readonly LintNote[];
  readonly asOf: string;
  readonly zone: string;
  /** Record kinds that the segment reads and that no source declares. */
  readonly notEvaluated: readonly string[];
}

/** Which segment, as of when. */
export interface SegmentPlanOptions extends Omit<RunOptions, 'only'> {
  /** A segment, or the id of one in the project. */
  readonly segment: Segment | string;
}

/**
 * Who would be in a segment: counts and members, before anybody is suppressed. Writes nothing.
 *
 * @throws {ClearlistError} `unknown-name`, and whatever stops a run.
 */
export async function planSegment(project: Project, engine: Engine, options: SegmentPlanOptions): Promise<SegmentPlan> {
  const segment = typeof options.segment === 'string' ? namedSegment(project, options.segment) : options.segment;
  const run = runDefinition(project, { ...options, only: [] });
  const { declared, ...result } = await engine.members({ run, segment });
  return {
    segment: segment.id,
    definitionHash: segmentHash(segment),
    says: describeSegment(segment),
    lint: lintSegment(segment, project),
    asOf: formatInstant(run.asOf),
    zone: run.zone,
    notEvaluated: [...readsOf(segment)].filter((kind) => !declared.includes(kind)).sort(),
    ...result,
  };
}

function namedSegment({ segments }: Project, id: string): Segment {
  const found = Object.hasOwn(segments, id) ? segments[id] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(segments);
  const close = closestNames(id, names);
  throw new ClearlistError('unknown-name', `no segment is named ${JSON.stringify(id)}`, {
    at: 'segments',
    hint: `Use one of ${(close.length === 0 ? names : close).join(', ')}, or name a file that ends in .json, .yaml or .yml.`,
  });
}

/** A segment of the project by its id, or the one in a file. */
export const segmentFrom = async (project: Project, idOrFile: string): Promise<Segment> =>
  !Object.hasOwn(project.segments, idOrFile) && /\.(json|ya?ml)$/i.test(idOrFile)
    ? readSegmentFile(idOrFile, project)
    : namedSegment(project, idOrFile);

/** Bytes in one write. */
const BLOCK = 64 * 1024;

/**
 * Writes the members of a segment to a file of mode 0600: one profile id on a line, in UTF-8 byte order. The file is
 * there whole or not at all; one of that name is replaced.
 *
 * @throws {ClearlistError} `output-not-writable`, also where an id has a line break in it.
 */
export async function writeMembers({ members }: Pick<SegmentPlan, 'members'>, file: string): Promise<void> {
  const blocks = membersText(members, file);
  await writing(file, () => writeDurably(resolve(file), blocks));
}

async function* membersText(members: AsyncIterable<string>, file: string): AsyncGenerator<string> {
  let block = '';
  for await (const id of members) {
    if (/[\r\n]/.test(id)) {
      throw new ClearlistError('output-not-writable', 'a profile id has a line break in it', {
        at: file,
        hint: 'Read the members by the library, or mend the id in its source.',
      });
    }
    block += `${id}\n`;
    if (block.length < BLOCK) continue;
    yield block;
    block = '';
  }
  yield block;
}
