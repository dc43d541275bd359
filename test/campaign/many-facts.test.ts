import { expect, test } from 'vitest';
import type { RecordsInput } from '../../src/model/records.js';
import { channels } from '../../src/model/vocabulary.js';
import { widePolicy } from '../parity/campaign-arbitraries.js';
import { runBoth, runDefinition } from '../parity/run-both.js';

/**
 * Facts are bits of whole numbers, 62 to each. Here one channel has so many requests that its facts take several of
 * them, and persons who differ by one record each have to be told apart by every word.
 */
const kinds = ['newsletter', 'general_offer', 'targeted_offer', 'product_recommendation'] as const;
const products = Array.from({ length: 20 }, (_, i) => `fuel/grade-${i}`);

const permission = (profileId: string, topic: string, state: string, occurredAt: string) => ({
  profileId,
  controller: 'okq8',
  purpose: 'direct_marketing',
  channel: 'email',
  topic,
  state,
  occurredAt,
  origin: 'data_subject',
  evidence: 'form-1',
});
const early = '2025-03-01T00:00:00Z';
const late = '2025-06-01T00:00:00Z';

interface Person {
  readonly id: string;
  readonly permissions: readonly (readonly [topic: string, state: string, at: string])[];
  readonly category?: string;
}

const persons: readonly Person[] = [
  ...kinds.flatMap((topic): readonly Person[] => [
    { id: `${topic}-given`, permissions: [[topic, 'given', early]] },
    {
      id: `${topic}-withdrawn`,
      permissions: [
        [topic, 'given', early],
        [topic, 'withdrawn', late],
      ],
    },
    {
      id: `${topic}-again`,
      permissions: [
        [topic, 'withdrawn', early],
        [topic, 'given', late],
      ],
    },
    {
      id: `${topic}-at-once`,
      permissions: [
        [topic, 'withdrawn', late],
        [topic, 'given', late],
      ],
    },
    {
      id: `${topic}-refused`,
      permissions: [
        ['*', 'given', early],
        [topic, 'refused', late],
      ],
    },
  ]),
  ...products.map((category): Person => ({ id: `bought-${category.replace('/', '-')}`, permissions: [], category })),
];

const records: RecordsInput = {
  profile: persons.map(({ id }) => ({ id, email: [`${id}@example.se`], country: 'SE', birthDate: '1985-05-01' })),
  permission: persons.flatMap(({ id, permissions }) =>
    permissions.map(([topic, state, at]) => permission(id, topic, state, at)),
  ),
  purchase: persons.flatMap(({ id, category }) =>
    category === undefined
      ? []
      : [
          {
            profileId: id,
            controller: 'okq8',
            occurredAt: late,
            category,
            contactCollected: true,
            optOutOffered: true,
          },
        ],
  ),
};

test('more facts than a word has bits', async () => {
  const audience = { id: 'everybody', condition: { kind: 'all', of: [] } } as const;
  const campaigns = [
    ...['okq8', 'okq8_bank', 'ok_forening'].flatMap((controller) =>
      kinds.map((kind) => ({ controller, kind, channel: 'email' as const, audience })),
    ),
    ...products.map((product) => ({
      controller: 'okq8',
      kind: 'newsletter' as const,
      channel: 'email' as const,
      products: [product],
      audience,
    })),
    ...channels
      .slice(0, 3)
      .map((channel) => ({ controller: 'okq8_bank', kind: 'newsletter' as const, channel, audience })),
  ];
  const said = await runBoth(runDefinition(campaigns, { policy: widePolicy, replay: true }), records);
  expect(said.duckdb).toEqual(said.reference);
  const allowed = (campaign: number) =>
    Object.entries(said.duckdb[campaign]?.decisions ?? {}).flatMap(([id, { basis }]) =>
      basis === undefined ? [] : [id],
    );
  expect(allowed(0)).toEqual(expect.arrayContaining(['newsletter-given', 'newsletter-again']));
  expect(allowed(0)).not.toContain('newsletter-at-once');
  expect(allowed(3 * kinds.length + products.length - 1)).toContain('bought-fuel-grade-19');
  expect(allowed(3 * kinds.length + products.length - 1)).not.toContain('bought-fuel-grade-18');
});
