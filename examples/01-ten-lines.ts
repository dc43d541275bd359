/** 01. Who may get this campaign?   Run: npx tsx examples/01-ten-lines.ts */
import { clearAudience, okq8 } from 'clearlist';
import { autumnFuel } from './data/campaigns.js';
import { records } from './data/people.js';

const list = await clearAudience({ campaign: autumnFuel, policy: okq8, records, asOf: '2026-11-22T06:00:00Z' });
const { members, suppressed, listed } = list.counts;
console.log(`${members} members, ${suppressed} must not be contacted, ${listed} listed`);
for await (const row of list) console.log(row.join(', '));
//=> 4 members, 3 must not be contacted, 1 listed
//   bo, bo@example.fi, Bo
