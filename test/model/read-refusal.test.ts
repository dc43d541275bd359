import { describe, expect, test } from 'vitest';
import { ALWAYS, FOREVER } from '../../src/model/instant.js';
import { UNREADABLE } from '../../src/model/read-cell.js';
import { type Cells, readRow } from '../../src/model/read-record.js';
import type { EvaluatedKind } from '../../src/model/record-kinds.js';

const ref = { source: 'crm', row: 7 };
const read = (kind: EvaluatedKind, cells: Cells): unknown => {
  const row = readRow(kind, cells, ref);
  return 'record' in row ? row.record : row;
};

describe('a refusal is read as widely as its damage allows', () => {
  test.each<[string, EvaluatedKind, Cells, object]>([
    [
      'nothing but a subject refuses everything, for ever',
      'objection',
      { profileId: 'p1' },
      { controller: '*', purpose: '*', channel: '*', state: 'objected', at: FOREVER, knownAt: ALWAYS },
    ],
    [
      'an unreadable scope is the widest, each part for itself',
      'objection',
      { profileId: 'p1', controller: UNREADABLE, purpose: 'profiling', channel: UNREADABLE, occurredAt: 5 },
      { controller: '*', purpose: 'profiling', channel: '*', state: 'objected', at: 5, knownAt: 5 },
    ],
    [
      'an unreadable state refuses',
      'objection',
      { profileId: 'p1', state: UNREADABLE, occurredAt: 5 },
      { state: 'objected', at: 5 },
    ],
    [
      'an unreadable time is none',
      'opt_out',
      { email: 'a@b.se', occurredAt: UNREADABLE, recordedAt: 5 },
      { channel: '*', topic: '*', at: FOREVER, knownAt: ALWAYS },
    ],
    ['an unreadable topic is any one of them', 'opt_out', { profileId: 'p1', topic: UNREADABLE }, { topic: '?' }],
    [
      'a lift of an unreadable scope is void',
      'objection',
      { profileId: 'p1', state: 'lifted', purpose: UNREADABLE, occurredAt: 5 },
      { state: 'lifted', purpose: '*', at: ALWAYS, knownAt: FOREVER },
    ],
    [
      'a restriction without a state restricts',
      'restriction',
      { phone: '1' },
      { state: 'restricted', controller: '*' },
    ],
    [
      'known from the earlier of its times',
      'objection',
      { profileId: 'p1', occurredAt: 9, recordedAt: 5 },
      { at: 9, knownAt: 5 },
    ],
    [
      'a lift is read late: known from the later of its times',
      'objection',
      { profileId: 'p1', state: 'lifted', occurredAt: 5, recordedAt: 9 },
      { state: 'lifted', at: 5, knownAt: 9 },
    ],
    [
      'a lift whose recording time is bound and missing is void',
      'objection',
      { profileId: 'p1', state: 'lifted', occurredAt: 5, recordedAt: undefined },
      { at: ALWAYS, knownAt: FOREVER },
    ],
    [
      'a lift without a recording time bound serves',
      'restriction',
      { profileId: 'p1', state: 'lifted', occurredAt: 5 },
      { state: 'lifted', at: 5, knownAt: 5 },
    ],
    [
      'an unreadable evidence is no evidence',
      'objection',
      { profileId: 'p1', evidence: UNREADABLE },
      { state: 'objected' },
    ],
  ])('%s', (_, kind, cells, expected) => {
    const record = read(kind, cells);
    expect(record).toMatchObject({ ...expected, ref });
    expect(record).not.toHaveProperty('evidence');
  });
});

describe('what is neither a refusal nor a permission', () => {
  test.each<[string, EvaluatedKind, Cells, object]>([
    [
      'a contact of no known kind counts for every cap',
      'contact',
      { profileId: 'p1', channel: 'email', occurredAt: 5, purpose: UNREADABLE },
      { controller: '*', purpose: '*', topic: '*', occurredAt: 5 },
    ],
    [
      'a report of nobody knows which channel is about every one',
      'delivery',
      { email: 'a@b.se', outcome: 'soft_bounce' },
      { controller: '*', channel: '*', at: FOREVER, knownAt: ALWAYS },
    ],
    [
      'a relation whose end cannot be read is over',
      'relation',
      { profileId: 'p1', relation: 'member', endedAt: UNREADABLE },
      { relation: 'member', endedAt: ALWAYS },
    ],
  ])('%s', (_, kind, cells, expected) => {
    expect(read(kind, cells)).toMatchObject({ ...expected, ref });
  });

  test('a relation without an end has none', () => {
    expect(read('relation', { profileId: 'p1', relation: 'member' })).not.toHaveProperty('endedAt');
  });
});

describe('a row that names nobody is lost', () => {
  test.each<[string, EvaluatedKind, Cells, string]>([
    ['a refusal without a subject', 'objection', { controller: 'okq8' }, 'profileId or email or phone'],
    ['a refusal whose subject is unreadable', 'opt_out', { profileId: UNREADABLE }, 'profileId or email or phone'],
    ['a permission without a subject', 'permission', { state: 'given' }, 'profileId or email or phone'],
    ['a report of nothing', 'delivery', { email: 'a@b.se', outcome: UNREADABLE }, 'outcome'],
    ['a contact at no time', 'contact', { profileId: 'p1', channel: 'email' }, 'occurredAt'],
    ['a relation of no kind', 'relation', { profileId: 'p1', relation: UNREADABLE }, 'relation'],
    ['a profile without id', 'profile', { email: [] }, 'id'],
    ['a purchase without a person', 'purchase', { occurredAt: 5 }, 'profileId'],
    ['a purchase without a time', 'purchase', { profileId: 'p1' }, 'occurredAt'],
    ['an event of no type', 'event', { profileId: 'p1', occurredAt: 5 }, 'type'],
    ['a link to nobody', 'identity_link', { link: 'merge', profileId: 'p1' }, 'intoProfileId or deviceId'],
    ['a merge into a device', 'identity_link', { link: 'merge', profileId: 'p1', deviceId: 'd1' }, 'intoProfileId'],
    ['a link of no kind', 'identity_link', { link: UNREADABLE, profileId: 'p1', intoProfileId: 'p2' }, 'link'],
  ])('%s', (_, kind, cells, lost) => {
    expect(read(kind, cells)).toEqual({ lost });
  });
});
