import { consents, hadBankProfile, hasPartner, objects, optsOut } from '../details.js';
import { lapsed, visitor } from '../habits.js';
import { type Story, story } from '../story.js';
import { addressStories } from './address-stories.js';
import { consentStories } from './consent-stories.js';
import { objectionStories } from './objection-stories.js';
import { optOutStories } from './opt-out-stories.js';
import { personStories } from './person-stories.js';

/** The two persons that the demo shows; they come first, so that their numbers never change. */
export const shown = {
  cleared: story('has consented, and is on the list', [lapsed], [consents()], 'consent'),
  suppressed: story(
    'told the bank no, as a profile since merged; told us no profiling; lives with somebody who unsubscribed',
    [lapsed],
    [
      hadBankProfile,
      hasPartner(visitor),
      consents({ days: 300 }),
      objects({ by: 'bank profile', made_to: 'okq8_bank' }),
      objects({ purpose: 'profiling', days: 45 }),
      optsOut({ by: 'partner', days: 30 }),
    ],
    {
      'autumn-fuel': ['OBJECTION_DIRECT_MARKETING', 'OBJECTION_PROFILING', 'CHANNEL_OPT_OUT'],
      newsletter: ['OBJECTION_DIRECT_MARKETING', 'CHANNEL_OPT_OUT'],
    },
    ['merge', 'group'],
  ),
};

/** Every case that the policy `okq8` knows on e-mail and SMS. */
export const stories: readonly Story[] = [
  shown.cleared,
  shown.suppressed,
  ...personStories,
  ...objectionStories,
  ...optOutStories,
  ...consentStories,
  ...addressStories,
];
