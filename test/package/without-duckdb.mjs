/** A user of the installed package where the optional @duckdb/node-api is not installed. */
import assert from 'node:assert/strict';
import * as clearlist from 'clearlist';
import * as node from 'clearlist/node';
import * as testing from 'clearlist/testing';

await assert.rejects(import('@duckdb/node-api'), { code: 'ERR_MODULE_NOT_FOUND' });
for (const entry of [clearlist, node, testing]) assert(Object.keys(entry).length > 0);

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

console.log('user without DuckDB: fine');
