/** A user of the installed package, ES modules. */
import assert from 'node:assert/strict';
import * as clearlist from 'clearlist';
import { nativeModules } from './native-modules.cjs';

const decision = clearlist.decide({
  person: 'p1',
  records: {
    profile: [{ id: 'p1', email: 'Anna@example.se', country: 'SE' }],
    objection: [{ email: 'anna+news@example.se', controller: 'okq8_bank', occurredAt: '2026-01-01T08:00:00Z' }],
  },
  campaign: { controller: 'okq8', kind: 'newsletter', channel: 'email' },
  policy: clearlist.okq8,
  asOf: '2026-11-22T09:00:00Z',
});
assert.equal(decision.outcome, 'suppress');
assert.equal(decision.primaryReason, 'OBJECTION_DIRECT_MARKETING');
assert.deepEqual(nativeModules(), [], 'import "clearlist" loads no native code');

// The check itself: once DuckDB is loaded, it is seen.
await import('@duckdb/node-api');
assert.notDeepEqual(nativeModules(), []);

console.log('ES module user: fine');
