import { anyOf } from '../../sql/fragment.js';
import type { BlockQuery } from '../facts.js';
import { profileEvidence } from '../profile-evidence.js';
import type { Rule } from '../rule.js';

const UNREADABLE: BlockQuery = { kind: 'permission', filter: [{ field: 'unreadable', in: [true] }] };

/** A record about the person that nobody can read might be a refusal. */
export const unreadable: Rule = {
  id: 'unreadable',
  about: 'A person about whom a record cannot be read is not contacted.',
  source: 'GDPR Art. 5(2), 7(1): the controller must be able to show what was said',
  reasons: ['RECORD_UNPARSEABLE'],
  for: () => ({
    evaluate: (view) => {
      const own = profileEvidence(view.candidate, (profile) => profile.unreadable);
      const evidence = [...own, ...view.blocks(UNREADABLE).map((hit) => hit.evidence)];
      return evidence.length === 0 ? [] : [{ reason: 'RECORD_UNPARSEABLE', evidence }];
    },
    compile: (ask) => [
      {
        reason: 'RECORD_UNPARSEABLE',
        applies: anyOf([
          ask.profile((own) => own('unreadable')),
          ask.merged('unreadable', (any) => any),
          ask.blocked(UNREADABLE),
        ]),
      },
    ],
  }),
};
