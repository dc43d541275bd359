import { describe, expect, test } from 'vitest';
import { ALWAYS, FOREVER } from '../../src/model/instant.js';
import { UNREADABLE } from '../../src/model/read-cell.js';
import { type Cells, readRow } from '../../src/model/read-record.js';

const ref = { source: 'crm', row: 7 };
const SCOPE: Cells = {
  profileId: 'p1',
  controller: 'okq8',
  purpose: 'direct_marketing',
  channel: 'email',
  state: 'given',
};

function read(kind: 'permission' | 'profile', cells: Cells): object {
  const row = readRow(kind, cells, ref);
  if ('lost' in row) throw new Error(`lost for ${row.lost}`);
  return row.record;
}

describe('a permission is read as narrowly as its damage allows', () => {
  test.each<[string, Cells, object]>([
    ['whole', { ...SCOPE, occurredAt: 5 }, { unreadable: false, topic: '*', at: 5, knownAt: 5 }],
    ['with a topic', { ...SCOPE, topic: 'newsletter', occurredAt: 5 }, { unreadable: false, topic: 'newsletter' }],
    ['without a time it is void', SCOPE, { unreadable: false, at: ALWAYS, knownAt: FOREVER }],
    [
      'with an unreadable time it is void',
      { ...SCOPE, occurredAt: UNREADABLE },
      { unreadable: false, knownAt: FOREVER },
    ],
    [
      'with an unreadable recording time it is void',
      { ...SCOPE, occurredAt: 5, recordedAt: UNREADABLE },
      { unreadable: false, knownAt: FOREVER },
    ],
    ['pending is read like given', { ...SCOPE, state: 'pending', occurredAt: 5, recordedAt: 9 }, { at: 5, knownAt: 9 }],
    [
      'a withdrawal is read as a refusal',
      { ...SCOPE, state: 'withdrawn', occurredAt: 9, recordedAt: 5 },
      { unreadable: false, at: 9, knownAt: 5 },
    ],
    ['a refusal without a time is permanent', { ...SCOPE, state: 'refused' }, { at: FOREVER, knownAt: ALWAYS }],
    ['a missing controller', { ...SCOPE, controller: undefined, occurredAt: 5 }, { unreadable: true }],
    ['an unreadable purpose', { ...SCOPE, purpose: UNREADABLE, occurredAt: 5 }, { unreadable: true }],
    ['a missing channel', { ...SCOPE, channel: undefined, occurredAt: 5 }, { unreadable: true }],
    ['a missing state counts as said for ever', { ...SCOPE, state: undefined }, { unreadable: true, knownAt: ALWAYS }],
    ['an unreadable end', { ...SCOPE, occurredAt: 5, validUntil: UNREADABLE }, { unreadable: true }],
    ['an unreadable proof', { ...SCOPE, occurredAt: 5, evidence: UNREADABLE }, { unreadable: true }],
  ])('%s', (_, cells, expected) => {
    expect(read('permission', cells)).toMatchObject({ ...expected, ref });
  });

  test('an unreadable topic is not every topic', () => {
    const record = read('permission', { ...SCOPE, topic: UNREADABLE, occurredAt: 5 });
    expect(record).toMatchObject({ unreadable: true });
    expect(record).toHaveProperty('topic', undefined);
  });
});

describe('a profile', () => {
  test('keeps its readable addresses in order, its own fields apart', () => {
    expect(
      read('profile', { id: 'p1', email: ['b@x.se', undefined, 'a@x.se'], 'attributes.tier': 'gold', city: undefined }),
    ).toEqual({
      id: 'p1',
      email: ['b@x.se', 'a@x.se'],
      phone: [],
      formerEmail: [],
      formerPhone: [],
      attributes: { tier: 'gold' },
      unreadable: false,
      ref: { ...ref, id: 'p1' },
    });
  });

  test.each(['birthDate', 'country', 'attributes.points'])('with an unreadable %s is unreadable', (name) => {
    expect(read('profile', { id: 'p1', [name]: UNREADABLE })).toMatchObject({ unreadable: true });
  });
});
