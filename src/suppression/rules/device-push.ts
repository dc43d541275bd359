import type { RowTest } from '../../segments/row-filter.js';
import { sql } from '../../sql/fragment.js';
import { type BlockQuery, type Evidence, type GrantQuery, latest } from '../facts.js';
import type { Rule } from '../rule.js';
import { orAny } from '../scope.js';

const NEVER_SEEN: readonly Evidence[] = [{ kind: 'signal', via: [], note: 'push permission never seen' }];

/**
 * Push needs a permission that was seen on a device and not seen withdrawn since: the latest state wins, over all
 * devices of the person, and a tie refuses. Never seen is not permitted. It goes for service messages too, which the
 * device would not show. A permission counts for the app of the controller it names, and for no other.
 */
export const devicePush: Rule = {
  id: 'device-push',
  about: 'Push goes only where the latest state seen on a device permits it; an unknown state does not.',
  source:
    'ePrivacy Directive Art. 5(3); terms of the push services of Apple and Google; notice on marketing, OKQ8, 2022-08-27',
  reasons: ['DEVICE_PUSH_DISABLED'],
  for: ({ channel, controller }) => {
    if (channel !== 'push') return undefined;
    const push: RowTest = { field: 'signal', in: ['push_permission'] };
    const off: BlockQuery = { kind: 'signal', filter: [push, { field: 'controller', in: orAny(controller) }] };
    const on: GrantQuery = { kind: 'signal', filter: [push, { field: 'controller', in: [controller] }] };
    return {
      evaluate: (view) => {
        const grantedAt = latest(view.grants(on));
        const offs = view.blocks(off);
        if (grantedAt === undefined) {
          const evidence = offs.map((hit) => hit.evidence);
          return [{ reason: 'DEVICE_PUSH_DISABLED', evidence: evidence.length > 0 ? evidence : NEVER_SEEN }];
        }
        const standing = offs.filter(({ at }) => at >= grantedAt);
        return standing.length === 0
          ? []
          : [{ reason: 'DEVICE_PUSH_DISABLED', evidence: standing.map(({ evidence }) => evidence) }];
      },
      compile: (ask) => [{ reason: 'DEVICE_PUSH_DISABLED', applies: sql`(not ${ask.granted(on, [off])})` }],
    };
  },
};
