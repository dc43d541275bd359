/** 03. A list on disk, and what stands beside it.   Run: npx tsx examples/03-a-list.ts */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClearlistError, clearAudience, okq8 } from 'clearlist';
import { duckdb, writeList } from 'clearlist/node';
import { autumnFuel } from './data/campaigns.js';
import { records } from './data/people.js';

const folder = await mkdtemp(join(tmpdir(), 'clearlist-example-'));
const asOf = '2026-11-22T06:00:00Z';

// The same on the embedded engine: the meaning does not depend on where it is worked out.
const engine = duckdb({ records, policy: okq8 });
const list = await clearAudience({ campaign: autumnFuel, policy: okq8, engine, asOf });
const { campaign } = await writeList(list, join(folder, 'autumn-fuel.csv'));
await engine.close();

console.log(await readFile(join(folder, 'autumn-fuel.csv'), 'utf8'));
console.log(campaign.counts.listed, campaign.reasons.map(({ code, primary }) => `${code} ${primary}`).join(', '));
//=> profile_id,email,first_name
//   bo,bo@example.fi,Bo
//   1 OBJECTION_DIRECT_MARKETING 2, CONSENT_WITHDRAWN 1, SOFT_OPT_IN_NOT_MET 0

// Nothing but a cleared list can be written.
try {
  await writeList([['bo', 'bo@example.fi']] as never, join(folder, 'by-hand.csv'));
} catch (error) {
  if (error instanceof ClearlistError) console.log(error.code);
}
//=> not-a-cleared-list
await rm(folder, { recursive: true });
