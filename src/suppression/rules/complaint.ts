import { orAny } from '../scope.js';
import { optOutRule } from './opt-outs.js';

/**
 * Whoever reports a message as spam has refused the channel: it reaches and ends as an opt-out from the channel does.
 */
export const complaint = optOutRule(
  {
    id: 'complaint',
    about:
      'A message reported as spam is an opt-out from the channel, until the person consents anew for what is sent.',
    source: 'RFC 5965 (complaint feedback); GDPR Art. 21(3)',
  },
  'COMPLAINT',
  'delivery',
  () => ({ field: 'outcome', in: ['complaint'] }),
  ({ messageKind }) => orAny(messageKind),
);
