/**
 * What a run does, in the words of progress and of `--profile`.
 *
 * A stage is where the time goes, which is not always where the words stand: a relation that is a view costs nothing
 * until somebody reads it. So what persons did is read in `behaviour`, whatever asks for it.
 */
export const stages = {
  project: 'open project',
  files: 'hash sources',
  reading: (source: string): string => `read ${source}`,
  relations: 'relations',
  identity: 'identity',
  behaviour: 'behaviour',
  refusals: 'refusals',
  members: 'members',
  decisions: 'decide',
  sample: 'capture for the self-audit',
  counts: 'count source rows',
  tallies: 'count lists',
  audit: 'self-audit',
  recipients: 'what recipients hold',
  figures: 'figures',
  lists: 'write lists',
  report: 'report',
} as const;
