import type { SegmentPlan } from '../node.js';
import { boundaryLines } from './funnel-text.js';
import { give, giveJson, say } from './output.js';
import { progress } from './progress.js';
import { asOfOption, type ProjectOptions, withProject } from './project-options.js';

/** What `plan --segment` is asked. */
export interface SegmentOptions extends ProjectOptions {
  readonly segment: string;
  readonly members?: string;
}

/** Plans one segment on its own: counts, and its members into a file. */
export async function planOneSegment(options: SegmentOptions): Promise<void> {
  const shown = progress();
  const { planSegment, segmentFrom, writeMembers } = await import('../node.js');
  const plan = await withProject(options, shown.stage, async (project, engine) => {
    const planned = await planSegment(project, engine, {
      segment: await segmentFrom(project, options.segment),
      asOf: asOfOption(options),
      ...(options.replay === undefined ? {} : { replay: options.replay }),
      ...(options.knownAt === undefined ? {} : { knownAt: options.knownAt }),
    });
    if (options.members !== undefined) await writeMembers(planned, options.members);
    return planned;
  }).finally(shown.done);
  const { members: _, count, ...summary } = plan;
  if (options.json === true) giveJson({ ...summary, members: count });
  else give(segmentText(plan));
  if (options.members !== undefined) say(`written: ${options.members}`);
}

export function segmentText({
  segment,
  says,
  asOf,
  universe,
  count,
  lint,
  boundaries,
  idLists,
  notEvaluated,
  definitionHash,
}: SegmentPlan): string {
  const width = String(universe).length;
  return [
    `${segment} as of ${asOf}, before anybody is suppressed`,
    `  ${says}`,
    `  everybody   ${universe}`,
    `  in it       ${String(count).padStart(width)}`,
    ...boundaryLines(boundaries),
    ...idLists.map(({ name, ids, unknown }) => `  list ${name}: ${ids} ids, ${unknown} of nobody`),
    ...lint.map(({ at, message }) => `  remark: ${at}: ${message}`),
    ...(notEvaluated.length === 0 ? [] : [`  no source declares: ${notEvaluated.join(', ')}`]),
    `  definition ${definitionHash}`,
  ].join('\n');
}
