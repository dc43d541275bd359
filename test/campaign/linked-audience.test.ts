import { expect, test } from 'vitest';
import { clearAudience } from '../../src/campaign/clear-audience.js';
import { runIdentity } from '../../src/campaign/run-id.js';
import { refusalDigest } from '../../src/identity/refusal-digest.js';
import { segment } from '../../src/segments/segment.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import { consent } from '../identity/world.js';
import { runDefinition } from '../parity/run-both.js';

const hex = '3d'.repeat(32);
const key = { id: 'k1', hex };
const opened = segment('opened', {
  kind: 'aggregate',
  over: 'event',
  where: { type: 'app_open' },
  measure: { count: 'line' },
  in: { kind: 'ever' },
  is: 'gte',
  value: 1,
});

const options = {
  campaign: { id: 'news', controller: 'okq8', kind: 'newsletter', channel: 'email', audience: opened },
  policy: okq8,
  asOf: '2026-03-03T10:00:00Z',
  records: {
    profile: [
      { id: 'anna', email: 'anna@example.se', country: 'SE' },
      { id: 'bo', email: 'bo@example.se', country: 'SE' },
    ],
    event: ['phone', 'tablet'].map((deviceId) => ({ deviceId, type: 'app_open', occurredAt: '2026-02-01T12:00:00Z' })),
    identity_link: [
      { link: 'login', profileId: 'anna', deviceId: 'phone', occurredAt: '2026-02-01T10:00:00Z' },
      { link: 'login', profileId: 'bo', deviceId: 'tablet', occurredAt: '2026-02-01T10:00:00Z' },
    ],
    permission: [...consent('anna'), ...consent('bo')],
    tombstone: [
      { ...refusalDigest({ kind: 'email', value: 'bo@example.se', key }), occurredAt: '2026-01-01T00:00:00Z' },
    ],
  },
} as const;

test('a library user links devices and gives keys as options', async () => {
  const list = await clearAudience({ ...options, linkDevices: true, keys: { k1: hex } });
  expect(list.counts).toMatchObject({ members: 2, cleared: 1, reasons: [{ code: 'ERASED_SUPPRESSED', any: 1 }] });
});

test('linking is off unless it is turned on', async () => {
  expect((await clearAudience({ ...options, keys: { k1: hex } })).counts.members).toBe(0);
});

test('without the key there is no list, whoever is in the audience', async () => {
  await expect(clearAudience(options)).rejects.toMatchObject({ code: 'key-missing' });
  await expect(clearAudience({ ...options, keys: { k1: 'secret' } })).rejects.toMatchObject({ code: 'key-invalid' });
});

test('another key and linking are another run, and the run says nothing of the key', () => {
  const run = runDefinition([], { linkDevices: false });
  const ids = [run, { ...run, linkDevices: true }, { ...run, keys: { ...run.keys, k1: hex } }].map((one) =>
    runIdentity(one, []),
  );
  expect(new Set(ids.map(({ runId }) => runId)).size).toBe(3);
  expect(ids[2]?.definitionsHash).toBe(ids[0]?.definitionsHash);
});
