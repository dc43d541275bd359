import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { rowsOnBoth } from './both-engines.js';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

test('every identifier in use is written, as the service compares it; one that is spelt twice once', async () => {
  const people = [
    {
      id: 'p2',
      email: ['An.Na+fuel@Gmail.com', 'anna@example.se', 'ANNA@example.se', 'not an address'],
      formerEmail: ['old@example.se'],
      phone: ['070-123 45 67', '+46 (0)70 123 45 67'],
      country: 'SE',
    },
    { id: 'p1', email: ['åsa@example.se'], country: 'FI' },
  ];
  const [found] = await rowsOnBoth(people, [{ service: 'google-customer-match' }]);
  const expected = [
    {
      row: 1,
      personId: 'p1',
      basis: 'consent',
      country: 'FI',
      values: { email: [sha('åsa@example.se')] },
      refused: [],
    },
    {
      row: 2,
      personId: 'p2',
      basis: 'consent',
      country: 'SE',
      values: { email: [sha('anna@gmail.com'), sha('anna@example.se')], phone: [sha('+46701234567')] },
      refused: [{ field: 'email', reason: 'NOT_AN_EMAIL' }],
    },
  ];
  expect(found?.reference).toEqual(expected);
  expect(found?.duckdb).toEqual(expected);
});
