import type { AudienceDelta } from '../../campaign/transfers/audience-delta.js';
import type { AudienceLedger } from '../../campaign/transfers/audience-ledger.js';
import type { FoundRemoval } from '../../campaign/transfers/removals.js';
import { heldBack } from '../../export/listing-files/singling-out.js';
import { personsHeld } from './removals-today.js';

/** A change without what has to wait, and who waits. Units: persons. */
export interface ShownChange {
  readonly delta: AudienceDelta;
  readonly heldBack: { readonly added: number; readonly left: number };
}

/** Leaves out of a change what would single somebody out; whoever must not be there goes at once, always. */
export function holdBack(ledger: AudienceLedger | undefined, delta: AudienceDelta, minimumCell: number): ShownChange {
  const held = ledger === undefined ? new Set<string>() : personsHeld(ledger);
  const added = [...delta.add].filter((personId) => !held.has(personId));
  const left = personsOf(delta.remove.filter(merelyLeft)).size;
  const waits = heldBack(
    {
      before: held.size,
      added: added.length,
      left,
      refused: personsOf(delta.remove.filter((one) => !merelyLeft(one))).size,
    },
    minimumCell,
  );
  const waitingAdds = new Set(waits.added ? added : []);
  const add = waits.added ? new Set([...delta.add].filter((personId) => !waitingAdds.has(personId))) : delta.add;
  const remove = waits.left ? delta.remove.filter((one) => !merelyLeft(one)) : delta.remove;
  return {
    delta: { ...delta, add, remove },
    heldBack: { added: waitingAdds.size, left: waits.left ? left : 0 },
  };
}

/** What was asked back before has been shown already. */
const merelyLeft = ({ causes, state }: FoundRemoval): boolean =>
  !state.asked && causes.every((cause) => cause === 'NO_LONGER_LISTED');

const personsOf = (found: readonly FoundRemoval[]): ReadonlySet<string> =>
  new Set(found.flatMap(({ state }) => state.held.map(({ personId }) => personId)));
