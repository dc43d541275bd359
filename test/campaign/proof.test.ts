import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Campaign, CampaignDefinition } from '../../src/campaign/campaign.js';
import { clearAudience } from '../../src/campaign/clear-audience.js';
import { decisionRequest } from '../../src/campaign/decision-request.js';
import { resolveCampaign } from '../../src/campaign/define-campaign.js';
import { proofCampaign } from '../../src/campaign/proof.js';
import { readListManifest, writeList } from '../../src/export/single-list.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { segment } from '../../src/segments/segment.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import { scratchFolders } from '../setup/scratch-folders.js';

const asOf = '2026-03-03T10:00:00Z';

const letter: CampaignDefinition = {
  id: 'letter',
  controller: 'okq8',
  kind: 'newsletter',
  channel: 'email',
  audience: segment('reader', { kind: 'list', ids: ['reader'] }),
  proof: segment('team', { kind: 'list', list: 'team' }, { lists: { team: ['colleague', 'silent', 'nobody'] } }),
};

const records = {
  profile: ['reader', 'colleague', 'silent'].map((id) => ({ id, email: `${id}@example.se`, country: 'SE' })),
  permission: ['reader', 'colleague'].map((profileId) => ({
    profileId,
    controller: 'okq8',
    purpose: 'direct_marketing',
    channel: 'email',
    state: 'given',
    origin: 'data_subject',
    evidence: 'form',
    occurredAt: '2026-01-01T00:00:00Z',
  })),
};

test('a cleared list has its proof beside it, which is a list like any other and says what it is', async () => {
  const list = await clearAudience({ campaign: letter, policy: okq8, records, asOf });
  const rows = async (of: AsyncIterable<unknown>): Promise<unknown[]> => {
    const all: unknown[] = [];
    for await (const row of of) all.push(row);
    return all;
  };
  expect(await rows(list)).toEqual([['reader', 'reader@example.se']]);
  const { proof } = list;
  if (proof === undefined) throw new Error('there is no proof');
  expect(await rows(proof)).toEqual([['colleague', 'colleague@example.se']]);
  expect(proof.counts).toMatchObject({ members: 2, suppressed: 1, listed: 1, reasons: [{ code: 'CONSENT_MISSING' }] });
  expect(proof.proof).toBeUndefined();
  const folder = await mkdtemp(join(tmpdir(), 'clearlist-proof-'));
  scratchFolders.push(folder);
  const file = join(folder, 'look.csv');
  await writeList(proof, file);
  expect(await readFile(file, 'utf8')).toBe('profile_id,email\r\ncolleague,colleague@example.se\r\n');
  const { campaign } = await readListManifest(`${file}.manifest.json`);
  expect(campaign).toMatchObject({ id: 'letter', files: [{ name: 'look.csv', proof: true, rows: 1 }] });
  expect(campaign.proof).toBeUndefined();
});

test('a proof asks exactly what its campaign asks, whatever the lists of the two would read', () => {
  const audiences: readonly Condition[] = [
    { kind: 'all', of: [] },
    { kind: 'list', ids: ['reader'] },
    { kind: 'presence', field: 'birthDate', is: 'present' },
  ];
  for (const [i, condition] of audiences.entries()) {
    const campaign = resolveCampaign(
      {
        ...letter,
        audience: segment('audience', condition),
        priority: 1,
        limit: { rows: 1, by: 'hash', salt: 's' },
        notAgainWithinDays: 30,
        sendAt: '2026-03-05T10:00:00Z',
      },
      { ...okq8, dataUse: { demographic_profile: { purpose: 'marketing_cookies', needs: 'consent' } } },
      {},
    );
    expect(campaign).toMatchObject({ targeted: i > 0, guardedData: i === 2 ? ['demographic_profile'] : [] });
    const proof = proofCampaign(campaign) as Campaign;
    const context = { asOf: 0, zone: 'UTC', replay: false };
    expect(decisionRequest(proof, context)).toEqual(decisionRequest(campaign, context));
    expect([proof.priority, proof.limit, proof.proof, proof.audience]).toEqual([
      undefined,
      undefined,
      undefined,
      letter.proof,
    ]);
  }
});

describe('proof recipients are named, one by one', () => {
  test.each([
    ['everybody', { kind: 'all', of: [] } as const],
    ['what a list leaves', { kind: 'not', of: { kind: 'list', ids: ['silent'] } } as const],
  ])('%s is refused', async (_, condition) => {
    const campaign = { ...letter, proof: { id: 'team', condition } };
    await expect(clearAudience({ campaign, policy: okq8, records, asOf })).rejects.toMatchObject({
      code: 'definition-invalid',
      issues: [{ at: 'campaigns.letter.proof', message: 'proof recipients are a list of profile ids' }],
    });
  });

  test('a list that is not there is a mistake of the campaign', async () => {
    const campaign = { ...letter, proof: { id: 'team', condition: { kind: 'list', list: 'team' } } as const };
    await expect(clearAudience({ campaign, policy: okq8, records, asOf })).rejects.toMatchObject({
      code: 'definition-invalid',
      issues: [{ at: expect.stringMatching(/^campaigns\.letter\.proof/) }],
    });
  });
});
