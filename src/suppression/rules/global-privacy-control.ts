import type { Rule } from '../rule.js';
import { orAny } from '../scope.js';
import { whereBlocked } from './block-rule.js';

/** Global Privacy Control is a wish stated by the browser: which purposes it ends is for the policy to say. */
export const globalPrivacyControl: Rule = {
  id: 'global-privacy-control',
  about: 'A Global Privacy Control signal ends the purposes for which the policy heeds it.',
  source: 'Global Privacy Control, W3C Privacy Working Group; GDPR Art. 21(5): objection by automated means',
  reasons: ['GPC_SIGNAL'],
  for: ({ purpose, controller }, { gpcEnds }) =>
    gpcEnds.includes(purpose)
      ? whereBlocked('GPC_SIGNAL', {
          kind: 'signal',
          filter: [
            { field: 'signal', in: ['gpc'] },
            { field: 'controller', in: orAny(controller) },
          ],
        })
      : undefined,
};
