/** 02. Why was Ida suppressed?   Run: npx tsx examples/02-decide-for-one-person.ts */
import { decide, okq8 } from 'clearlist';
import { autumnFuel } from './data/campaigns.js';
import { records } from './data/people.js';

const asOf = '2026-11-22T06:00:00Z';
const decision = decide({ person: 'ida', records, campaign: autumnFuel, policy: okq8, asOf });

// Ida never objected. Ada's address did, with the bank; Ida's address is the same but for letters and a tag.
console.log(decision.outcome, decision.primaryReason);
for (const { reason, evidence } of decision.reasons) {
  for (const { record, since, via } of evidence) console.log(reason, record?.id, since, via.join(' + '));
}
//=> suppress OBJECTION_DIRECT_MARKETING
//   OBJECTION_DIRECT_MARKETING obj-17 2026-09-01T08:12:00Z identifier + group

// A month before the objection she could be written to, because she was a customer.
const before = decide({ person: 'ida', records, campaign: autumnFuel, policy: okq8, asOf: '2026-08-25T06:00:00Z' });
console.log(before.outcome, before.primaryReason, before.evidence[0]?.since);
//=> allow ALLOW_SOFT_OPT_IN 2026-08-20T08:15:00Z
