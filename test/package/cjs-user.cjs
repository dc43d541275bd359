/** A user of the installed package, CommonJS: Node's require() of an ES module. */
const assert = require('node:assert/strict');
const clearlist = require('clearlist');
const { nativeModules } = require('./native-modules.cjs');

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
assert.deepEqual(nativeModules(), [], 'require("clearlist") loads no native code');

console.log('CommonJS user: fine');
