/** A user of the installed package, TypeScript: every declaration must stand on the package's own dependencies. */
import * as clearlist from 'clearlist';
import * as node from 'clearlist/node';
import * as testing from 'clearlist/testing';

export const entries: readonly object[] = [clearlist, node, testing];

const campaign = clearlist.defineCampaign({
  id: 'news',
  controller: 'okq8',
  kind: 'newsletter',
  channel: 'email',
  audience: clearlist.segment('everybody', clearlist.builder().all()),
});

export const list: Promise<clearlist.ClearedList> = clearlist.clearAudience({
  campaign,
  policy: clearlist.okq8,
  records: { profile: [] },
  asOf: '2026-11-22T09:00:00Z',
});

// @ts-expect-error  a list comes from the campaign step, never from hand
export const forged: clearlist.ClearedList = [['p1', 'anna@example.se']];
