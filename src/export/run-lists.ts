import { type ClearedList, contentOf } from '../campaign/cleared-list.js';
import type { EngineRun, RunDefinition } from '../campaign/engine.js';
import { ClearlistError } from '../errors.js';

/** Campaign ids are file names: nothing that leads out of a folder. */
const ID = /^[A-Za-z0-9_-]+$/;

/**
 * The lists of a run, one per campaign, in the order of the definition.
 *
 * @throws {ClearlistError} `not-a-cleared-list`; `duplicate-id`, also where ids differ only in case, because they would
 * be one file on some systems; `definition-invalid` for an id that is no file name; `list-used-twice`; `engine-failed`
 * where the lists are not those of the definition.
 */
export function listsInOrder({ campaigns, asOf, replay }: RunDefinition, run: EngineRun): readonly ClearedList[] {
  const contents = run.lists.map(contentOf);
  requireFileNames(campaigns.map(({ id }) => id));
  if (new Set(run.lists).size !== run.lists.length) throw usedTwice();
  requireFileNames(contents.map(({ campaign }) => campaign.id));
  if (contents.some((content) => content.asOf !== asOf || content.forSending === replay)) throw otherRun();
  const lists = campaigns.flatMap(({ id }) => run.lists.filter(({ campaign }) => campaign === id));
  if (lists.length !== campaigns.length || lists.length !== run.lists.length) throw otherRun();
  return lists;
}

function requireFileNames(ids: readonly string[]): void {
  const invalid = ids.findIndex((id) => !ID.test(id));
  if (invalid !== -1) {
    throw new ClearlistError('definition-invalid', 'a campaign id is not letters, digits, "-" and "_"', {
      at: `campaigns[${invalid}].id`,
      hint: 'Choose another id; it is also the name of the list.',
    });
  }
  const folded = ids.map((id) => id.toLowerCase());
  const second = folded.findIndex((id, index) => folded.indexOf(id) !== index);
  if (second !== -1) {
    throw new ClearlistError('duplicate-id', `two campaigns of the run are called "${ids[second]}"`, {
      at: `campaigns[${second}].id`,
      hint: 'Give every campaign an id of its own, different in more than upper and lower case.',
    });
  }
}

const usedTwice = (): ClearlistError =>
  new ClearlistError('list-used-twice', 'the run holds the same list twice', {
    hint: 'Publish every list once.',
  });

const otherRun = (): ClearlistError =>
  new ClearlistError(
    'engine-failed',
    'the lists are not those of the run: one for each campaign, as of the same time',
    {
      hint: 'Publish the lists of one run together with the definition they were made from.',
    },
  );
