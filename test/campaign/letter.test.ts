import { describe, expect, test } from 'vitest';
import { contentOf } from '../../src/campaign/cleared-list.js';
import { type Explanation, explain } from '../../src/campaign/explain.js';
import { explanationLetter } from '../../src/campaign/letter/letter.js';
import { letterLanguages, reasonSentences } from '../../src/campaign/letter/reason-sentences.js';
import { DuckDbEngine } from '../../src/engines/duckdb/duckdb-engine.js';
import { recordData } from '../../src/engines/duckdb/record-data.js';
import { MemoryEngine } from '../../src/engines/memory/memory-engine.js';
import { allowCode, reasonRank } from '../../src/model/reasons.js';
import { readRecords } from '../../src/model/records.js';
import { reasonsOf } from '../../src/suppression/mask.js';
import { reasonTable } from '../../src/suppression/policy.js';
import { runDefinition } from '../parity/run-both.js';

const ZONE = 'Europe/Stockholm';
const base: Explanation = {
  profileId: 'secret-id',
  outcome: 'suppress',
  primaryReason: 'OBJECTION_DIRECT_MARKETING',
  reasons: [
    {
      reason: 'OBJECTION_DIRECT_MARKETING',
      evidence: [
        {
          kind: 'objection',
          record: { source: 'objections', row: 17 },
          since: '2026-01-31T23:30:00Z',
          via: ['shared_identifier', 'group'],
        },
      ],
    },
    { reason: 'CONSENT_MISSING', evidence: [] },
  ],
  evidence: [],
  policy: { id: 'okq8', version: '1' },
  campaign: 'autumn-fuel',
  audience: { segment: 'everybody', member: true, trace: { says: 'everybody', holds: true } },
  cleared: false,
};

describe('an answer to a customer', () => {
  test('in English', () => {
    expect(explanationLetter(base, 'en', ZONE)).toBe(`You do not get this message, for these reasons:

You have objected to direct marketing. This stays so until you tell us otherwise, or the law does.
- 2026-02-01, recorded for the address that we would use, with another company of our group, reference: objections row 17

You have not consented to this. This changes once the details are completed or corrected.`);
  });

  test('in Swedish and Finnish', () => {
    expect(explanationLetter(base, 'sv', ZONE)).toContain('Du har invänt mot direktmarknadsföring.');
    expect(explanationLetter(base, 'sv', ZONE)).toContain('- 2026-02-01, antecknat för den adress');
    expect(explanationLetter(base, 'fi', ZONE)).toContain('Olet vastustanut suoramarkkinointia.');
  });

  test('tells a listed person the ground, and one who is left out by allocation why', () => {
    const proof = { kind: 'permission', record: { source: 'consents', row: 3, id: 'c-3' }, via: ['own'] as const };
    const { reasons: _, ...rest } = base;
    const cleared: Explanation = {
      ...rest,
      outcome: 'allow',
      primaryReason: 'ALLOW_CONSENT',
      reasons: [],
      basis: 'consent',
      evidence: [proof],
      cleared: true,
      allocation: { outcome: 'listed' },
    };
    expect(explanationLetter(cleared, 'en', ZONE)).toBe(
      'You are to get this message.\n\nBecause you consented to it.\n- recorded for you, reference: consents c-3',
    );
    const texts = (['capped', 'duplicate', 'over_limit', 'held_out'] as const).map((outcome) =>
      explanationLetter({ ...cleared, allocation: { outcome } }, 'sv', ZONE),
    );
    expect(new Set(texts).size).toBe(4);
    const { allocation: __, ...outside } = cleared;
    const other = { ...outside, cleared: false, audience: { ...base.audience, member: false } };
    expect(explanationLetter(other, 'en', ZONE)).toMatch(/meant for others/);
  });

  test.each(letterLanguages)('every reason has a sentence of its own without jargon: %s', (language) => {
    for (const code of reasonRank) {
      const sentence = reasonSentences[code][language];
      expect(sentence, code).toMatch(/^\p{Lu}.*\.$/u);
      expect(sentence, code).not.toMatch(/[A-Z]{2,}|_|segment|suppress|opt-?(in|out)|controller|channel id/);
    }
  });

  test.each(letterLanguages)('names nobody: %s', (language) => {
    expect(explanationLetter(base, language, ZONE)).not.toContain('secret-id');
  });
});

const given = (profileId: string) => ({
  profileId,
  controller: 'okq8',
  purpose: 'direct_marketing',
  channel: 'email',
  state: 'given',
  occurredAt: '2026-01-01T00:00:00Z',
  origin: 'data_subject',
  evidence: 'form-1',
});
const EVERYBODY = { id: 'everybody', condition: { kind: 'all', of: [] } } as const;
const IDS = ['a', 'b', 'c', 'd', 'e'];
const input = {
  profile: IDS.map((id, i) => ({ id, country: 'SE', email: i < 2 ? 'same@example.se' : `${id}@example.se` })),
  permission: IDS.slice(0, 4).map(given),
  objection: [{ profileId: 'c', purpose: 'direct_marketing', occurredAt: '2026-01-01T00:00:00Z' }],
};
const whole = runDefinition(
  [
    {
      controller: 'okq8',
      kind: 'newsletter',
      channel: 'email',
      audience: EVERYBODY,
      limit: { rows: 1, by: 'hash', salt: 's' },
    },
    { controller: 'okq8', kind: 'newsletter', channel: 'email', audience: EVERYBODY },
  ],
  { allocation: { order: 'definition', perPerson: 1 } },
);
const records = readRecords(input, { ...whole.words, attributes: whole.attributes });

test.each([
  ['memory', () => new MemoryEngine(async () => ({ records, inputs: [] }))],
  ['duckdb', () => new DuckDbEngine(recordData(records), { threads: 1 })],
])('an explanation recomposes to what the run decided and allocated, on %s', async (_, open) => {
  const engine = open();
  try {
    const { lists } = await engine.run(whole);
    const table = reasonTable(whole.policy);
    for (const [i, campaign] of whole.campaigns.entries()) {
      for (const profileId of IDS) {
        const found = await explain({ ...whole, campaigns: [campaign] }, engine, { profileId }, whole);
        const decisions = contentOf(lists[i] as (typeof lists)[number]).decisionsOf([profileId]);
        for await (const { mask, basis, allocation } of decisions) {
          expect(found.reasons.map(({ reason }) => reason)).toEqual(reasonsOf(mask, table));
          expect(found.basis).toBe(basis);
          expect(found.primaryReason).toBe(basis === undefined ? reasonsOf(mask, table)[0] : allowCode[basis]);
          expect(found.allocation?.outcome).toBe(allocation);
        }
      }
    }
  } finally {
    await engine.close();
  }
});
